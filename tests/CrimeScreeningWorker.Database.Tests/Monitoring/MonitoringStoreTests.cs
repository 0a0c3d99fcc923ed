using CrimeScreeningWorker.Database.Tests.Review;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Database.Tests.Monitoring;

/// <summary>What watching reads of people at work; run once for each database the store may lie in.</summary>
public abstract class MonitoringStoreTests(StoreProvider provider) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);
    private readonly ReviewStage stage = new(provider);

    private MonitoringStore Store => new(stage.Database);

    private DateTimeOffset Since => stage.Now.AddYears(-2);

    [Fact]
    public async Task ReadDecisionsAsync_DecidedAfterThreeMinutes_TellsTimeAndWhatTheMachineHadSaid()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.4"), ReviewStage.Crime("B", "NONE 0.1"));
        await stage.TakeAsync("A");
        stage.Clock.Advance(TimeSpan.FromMinutes(3));
        await stage.Decisions.DecideAsync(ReviewStage.Key("A"), await stage.VersionAsync("A"), ReviewStage.No, ReviewStage.Ann, stage.Now, CancellationToken.None);

        var decision = Assert.Single(await Store.ReadDecisionsAsync(Since, Pause, CancellationToken.None));

        Assert.Equal((ReviewStage.Key("A"), StalkingAnswer.No, "Ann"), (decision.Crime, decision.Stalking, decision.By));
        Assert.Equal(TimeSpan.FromMinutes(3), decision.TimeOnItem);
        Assert.Equal(0.4, decision.Probability, 12);
        Assert.True(decision is { Listed: true, Blind: false });
    }

    [Fact]
    public async Task ReadDecisionsAsync_TakenBack_IsNoDecision()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        await stage.DecideAsync("A");
        await stage.Decisions.ReverseAsync(ReviewStage.Key("A"), await stage.VersionAsync("A"), "wrong person", ReviewStage.Ben, stage.Now, CancellationToken.None);

        Assert.Empty(await Store.ReadDecisionsAsync(Since, Pause, CancellationToken.None));
    }

    [Fact]
    public async Task ReadScoresAsync_CrimesInScope_GivesEachWithItsMonth()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.4"), ReviewStage.Crime("B", "NONE 0.1"));

        var scores = await Store.ReadScoresAsync(Since, CancellationToken.None);

        Assert.Equal([0.1, 0.4], scores.Select(s => s.Probability).Order());
        Assert.Empty(await Store.ReadScoresAsync(stage.Now.AddYears(1), CancellationToken.None));
    }

    [Fact]
    public async Task EnterWeekAsync_SameWeekTwice_IsEnteredOnce()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var report = MonitoringReport.Of([], [], 0.5, stage.Now, new MonitoringOptions());
        var week = new DateOnly(2026, 3, 9);

        Assert.False(await Store.HasWeekAsync(week, CancellationToken.None));
        Assert.True(await Store.EnterWeekAsync(week, stage.Now, report, CancellationToken.None));
        Assert.False(await Store.EnterWeekAsync(week, stage.Now.AddHours(1), report, CancellationToken.None));

        Assert.True(await Store.HasWeekAsync(week, CancellationToken.None));
        Assert.Equal(
            new WeeklyReport(week, stage.Now, 0, "Nothing needs a person."), Assert.Single(await Store.ReadWeeksAsync(10, CancellationToken.None)));
    }

    [Fact]
    public async Task MakeAsync_NothingOfTheSampleSettled_SaysThatNothingIsKnownOfWhatIsMissed()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.4 DA"), ReviewStage.Crime("B", "P2 0.6"));
        await stage.DecideAsync("A");
        await stage.DecideAsync("B", ReviewStage.No);

        var report = await new StoreReport(stage.Database, new MonitoringOptions(), new ScopeOptions(), capacity: 2).MakeAsync(0.3, "m", "r", stage.Now, CancellationToken.None);

        Assert.Null(report.Ranking);
        Assert.StartsWith("2 settled crimes", report.Basis, StringComparison.Ordinal);
        Assert.Contains(report.Limits, limit => limit.StartsWith("No crime of the random sample", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MakeAsync_SampleSettled_CountsItWithItsWeight()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 DA"), ReviewStage.Crime("B", "NONE 0.1"), ReviewStage.Crime("C", "P2 0.5"));
        await stage.DecideAsync("C", ReviewStage.No);
        await stage.ExecuteAsync("update review_item set blind = 'audit', audit_weight = 4, list_priority = 'P2' where crime_reference = 'B'");
        await stage.DecideAsync("A");
        await stage.DecideAsync("B");

        var report = await new StoreReport(stage.Database, new MonitoringOptions(), new ScopeOptions(), capacity: 2).MakeAsync(0.3, "m", "r", stage.Now, CancellationToken.None);

        Assert.Contains("2 that the machine had listed and 1 drawn by chance", report.Basis, StringComparison.Ordinal);
        Assert.Equal(1.0 / 5, report.Ranking!.Listed.Recall, 12);
        Assert.Equal((1, 1, 4), (report.Missed!.All.Found, report.Missed.All.Share.Sampled, report.Missed.All.Unread));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class MonitoringStoreOnSqliteTests() : MonitoringStoreTests(new SqliteProvider());

public sealed class MonitoringStoreOnPostgreSqlTests() : MonitoringStoreTests(new PostgreSqlProvider());
