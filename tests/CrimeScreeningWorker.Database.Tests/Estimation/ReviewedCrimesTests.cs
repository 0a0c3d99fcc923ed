using CrimeScreeningWorker.Database.Tests.Review;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Estimation;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Database.Tests.Estimation;

/// <summary>What the estimates read of a store that people worked on; run once for each database it may lie in.</summary>
public abstract class ReviewedCrimesTests(StoreProvider provider) : IDisposable
{
    private readonly ReviewStage stage = new(provider, new ReviewOptions { AuditSample = 2, DoubleReviewShare = 0 });

    [Fact]
    public async Task ReadAsync_StoreThatPeopleWorkedOn_TellsTheSampleFromWhatRankingFound()
    {
        await stage.ScreenAsync(
            [
                .. Enumerable.Range(0, 10).Select(n => ReviewStage.Crime($"N{n}", "none 0.01")),
                ReviewStage.Crime("A", "P2 0.9"), ReviewStage.Crime("B", "P2 0.8"), ReviewStage.Crime("C", "P3 0.25"), ReviewStage.Crime("S", "P2 0.9", homeOfficeClass: "8Q"),
            ]);
        var drawn = await stage.RowsAsync<string>("select crime_reference from review_item where blind = 'audit' order by crime_reference");
        await stage.DecideAsync("A");
        await stage.DecideAsync("B", ReviewStage.No);
        await stage.DecideAsync("S");
        await stage.DecideAsync(drawn[0]);
        await stage.DecideAsync(drawn[1], new DecisionForm(StalkingAnswer.Unsure, ShownRightly: true, "too-little", null));

        var crimes = await new ReviewedCrimesReader(stage.Database, new ScopeOptions()).ReadAsync(CancellationToken.None);

        Assert.Equal(["A"], crimes.Found.Select(crime => crime.Crime.CrimeReference));
        Assert.Equal(drawn.Zip([true, (bool?)null], (reference, answer) => (reference, 5.0, answer)), crimes.Audited.Select(c => (c.Crime.CrimeReference, c.Weight, c.Stalking)));
        Assert.Equal((1, (1, 0.25), 13), (crimes.Unsure, crimes.Waiting, crimes.Ranked.Count));

        var report = MissedReport.Of(crimes, capacity: 2);

        Assert.Equal((2, 1, 10, 1), (report.Drawn, report.All.Share.Sampled, report.All.Unread, report.All.Found));
        // Of the six that the answers speak for one was found by the first two of the order.
        Assert.Equal((2, 1.0 / 6), (report.Recall[1].Capacity, report.Recall[1].Measured!.Value));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class ReviewedCrimesOnSqliteTests() : ReviewedCrimesTests(new SqliteProvider());

public sealed class ReviewedCrimesOnPostgreSqlTests() : ReviewedCrimesTests(new PostgreSqlProvider());
