using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>The share for the crimes that the model is least sure of; run once for each database the store may lie in.</summary>
public abstract class UncertainReadingTests(StoreProvider provider) : IDisposable
{
    private readonly ReviewStage stage = new(provider, new ReviewOptions { AuditSample = 2, DoubleReviewShare = 0, Capacity = 20, UncertainShare = 0.1 });

    [Fact]
    public async Task Run_WithAShareForTheUncertain_PutsTheNearestToEvenOddsBlindAmongTheOthers()
    {
        await ScreenNineAsync();

        var byChance = await DrawnAsync("audit");
        var uncertain = await DrawnAsync("uncertain");

        Assert.Equal(2, byChance.Count);
        Assert.Equal(Enumerable.Range(1, 9).Select(n => $"A{n}").Except(byChance).Order(StringComparer.Ordinal).TakeLast(2), uncertain);
        var blind = (await stage.ReadAsync()).Items.Where(item => item.MachineHidden).ToList();
        Assert.Equal(4, blind.Count);
        // Nothing tells those picked from those drawn by chance but the record itself.
        Assert.Single(blind.Select(item => (item.Priority, item.DueBy, item.Reason)).Distinct());
    }

    [Fact]
    public async Task Run_WithAShareForTheUncertain_LeavesTheSampleByChanceToStandForAll()
    {
        await ScreenNineAsync();

        Assert.Equal(9.0, await stage.QueryAsync<double>("select sum(audit_weight) from review_item where blind = 'audit'"));
        Assert.Equal(0L, await stage.QueryAsync<long>("select count(*) from review_item where blind = 'uncertain' and audit_weight is not null"));
    }

    [Fact]
    public async Task Run_TakenTwice_PicksOnce()
    {
        await ScreenNineAsync();
        var first = await DrawnAsync("uncertain");

        await stage.ScreenAsync();

        Assert.Equal(first, await DrawnAsync("uncertain"));
    }

    [Fact]
    public async Task DecideAsync_UncertainItem_IsOverWithOneBlindAnswer()
    {
        await ScreenNineAsync();
        var reference = (await DrawnAsync("uncertain"))[0];

        Assert.True((await stage.DecideAsync(reference, ReviewStage.No)).IsSaved);

        var item = await stage.ItemAsync(reference);
        Assert.Equal((false, Priority.None, true), (item.MachineHidden, item.Priority, item.Decision!.Blind));
        Assert.DoesNotContain(reference, await stage.ReferencesAsync());
    }

    [Fact]
    public async Task DecideAsync_UncertainAndAuditItem_TheLabelsTellThemApart()
    {
        await ScreenNineAsync();
        var (uncertain, byChance) = ((await DrawnAsync("uncertain"))[0], (await DrawnAsync("audit"))[0]);

        await stage.DecideAsync(uncertain, ReviewStage.No);
        await stage.DecideAsync(byChance, ReviewStage.No);

        Assert.Equal(
            [(uncertain, "uncertain", 0L), (byChance, "random", 1L)],
            [await LabelAsync(uncertain), await LabelAsync(byChance)]);

        // Only what chance drew has a weight, so only that can estimate what is missed.
        async Task<(string, string, long)> LabelAsync(string reference) => (
            reference,
            await stage.QueryAsync<string>($"select sample from label where crime_reference = '{reference}'"),
            await stage.QueryAsync<long>($"select count(*) from label where crime_reference = '{reference}' and selection_weight is not null"));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }

    // Below the threshold A1 to A9, the higher the less sure; what is recorded as stalking already is nobody's sample.
    private Task ScreenNineAsync() => stage.ScreenAsync(
    [
        .. Enumerable.Range(1, 9).Select(n => ReviewStage.Crime($"A{n}", $"none 0.0{n}")), ReviewStage.Crime("B", "P2 0.6"),
        ReviewStage.Crime("S", "none 0.4", homeOfficeClass: "8Q"),
    ]);

    private Task<IReadOnlyList<string>> DrawnAsync(string why) =>
        stage.RowsAsync<string>($"select crime_reference from review_item where blind = '{why}' order by crime_reference");
}

public sealed class UncertainReadingOnSqliteTests() : UncertainReadingTests(new SqliteProvider());

public sealed class UncertainReadingOnPostgreSqlTests() : UncertainReadingTests(new PostgreSqlProvider());
