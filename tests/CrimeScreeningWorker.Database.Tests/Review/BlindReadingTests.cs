using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>The audit sample and the second readers; run once for each database the store may lie in.</summary>
public abstract class BlindReadingTests(StoreProvider provider) : IDisposable
{
    private static readonly Reviewer Ann = ReviewStage.Ann, Ben = ReviewStage.Ben, Cat = ReviewStage.Cat;

    private readonly ReviewStage stage = new(provider, new ReviewOptions { AuditSample = 2, DoubleReviewShare = 1 });

    [Fact]
    public async Task Run_WithASample_PutsItAmongTheOthersWithoutTheMachinesOpinion()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("A", "none 0.01"), ReviewStage.Crime("B", "none 0.02 ONLINE"), ReviewStage.Crime("C", "none 0.03"), ReviewStage.Crime("D", "P2 0.6"),
            ReviewStage.Crime("E", "P3 0.2 DA"), ReviewStage.Crime("F", "P1 0.9"), ReviewStage.Crime("G", "P3 0.3 RISK"), ReviewStage.Crime("S", "none 0.1", homeOfficeClass: "8Q"));

        var items = (await stage.ReadAsync()).Items;

        Assert.Equal(6, items.Count);
        var blind = items.Where(item => item.MachineHidden).ToList();
        Assert.Equal(2, blind.Count(item => "ABC".Contains(item.Key.CrimeReference, StringComparison.Ordinal)));
        Assert.Equal(["D", "E"], blind.Select(item => item.Key.CrimeReference).Where(r => !"ABC".Contains(r, StringComparison.Ordinal)).Order());
        // Nothing tells one blind item from another but the record itself.
        Assert.Single(blind.Select(item => (item.Priority, item.DueBy, item.Reason, item.OrderBreach, item.HighRisk, item.Online)).Distinct());
        Assert.Equal((Priority.P2, null), (blind[0].Priority, blind[0].Reason));
        Assert.All(items.Where(item => !item.MachineHidden), item => Assert.NotNull(item.Reason));
        Assert.All(blind, item => Assert.DoesNotContain(item, FilteredAsync(new QueueFilter { Online = true }).GetAwaiter().GetResult()));
        Assert.Equal("An item that is read without the machine's opinion cannot be snoozed.", (await stage.ItemAsync("D")).SnoozeRefusal);

        async Task<IReadOnlyList<QueueItem>> FilteredAsync(QueueFilter filter) => (await stage.ReadAsync(filter: filter)).Items;
    }

    [Fact]
    public async Task Run_TakenTwice_DrawsOnce()
    {
        await stage.ScreenAsync([.. Enumerable.Range(0, 9).Select(n => ReviewStage.Crime($"A{n}", "none 0.01"))]);
        var first = await DrawnAsync();

        await stage.ScreenAsync();

        Assert.Equal(2, first.Count);
        Assert.Equal(first, await DrawnAsync());
        Assert.Equal(4.5, await stage.QueryAsync<double>("select max(audit_weight) from review_item"));

        Task<IReadOnlyList<string>> DrawnAsync() => stage.RowsAsync<string>("select crime_reference from review_item where blind = 'audit' order by crime_reference");
    }

    [Fact]
    public async Task DecideAsync_AuditItem_ShowsTheOpinionAfterwardsAndIsOver()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "none 0.01"));

        Assert.True((await stage.DecideAsync("A", ReviewStage.No)).IsSaved);

        var item = await stage.ItemAsync("A");
        Assert.Equal((false, Priority.None, true), (item.MachineHidden, item.Priority, item.Decision!.Blind));
        Assert.Empty(await stage.ReferencesAsync());
    }

    [Fact]
    public async Task DecideAsync_DoubleItem_TheSecondReaderKnowsNothingAndNeitherDoesTheFirstOfTheMachine()
    {
        await stage.ScreenAsync(ReviewStage.Crime("D", "P2 0.6"));
        await stage.DecideAsync("D");
        await stage.Decisions.NoteAsync(ReviewStage.Key("D"), 2, "Clear as day.", null, Ann, stage.Now, CancellationToken.None);

        Assert.Empty(await stage.ReferencesAsync(Ann));
        Assert.True((await stage.ItemAsync("D", Ann)).MachineHidden);
        Assert.Equal("Ann", (await stage.ItemAsync("D", Ann)).Decision!.Reviewer);
        Assert.Equal(ReviewOutcome.Refused, (await stage.Claims.ClaimAsync(ReviewStage.Key("D"), 3, Ann, stage.Now, CancellationToken.None)).Outcome);
        var shown = Assert.Single((await stage.ReadAsync(Ben)).Items);
        Assert.Equal((true, ReviewStatus.Open, null, 0), (shown.MachineHidden, shown.Status, shown.DecidedBy, shown.Notes));
        var item = await stage.ItemAsync("D", Ben);
        Assert.Equal((ReviewStatus.Open, null, 0), (item.Status, item.Decision, item.History.Count));
        Assert.Equal("There is no decision to reverse.", (await stage.Decisions.ReverseAsync(ReviewStage.Key("D"), 3, "No.", Ben, stage.Now, CancellationToken.None)).Message);

        Assert.True((await stage.DecideAsync("D", reader: Ben)).IsSaved);

        var after = await stage.ItemAsync("D", Cat);
        Assert.Equal((false, ReviewStatus.Decided, false, "Ben"), (after.MachineHidden, after.Status, after.Disagreed, after.SecondDecision!.Reviewer));
        Assert.Equal([ReviewEventKind.Claimed, ReviewEventKind.Decided, ReviewEventKind.Noted, ReviewEventKind.Claimed, ReviewEventKind.SecondDecided], after.History.Select(e => e.Kind));
        Assert.Empty(await stage.ReferencesAsync(Cat));
    }

    [Fact]
    public async Task DecideAsync_SecondReaderDisagrees_TheItemComesBackForBothAndIsSettledByOneMoreDecision()
    {
        await stage.ScreenAsync(ReviewStage.Crime("D", "P2 0.6"));
        await stage.DecideAsync("D");
        await stage.DecideAsync("D", ReviewStage.No, Ben);

        var shown = Assert.Single((await stage.ReadAsync(Ann)).Items);
        Assert.Equal((true, false, "Because of D."), (shown.Disagreed, shown.MachineHidden, shown.Reason));
        Assert.True((await stage.DecideAsync("D", reader: Cat)).IsSaved);

        Assert.Empty(await stage.ReferencesAsync(Ann));
        Assert.Equal("Cat", (await stage.ItemAsync("D")).Decision!.Reviewer);
    }

    [Fact]
    public async Task BlindItem_ThatBecomesUrgent_IsShownAsWhatItIs()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "none 0.01"), ReviewStage.Crime("D", "P3 0.6"));

        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P1 0.9 RISK", updated: Some.Morning.AddHours(1)), ReviewStage.Crime("D", "P1 0.9", updated: Some.Morning.AddHours(1)));

        Assert.All((await stage.ReadAsync()).Items, item => Assert.Equal((false, Priority.P1), (item.MachineHidden, item.Priority)));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class BlindReadingOnSqliteTests() : BlindReadingTests(new SqliteProvider());

public sealed class BlindReadingOnPostgreSqlTests() : BlindReadingTests(new PostgreSqlProvider());
