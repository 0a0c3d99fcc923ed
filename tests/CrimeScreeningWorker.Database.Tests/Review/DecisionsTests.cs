using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>What people decide; run once for each database the store may lie in.</summary>
public abstract class DecisionsTests(StoreProvider provider) : IDisposable
{
    private static readonly Reviewer Ann = ReviewStage.Ann, Ben = ReviewStage.Ben;

    private readonly ReviewStage stage = new(provider);

    [Fact]
    public async Task DecideAsync_HeldAndOpened_IsKeptWithWhatTheMachineSaid()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.4"));

        var result = await stage.DecideAsync("A", new DecisionForm(StalkingAnswer.Yes, ShownRightly: false, "other", " The third this year. "));

        Assert.Equal((ReviewOutcome.Saved, 2), (result.Outcome, result.Version));
        var decision = (await stage.ItemAsync("A")).Decision!;
        Assert.Equal((2, "Ann", "coordinator", stage.Now), (decision.Version, decision.Reviewer, decision.Role, decision.At));
        Assert.Equal((StalkingAnswer.Yes, false, "other", "The third this year."), (decision.Stalking, decision.ShownRightly, decision.Reason, decision.Note));
        Assert.Equal((Screening.Scoring.Priority.P2, 0.4), (decision.Priority, decision.Probability));
        Assert.Empty(await stage.ReferencesAsync());
        Assert.Equal(["A"], await stage.ReferencesAsync(filter: new QueueFilter { State = QueueState.Decided }));
    }

    [Fact]
    public async Task DecideAsync_OfTwoPeopleAtOnce_TellsTheSecondAndOverwritesNothing()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var version = await stage.TakeAsync("A");
        await stage.ViewAsync("A", Ben);
        Assert.True((await stage.Decisions.DecideAsync(ReviewStage.Key("A"), version, ReviewStage.No, Ann, stage.Now, CancellationToken.None)).IsSaved);

        var second = await stage.Decisions.DecideAsync(ReviewStage.Key("A"), version, ReviewStage.Yes, Ben, stage.Now.AddMinutes(1), CancellationToken.None);

        Assert.Equal((ReviewOutcome.Conflict, "Ann", stage.Now), (second.Outcome, second.By, second.At));
        Assert.Equal("Ann decided it on 15 March 2026, 2am, after you opened it. Nothing was changed. Look at it again.", second.Message);
        Assert.Equal(StalkingAnswer.No, (await stage.ItemAsync("A")).Decision!.Stalking);
        Assert.Equal(2, await stage.QueryAsync<int>("select count(*) from review_event"));
    }

    [Fact]
    public async Task DecideAsync_FiftyAtOnce_LetsOneThroughAndLosesNothing()
    {
        await stage.ScreenAsync([.. Enumerable.Range(0, 5).Select(n => ReviewStage.Crime($"A{n}"))]);
        var reviewers = Enumerable.Range(0, 50).Select(n => new Reviewer($"R{n}", ReviewRole.Coordinator)).ToList();

        var results = await Task.WhenAll(reviewers.Select((reviewer, n) => Task.Run(async () =>
        {
            var key = ReviewStage.Key($"A{n % 5}");
            await stage.Log.WriteAsync(reviewer, AccessAct.View, key, "Crimes/Index", stage.Now, CancellationToken.None);
            var claim = await stage.Claims.ClaimAsync(key, 0, reviewer, stage.Now, CancellationToken.None);
            return claim.IsSaved ? await stage.Decisions.DecideAsync(key, claim.Version, ReviewStage.Yes, reviewer, stage.Now, CancellationToken.None) : claim;
        })));

        Assert.Equal(5, results.Count(result => result.IsSaved));
        Assert.All(results.Where(result => !result.IsSaved), result => Assert.Equal(ReviewOutcome.Conflict, result.Outcome));
        Assert.Equal(10, await stage.QueryAsync<int>("select count(*) from review_event"));
        Assert.Equal(5, await stage.QueryAsync<int>("select count(*) from review_item where status = 'decided' and version = 2"));
        Assert.Equal(50, await stage.QueryAsync<int>("select count(*) from access_log where act = 'view'"));
    }

    [Fact]
    public async Task DecideAsync_WithoutAHoldAReasonOrTheEvidence_WritesNothing()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var key = ReviewStage.Key("A");

        Assert.Equal(ReviewOutcome.NotHeld, (await stage.Decisions.DecideAsync(key, 0, ReviewStage.Yes, Ann, stage.Now, CancellationToken.None)).Outcome);
        var claim = await stage.Claims.ClaimAsync(key, 0, Ann, stage.Now, CancellationToken.None);
        Assert.Equal(ReviewOutcome.EvidenceNotOpened, (await DecideAsync(ReviewStage.Yes)).Outcome);
        await stage.ViewAsync("A", Ben);
        Assert.Equal(ReviewOutcome.EvidenceNotOpened, (await DecideAsync(ReviewStage.Yes)).Outcome);
        await stage.ViewAsync("A");
        Assert.Equal("Choose a reason.", (await DecideAsync(ReviewStage.Yes with { Reason = "" })).Message);
        Assert.Equal("The reason does not fit the answer.", (await DecideAsync(ReviewStage.Yes with { Reason = "single" })).Message);
        Assert.Equal("Say what the reason is.", (await DecideAsync(ReviewStage.Yes with { Reason = "other", Note = " " })).Message);
        stage.Clock.Advance(stage.Options.ClaimHold);
        Assert.Equal(ReviewOutcome.NotHeld, (await DecideAsync(ReviewStage.Yes)).Outcome);

        Assert.Equal(1, await stage.QueryAsync<int>("select count(*) from review_event"));
        Assert.Equal(ReviewStatus.Open, (await stage.ItemAsync("A")).Status);

        Task<ReviewResult> DecideAsync(DecisionForm form) => stage.Decisions.DecideAsync(key, claim.Version, form, Ann, stage.Now, CancellationToken.None);
    }

    [Fact]
    public async Task DecideAsync_RecordHasChangedSinceItWasOpened_AsksToOpenItAgain()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var version = await stage.TakeAsync("A");
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.5 MORE", updated: Some.Morning.AddHours(1)));

        var result = await stage.Decisions.DecideAsync(ReviewStage.Key("A"), version, ReviewStage.No, Ann, stage.Now, CancellationToken.None);

        Assert.Equal(ReviewOutcome.EvidenceNotOpened, result.Outcome);
        await stage.ViewAsync("A");
        Assert.True((await stage.Decisions.DecideAsync(ReviewStage.Key("A"), version, ReviewStage.No, Ann, stage.Now, CancellationToken.None)).IsSaved);
    }

    [Fact]
    public async Task DecideAsync_WhileARunIsGoingOn_IsSaved()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        ReviewResult? decided = null;
        var source = new GivenSource([ReviewStage.Crime("B"), ReviewStage.Crime("C"), ReviewStage.Crime("D")], batchSize: 1)
        {
            BeforeBatch = batch =>
            {
                if (batch == 2) decided = stage.DecideAsync("A").GetAwaiter().GetResult();
            },
        };

        await stage.RunAsync(source);

        Assert.Equal(ReviewOutcome.Saved, decided!.Outcome);
        Assert.Equal(["B", "C", "D"], await stage.ReferencesAsync());
    }

    [Fact]
    public async Task UndoAsync_WithinTenSeconds_OpensItAgainAndKeepsBoth()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var decided = await stage.DecideAsync("A");
        Assert.Equal(stage.Now.AddSeconds(10), (await stage.ItemAsync("A")).UndoUntil);
        stage.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            ReviewOutcome.Refused, (await stage.Decisions.UndoAsync(ReviewStage.Key("A"), decided.Version, Ben, stage.Now, CancellationToken.None)).Outcome);
        Assert.True((await stage.Decisions.UndoAsync(ReviewStage.Key("A"), decided.Version, Ann, stage.Now, CancellationToken.None)).IsSaved);

        var item = await stage.ItemAsync("A");
        Assert.Equal((ReviewStatus.Open, "Ann", null), (item.Status, item.HeldBy, item.Decision));
        Assert.Equal([ReviewEventKind.Claimed, ReviewEventKind.Decided, ReviewEventKind.Undone], item.History.Select(e => e.Kind));
        Assert.Equal(2, item.History[^1].RefersTo);
    }

    [Fact]
    public async Task ReverseAsync_AfterTheTimeToUndo_NeedsAReason()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var decided = await stage.DecideAsync("A");
        stage.Clock.Advance(TimeSpan.FromSeconds(11));
        var key = ReviewStage.Key("A");

        Assert.Equal(ReviewOutcome.Refused, (await stage.Decisions.UndoAsync(key, decided.Version, Ann, stage.Now, CancellationToken.None)).Outcome);
        Assert.Equal("Say why the decision is reversed.", (await stage.Decisions.ReverseAsync(key, decided.Version, " ", Ben, stage.Now, CancellationToken.None)).Message);
        Assert.True((await stage.Decisions.ReverseAsync(key, decided.Version, "The officer rang.", Ben, stage.Now, CancellationToken.None)).IsSaved);

        Assert.Equal(["A"], await stage.ReferencesAsync());
        var last = (await stage.ItemAsync("A")).History[^1];
        Assert.Equal((ReviewEventKind.Reversed, "Ben", "The officer rang."), (last.Kind, last.Reviewer, last.Reason));
    }

    [Fact]
    public async Task SnoozeAsync_BreachRiskOrUrgent_IsRefusedAndAnotherOneComesBackByItself()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P3 0.2"), ReviewStage.Crime("B", "P3 0.2 BREACH"), ReviewStage.Crime("C", "P3 0.2 RISK"), ReviewStage.Crime("D", "P1 0.2"));
        var until = stage.Now.AddDays(2);

        foreach (var loud in (string[])["B", "C", "D"])
        {
            Assert.Equal(ReviewOutcome.Refused, (await SnoozeAsync(loud)).Outcome);
            Assert.NotNull((await stage.ItemAsync(loud)).SnoozeRefusal);
        }

        Assert.True((await SnoozeAsync("A")).IsSaved);
        Assert.DoesNotContain("A", await stage.ReferencesAsync());
        Assert.Equal(1, (await stage.ReadAsync()).Snoozed);
        stage.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Contains("A", await stage.ReferencesAsync());

        Task<ReviewResult> SnoozeAsync(string reference) =>
            stage.Decisions.SnoozeAsync(ReviewStage.Key(reference), 0, until, null, Ann, stage.Now, CancellationToken.None);
    }

    [Theory]
    [InlineData("P3 0.3 BREACH")]
    [InlineData("P3 0.3 RISK")]
    [InlineData("P1 0.3")]
    public async Task SnoozedItem_ThatBecomesPressing_IsInTheListAtOnce(string machine)
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P3 0.2"));
        await stage.Decisions.SnoozeAsync(ReviewStage.Key("A"), 0, stage.Now.AddDays(5), null, Ann, stage.Now, CancellationToken.None);
        Assert.Empty(await stage.ReferencesAsync());

        await stage.ScreenAsync(ReviewStage.Crime("A", machine, updated: Some.Morning.AddHours(1)));

        Assert.Equal(["A"], await stage.ReferencesAsync());
    }

    [Fact]
    public async Task DecidedItem_ThatBecomesPressing_ComesBackWithItsDecisionStanding()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P3 0.2"), ReviewStage.Crime("B", "P3 0.2"));
        await stage.DecideAsync("A", ReviewStage.No);
        await stage.DecideAsync("B", ReviewStage.No);

        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P3 0.2 BREACH", updated: Some.Morning.AddHours(1)), ReviewStage.Crime("B", "P3 0.3", updated: Some.Morning.AddHours(1)));

        var item = Assert.Single((await stage.ReadAsync()).Items);
        Assert.Equal(("A", true, ReviewStatus.Decided, "Ann"), (item.Key.CrimeReference, item.Raised, item.Status, item.DecidedBy));
        Assert.Equal([ItemChange.Record, ItemChange.Order], item.Changes.ToArray());
        Assert.True((await stage.DecideAsync("A", ReviewStage.Yes, Ben)).IsSaved);
        Assert.Empty(await stage.ReferencesAsync());
    }

    [Fact]
    public async Task WaitAsync_UntilADay_SaysForWhatAndStaysCounted()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P3 0.2"), ReviewStage.Crime("B", "P3 0.2 BREACH"));
        var until = stage.Now.AddDays(3);

        Assert.Equal("Say what it waits for.", (await WaitAsync("A", " ", until)).Message);
        Assert.Equal("The day must lie ahead.", (await WaitAsync("A", "The officer", stage.Now)).Message);
        Assert.Equal("The day can be at most 60 days ahead.", (await WaitAsync("A", "The officer", stage.Now.AddDays(61))).Message);
        Assert.True((await WaitAsync("A", "The officer", until)).IsSaved);
        Assert.True((await WaitAsync("B", "The court", until)).IsSaved);

        // A breach waits in sight.
        var page = await stage.ReadAsync();
        Assert.Equal("B", Assert.Single(page.Items).Key.CrimeReference);
        Assert.Equal(2, page.Waiting);
        Assert.Equal(("The officer", until), ((await stage.ItemAsync("A")).WaitingFor, (await stage.ItemAsync("A")).Until));
        stage.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(ReviewStatus.Open, (await stage.ItemAsync("A")).Status);
        Assert.Equal(2, (await stage.ReferencesAsync()).Count);

        Task<ReviewResult> WaitAsync(string reference, string what, DateTimeOffset day) =>
            stage.Decisions.WaitAsync(ReviewStage.Key(reference), 0, day, what, Ann, stage.Now, CancellationToken.None);
    }

    [Fact]
    public async Task NoteAsync_ThatCorrectsAnother_LeavesBothStanding()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var key = ReviewStage.Key("A");
        var first = await stage.Decisions.NoteAsync(key, 0, "He lives at number 12.", null, Ann, stage.Now, CancellationToken.None);

        Assert.Equal(ReviewOutcome.Refused, (await stage.Decisions.NoteAsync(key, 1, "x", 7, Ben, stage.Now, CancellationToken.None)).Outcome);
        await stage.Decisions.NoteAsync(key, first.Version, "Number 14.", first.Version, Ben, stage.Now, CancellationToken.None);

        var notes = (await stage.ItemAsync("A")).Notes.ToList();
        Assert.Equal(["He lives at number 12.", "Number 14."], notes.Select(note => note.Note));
        Assert.Equal((ReviewEventKind.Corrected, 1, "Ben"), (notes[1].Kind, notes[1].RefersTo, notes[1].Reviewer));
    }

    [Fact]
    public async Task CountActionsAsync_AnswersOfTwoMonths_CountsTheNewestOfEachCrime()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"), ReviewStage.Crime("C", force: "CAM"));
        Assert.Equal("Say why not.", (await ActAsync("A", ReviewAction.SpoConsidered, answer: false, why: null)).Message);
        await ActAsync("A", ReviewAction.SpoConsidered, answer: false, "No further risk.");
        await ActAsync("A", ReviewAction.SpoConsidered, answer: true, null);
        await ActAsync("B", ReviewAction.SpoConsidered, answer: false, "Order in force.");
        await ActAsync("B", ReviewAction.AdvocateReferral, answer: true, null);
        // Half past midnight on the first of a month in British summer time is still the month before in UTC.
        stage.Clock.SetUtcNow(new DateTimeOffset(2026, 4, 30, 23, 30, 0, TimeSpan.Zero));
        await ActAsync("B", ReviewAction.AdvocateReferral, answer: true, null);

        var counts = await stage.Decisions.CountActionsAsync(Ann, Some.Morning, stage.Now.AddDays(1), CancellationToken.None);

        Assert.Equal(
            [
                new ActionCount(new DateOnly(2026, 3, 1), ReviewAction.SpoConsidered, 1, 1),
                new ActionCount(new DateOnly(2026, 3, 1), ReviewAction.AdvocateReferral, 1, 0),
                new ActionCount(new DateOnly(2026, 5, 1), ReviewAction.AdvocateReferral, 1, 0),
            ],
            counts);
        Assert.Empty(await stage.Decisions.CountActionsAsync(Ann with { Forces = ["CAM"] }, Some.Morning, stage.Now.AddDays(1), CancellationToken.None));

        async Task<ReviewResult> ActAsync(string reference, ReviewAction action, bool answer, string? why) => await stage.Decisions.ActAsync(
            ReviewStage.Key(reference), await stage.VersionAsync(reference), action, answer, why, Ann, stage.Now, CancellationToken.None);
    }

    [Fact]
    public async Task NotStalkingAsync_OutsideTheLowestGroupOrUnread_IsRefusedForThatOneAlone()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P3 0.2"), ReviewStage.Crime("B", "P2 0.2"), ReviewStage.Crime("C", "P3 0.2 BREACH"), ReviewStage.Crime("D", "P3 0.2"));
        foreach (var opened in (string[])["A", "B", "C"]) await stage.ViewAsync(opened);
        PickedItem[] picked = [.. "ABCD".Select(c => new PickedItem(ReviewStage.Key($"{c}"), 0))];

        var results = await stage.Bulk.NotStalkingAsync(picked, ReviewStage.No, Ann, stage.Now, CancellationToken.None);

        Assert.Equal(
            [ReviewOutcome.Saved, ReviewOutcome.Refused, ReviewOutcome.Refused, ReviewOutcome.EvidenceNotOpened],
            picked.Select(item => results[item.Crime].Outcome));
        Assert.True((await stage.ItemAsync("A")).Decision!.Bulk);
        Assert.Equal(["B", "C", "D"], (await stage.ReferencesAsync()).Order());
        Assert.All(
            (await stage.Bulk.NotStalkingAsync([picked[3]], ReviewStage.Yes, Ann, stage.Now, CancellationToken.None)).Values,
            result => Assert.Equal(ReviewOutcome.Refused, result.Outcome));
    }

    [Fact]
    public async Task NotStalkingAsync_MoreThanTwenty_DecidesNone()
    {
        await stage.ScreenAsync([.. Enumerable.Range(0, 21).Select(n => ReviewStage.Crime($"A{n:00}", "P3 0.2"))]);
        PickedItem[] picked = [.. Enumerable.Range(0, 21).Select(n => new PickedItem(ReviewStage.Key($"A{n:00}"), 0))];
        foreach (var item in picked) await stage.ViewAsync(item.Crime.CrimeReference);

        Assert.All((await stage.Bulk.NotStalkingAsync(picked, ReviewStage.No, Ann, stage.Now, CancellationToken.None)).Values, r => Assert.False(r.IsSaved));
        Assert.All((await stage.Bulk.NotStalkingAsync(picked[1..], ReviewStage.No, Ann, stage.Now, CancellationToken.None)).Values, r => Assert.True(r.IsSaved));
        Assert.Equal(["A00"], await stage.ReferencesAsync());
    }

    [Fact]
    public async Task AnyAct_OfAnotherRoleOrForce_WritesNothing()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var key = ReviewStage.Key("A");
        foreach (var role in Enum.GetValues<ReviewRole>().Where(role => role != ReviewRole.Coordinator))
        {
            var other = new Reviewer("Otto", role);
            await stage.ViewAsync("A", other);
            Assert.Equal(ReviewOutcome.Refused, (await stage.Claims.ClaimAsync(key, 0, other, stage.Now, CancellationToken.None)).Outcome);
            Assert.Equal(ReviewOutcome.Refused, (await stage.Decisions.DecideAsync(key, 0, ReviewStage.Yes, other, stage.Now, CancellationToken.None)).Outcome);
        }

        var stranger = Ann with { Forces = ["CAM"] };
        Assert.Equal(ReviewOutcome.NotFound, (await stage.Claims.ClaimAsync(key, 0, stranger, stage.Now, CancellationToken.None)).Outcome);
        Assert.Null(await stage.Items.ReadAsync(key, stranger, stage.Now, CancellationToken.None));
        Assert.Empty(await stage.ReferencesAsync(stranger));
        Assert.Equal(0, await stage.QueryAsync<int>("select count(*) from review_event"));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class DecisionsOnSqliteTests() : DecisionsTests(new SqliteProvider());

public sealed class DecisionsOnPostgreSqlTests() : DecisionsTests(new PostgreSqlProvider());
