using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>The lists; run once for each database the store may lie in.</summary>
public abstract class ReviewListTests(StoreProvider provider) : IDisposable
{
    private readonly ReviewStage stage = new(provider, new ReviewOptions { AuditSample = 0, DoubleReviewShare = 0, Capacity = 5, NonDomesticShare = 0.4 });

    [Fact]
    public async Task ReadAsync_PublishedOrder_IsPriorityThenDueThenScoreThenOldest()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P3 0.9"), ReviewStage.Crime("B", "P2 0.3"), ReviewStage.Crime("C", "P2 0.5"), ReviewStage.Crime("D", "P1 0.1"),
            ReviewStage.Crime("E", "P2 0.9") with { RecordedAt = Some.Morning.AddHours(1) }, ReviewStage.Crime("F", "none 0.9"),
            ReviewStage.Crime("G", "P1 0.9", homeOfficeClass: "8Q"));

        var page = await stage.ReadAsync();

        Assert.Equal(["D", "C", "B", "E", "A"], page.Items.Select(item => item.Key.CrimeReference));
        Assert.Equal("Because of D.", page.Items[0].Reason);
        Assert.Equal(5, page.Total);
        Assert.Equal([(Priority.P1, 1), (Priority.P2, 3), (Priority.P3, 1)], page.Bands.Select(band => (band.Key, band.Value)));
        Assert.Equal(["G"], await stage.ReferencesAsync(filter: new QueueFilter { List = QueueList.RecordedAsStalking }));
    }

    [Fact]
    public async Task ReadAsync_PageByPage_ShowsEachItemOnceInEveryOrder()
    {
        await stage.ScreenAsync([.. Enumerable.Range(0, 23).Select(n => ReviewStage.Crime($"A{n:00}", $"P{1 + (n % 3)} 0.{n % 7 + 1} {(n % 4 == 0 ? "" : "DA")}"))]);

        foreach (var by in Enum.GetValues<QueueColumn>())
        {
            foreach (var descending in (bool[])[false, true])
            {
                var shown = new List<string>();
                for (var page = 1; page <= 4; page++) shown.AddRange(await stage.ReferencesAsync(sort: new QueueSort(by, descending), page: page, size: 7));
                Assert.Equal(23, shown.Take(23).Distinct().Count());
                if (by == QueueColumn.Reference) Assert.Equal(descending ? "A22" : "A00", shown[0]);
            }
        }

        Assert.Equal(4, (await stage.ReadAsync(page: 9, size: 7)).Page);
    }

    [Fact]
    public async Task ReadAsync_ManyDomesticOnes_KeepsAShareForOthersAndNeverMovesTheUrgent()
    {
        string[] domestic = [.. Enumerable.Range(0, 8).Select(n => $"D{n}")];
        await stage.ScreenAsync(
        [
            ReviewStage.Crime("U", "P1 0.1 DA"), .. domestic.Select((name, n) => ReviewStage.Crime(name, $"P2 0.{9 - n} DA")),
            ReviewStage.Crime("X", "P3 0.3"), ReviewStage.Crime("Y", "P3 0.2"), ReviewStage.Crime("Z", "P3 0.1"),
        ]);

        var page = await stage.ReadAsync(size: 6);

        Assert.Equal(["U", "D0", "D1", "X", "Y", "D2"], page.Items.Select(item => item.Key.CrimeReference));
        Assert.Equal(["X", "Y"], page.Items.Where(item => item.FromReserve).Select(item => item.Key.CrimeReference));
        Assert.Equal(["D3", "D4", "D5", "D6", "D7", "Z"], await stage.ReferencesAsync(page: 2, size: 6));
    }

    [Fact]
    public async Task ReadAsync_Filters_NarrowTheListAndItsCounts()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("AB/1", "P1 0.5 BREACH DA") with { District = "North", Team = "T1" }, ReviewStage.Crime("AB/2", "P2 0.5 RISK ONLINE") with { District = "South" },
            ReviewStage.Crime("CD_3", "P3 0.5", homeOfficeClass: "8R"), ReviewStage.Crime("CDX3", "P3 0.5", force: "CAM"));

        Assert.Equal(["AB/1"], await Filtered(new QueueFilter { OrderBreach = true }));
        Assert.Equal(["AB/2"], await Filtered(new QueueFilter { HighRisk = true }));
        Assert.Equal(["AB/2"], await Filtered(new QueueFilter { Online = true }));
        Assert.Equal(["AB/1"], await Filtered(new QueueFilter { Domestic = true }));
        Assert.Equal(["AB/1", "AB/2"], await Filtered(new QueueFilter { Districts = ["North", "South"] }));
        Assert.Equal(["AB/1"], await Filtered(new QueueFilter { Teams = ["T1"] }));
        Assert.Equal(["CD_3"], await Filtered(new QueueFilter { Classes = ["8r"] }));
        Assert.Equal(["AB/1", "CDX3", "CD_3"], (await Filtered(new QueueFilter { Priorities = [Priority.P1, Priority.P3] })).Order(StringComparer.Ordinal));
        Assert.Equal(["CD_3"], await Filtered(new QueueFilter { Reference = "cd_" }));
        Assert.Equal(["CDX3"], await stage.ReferencesAsync(ReviewStage.Ann with { Forces = ["CAM"] }));

        async Task<IReadOnlyList<string>> Filtered(QueueFilter filter)
        {
            var page = await stage.ReadAsync(filter: filter);
            Assert.Equal(page.Items.Count, page.Total);
            Assert.Null(page.Capacity);
            return [.. page.Items.Select(item => item.Key.CrimeReference)];
        }
    }

    [Fact]
    public async Task ReadAsync_ClaimedAndAssigned_AreMineAndComeBackWhenTheHoldRunsOut()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"), ReviewStage.Crime("C"));
        await stage.TakeAsync("A");
        await stage.Claims.AssignAsync(ReviewStage.Key("B"), 0, "Ann", ReviewStage.Ben, stage.Now, CancellationToken.None);

        Assert.Equal(["A", "B"], await stage.ReferencesAsync(filter: new QueueFilter { State = QueueState.Mine }));
        Assert.Equal(["C"], await stage.ReferencesAsync(filter: new QueueFilter { State = QueueState.Unclaimed }));
        Assert.Equal(["B"], await stage.ReferencesAsync(filter: new QueueFilter { AssignedTo = "Ann" }));
        var held = await stage.Claims.ClaimAsync(ReviewStage.Key("A"), 1, ReviewStage.Ben, stage.Now, CancellationToken.None);
        Assert.Equal((ReviewOutcome.HeldByOther, "Ann", "Ann has it in hand until 2:30am."), (held.Outcome, held.By, held.Message));
        stage.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(["B"], await stage.ReferencesAsync(filter: new QueueFilter { State = QueueState.Mine }));
        Assert.True((await stage.Claims.ClaimAsync(ReviewStage.Key("A"), 1, ReviewStage.Ben, stage.Now, CancellationToken.None)).IsSaved);
        Assert.True((await stage.Claims.HandOverAsync(ReviewStage.Key("A"), 2, "Cat", "Yours.", ReviewStage.Ben, stage.Now, CancellationToken.None)).IsSaved);
        Assert.Equal("Cat", (await stage.ItemAsync("A")).HeldBy);
    }

    [Fact]
    public async Task ReadAsync_NewsSinceTheReaderLooked_IsMarkedForThatReaderAlone()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"));
        await stage.ViewAsync("A");

        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P2 0.4 BREACH", updated: Some.Morning.AddHours(1)),
            ReviewStage.Crime("N", "P2 0.1") with { VictimId = "V-A", SuspectId = "S-A" });
        await stage.Decisions.NoteAsync(ReviewStage.Key("A"), 0, "Rang the officer.", null, ReviewStage.Ben, stage.Now, CancellationToken.None);

        var items = (await stage.ReadAsync()).Items.ToDictionary(item => item.Key.CrimeReference);
        Assert.Equal([ItemChange.Record, ItemChange.Links, ItemChange.Order, ItemChange.People], items["A"].Changes.ToArray());
        Assert.Equal((true, 1), (items["A"].Seen, items["A"].Notes));
        Assert.Equal((false, 0), (items["B"].Seen, items["B"].Changes.Length));
        await stage.ViewAsync("A");
        Assert.Empty((await stage.ReadAsync()).Items.Single(item => item.Key.CrimeReference == "A").Changes);
        Assert.False((await stage.ReadAsync(ReviewStage.Ben)).Items.Single(item => item.Key.CrimeReference == "A").Seen);
    }

    [Fact]
    public async Task NextAsync_AfterADecision_GivesTheNextThatNobodyElseHolds()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P1 0.9"), ReviewStage.Crime("B", "P2 0.8"), ReviewStage.Crime("C", "P2 0.7"), ReviewStage.Crime("D", "P3 0.1"));
        await stage.TakeAsync("C", ReviewStage.Ben);
        await stage.DecideAsync("B");

        Assert.Equal("D", (await NextAsync("B"))?.CrimeReference);
        Assert.Equal("A", (await NextAsync("D"))?.CrimeReference);
        await stage.DecideAsync("A");
        await stage.DecideAsync("D");
        Assert.Null(await NextAsync("D"));
        Assert.Equal("C", (await NextAsync("D", ReviewStage.Ben))?.CrimeReference);

        Task<CrimeKey?> NextAsync(string after, Reviewer? reader = null) => stage.List.NextAsync(
            new QueueFilter(), QueueSort.Published, ReviewStage.Key(after), reader ?? ReviewStage.Ann, stage.Now, CancellationToken.None);
    }

    [Fact]
    public async Task ReadAsync_CrimeThatLeavesTheScope_IsGoneFromTheListAndNothingSaidIsLost()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        await stage.Decisions.NoteAsync(ReviewStage.Key("A"), 0, "Kept.", null, ReviewStage.Ann, stage.Now, CancellationToken.None);

        await stage.ScreenAsync(ReviewStage.Crime("A", updated: Some.Morning.AddHours(1), homeOfficeClass: "105A"));

        Assert.Empty(await stage.ReferencesAsync());
        Assert.Equal("Kept.", Assert.Single((await stage.ItemAsync("A")).Notes).Note);
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class ReviewListOnSqliteTests() : ReviewListTests(new SqliteProvider());

public sealed class ReviewListOnPostgreSqlTests() : ReviewListTests(new PostgreSqlProvider());
