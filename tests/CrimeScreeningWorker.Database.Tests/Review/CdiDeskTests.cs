using System.Text;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>The data-integrity desk; run once for each database the store may lie in.</summary>
public abstract class CdiDeskTests(StoreProvider provider) : IDisposable
{
    private static readonly Reviewer Dan = new("Dan", ReviewRole.Cdi), Eve = new("Eve", ReviewRole.Cdi), Rex = new("Rex", ReviewRole.Registrar);

    private readonly ReviewStage stage = new(provider);

    [Fact]
    public async Task ReadAsync_Suggestions_SaysTheRuleInWordsAndWhenTheClockRunsOut()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("B", "P2 0.6 INCLUDE") with { RecordedAt = Some.Morning.AddHours(-1) }, ReviewStage.Crime("A", "P2 0.6 RECLASSIFY"),
            ReviewStage.Crime("C", "P2 0.6"), ReviewStage.Crime("L", "P2 0.6 INCLUDE") with { RecordedAt = Some.Morning.AddDays(-9) });

        var page = await stage.Desk.ReadAsync(CdiPart.ToDo, 1, 20, Dan, stage.Now, CancellationToken.None);

        // What is late comes after what can still be right in time.
        Assert.Equal(["B", "A", "L"], page.Items.Select(item => item.Key.CrimeReference));
        Assert.Equal(3, page.Counts[CdiPart.ToDo]);
        var first = page.Items[0];
        Assert.Equal("R5: two or more acts associated with stalking.", first.Suggestion!.Basis);
        Assert.Equal(new CdiRequest(CdiAction.AddIncluded, "8Q"), first.Suggested);
        Assert.Equal(Some.Morning.AddHours(23), first.RightBy);
        Assert.Empty((await stage.Desk.ReadAsync(CdiPart.ToDo, 1, 20, Dan with { Forces = ["CAM"] }, stage.Now, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task ReadAsync_FoundByAPersonWhereNothingWasSuggested_IsOnTheDeskUntilItHasDecided()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P3 0.3"), ReviewStage.Crime("B", "P3 0.3"), ReviewStage.Crime("S", "P2 0.6", homeOfficeClass: "8Q"), ReviewStage.Crime("U", "P3 0.3"));
        await stage.DecideAsync("A");
        await stage.DecideAsync("B", ReviewStage.No);
        await stage.DecideAsync("S");

        var item = Assert.Single((await stage.Desk.ReadAsync(CdiPart.ToDo, 1, 20, Dan, stage.Now, CancellationToken.None)).Items);
        Assert.Equal(("A", "Ann", null, null), (item.Key.CrimeReference, item.FoundBy, item.Suggestion, item.Suggested));
        await stage.ViewAsync("A", Dan);
        Assert.Equal("The suggestion is to look, not to change anything: say what should change, or reject it.", (await AcceptAsync("A", 0, Dan)).Message);
        Assert.True((await stage.Desk.AmendAsync(
            ReviewStage.Key("A"), 0, new CdiRequest(CdiAction.Reclassify, "8Q"), "rule-met", null, Dan, stage.Now, CancellationToken.None)).IsSaved);

        var page = await stage.Desk.ReadAsync(CdiPart.Requested, 1, 20, Dan, stage.Now, CancellationToken.None);
        Assert.Equal((0, 1), (page.Counts[CdiPart.ToDo], page.Total));
        Assert.Null(await stage.Desk.FindAsync(ReviewStage.Key("B"), Dan, CancellationToken.None));
    }

    [Fact]
    public async Task AcceptAsync_OfTwoPeopleAtOnce_TellsTheSecondAndOverwritesNothing()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 RECLASSIFY"));
        await stage.ViewAsync("A", Dan);
        await stage.ViewAsync("A", Eve);

        Assert.True((await AcceptAsync("A", 0, Dan)).IsSaved);
        var second = await stage.Desk.RejectAsync(ReviewStage.Key("A"), 0, "rule-not-met", null, Eve, stage.Now, CancellationToken.None);

        Assert.Equal((ReviewOutcome.Conflict, "Dan", stage.Now), (second.Outcome, second.By, second.At));
        Assert.Equal("Dan accepted the suggestion on 15 March 2026, 2am, after you opened it. Nothing was changed. Look at it again.", second.Message);
        var found = (await stage.Desk.FindAsync(ReviewStage.Key("A"), Eve, CancellationToken.None))!;
        Assert.Equal((CdiStatus.Requested, "Dan", new CdiRequest(CdiAction.Reclassify, "8Q")), (found.Suggestion.Status, found.Suggestion.DecidedBy, found.Suggestion.Asked));
        Assert.Single(found.History);
    }

    [Fact]
    public async Task AcceptAsync_WithoutReasonRoleOrEvidence_WritesNothing()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 RECLASSIFY"));
        Assert.Equal(ReviewOutcome.EvidenceNotOpened, (await AcceptAsync("A", 0, Dan)).Outcome);
        await stage.ViewAsync("A", Dan);
        await stage.ViewAsync("A", ReviewStage.Ann);

        Assert.Equal("Only crime data integrity can do this.", (await AcceptAsync("A", 0, ReviewStage.Ann)).Message);
        Assert.Equal("Choose a reason for the change.", (await AcceptAsync("A", 0, Dan, "rule-not-met")).Message);
        Assert.Equal("Say what the reason is.", (await AcceptAsync("A", 0, Dan, "other")).Message);
        Assert.Equal(ReviewOutcome.NotFound, (await AcceptAsync("Z", 0, Dan)).Outcome);
        Assert.Equal(
            "Say what the record should be changed to: a class, an offence code or a flag.",
            (await stage.Desk.AmendAsync(
                ReviewStage.Key("A"), 0, new CdiRequest(CdiAction.AddFlag, "=cmd()"), "rule-met", null, Dan, stage.Now, CancellationToken.None)).Message);

        Assert.Equal(0, await stage.QueryAsync<int>("select count(*) from cdi_event"));
        Assert.Equal(1, (await stage.Desk.ReadAsync(CdiPart.ToDo, 1, 20, Dan, stage.Now, CancellationToken.None)).Total);
    }

    [Fact]
    public async Task AskOpinionAsync_ThenTheRegistrar_TheDeskDecidesKnowingIt()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 RECLASSIFY"));
        foreach (var reader in (Reviewer[])[Dan, Rex]) await stage.ViewAsync("A", reader);
        var key = ReviewStage.Key("A");

        Assert.True((await stage.Desk.AskOpinionAsync(key, 0, "Is one breach enough?", Dan, stage.Now, CancellationToken.None)).IsSaved);
        Assert.Equal("The registrar has been asked: wait for the opinion.", (await AcceptAsync("A", 1, Dan)).Message);
        Assert.Equal("Only the registrar gives an opinion.", (await stage.Desk.GiveOpinionAsync(key, 1, "Yes.", Eve, stage.Now, CancellationToken.None)).Message);
        Assert.Equal(1, (await stage.Desk.ReadAsync(CdiPart.Opinion, 1, 20, Rex, stage.Now, CancellationToken.None)).Total);
        Assert.True((await stage.Desk.GiveOpinionAsync(key, 1, "Two acts are.", Rex, stage.Now, CancellationToken.None)).IsSaved);
        Assert.True((await stage.Desk.AmendAsync(
            key, 2, new CdiRequest(CdiAction.AddIncluded, "8q"), "officer-agrees", null, Dan, stage.Now, CancellationToken.None)).IsSaved);

        var found = (await stage.Desk.FindAsync(key, Dan, CancellationToken.None))!;
        Assert.Equal(new CdiRequest(CdiAction.AddIncluded, "8Q"), found.Suggestion.Asked);
        Assert.Equal(["opinion_asked", "opinion_given", "amended"], found.History.Select(e => e.Kind));
        Assert.Equal("Two acts are.", found.History[1].Reason);
    }

    [Fact]
    public async Task HandOutAsync_Requests_WritesARowEachAndWhoTookThem()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 RECLASSIFY"), ReviewStage.Crime("=B", "P2 0.6 ASKFLAG"), ReviewStage.Crime("C", "P2 0.6 INCLUDE"));
        foreach (var reference in (string[])["A", "=B"])
        {
            await stage.ViewAsync(reference, Dan);
            await AcceptAsync(reference, 0, Dan);
        }

        Assert.Null(await stage.Desk.HandOutAsync(ReviewStage.Ann, stage.Now, CancellationToken.None));
        var file = (await stage.Desk.HandOutAsync(Eve, stage.Now, CancellationToken.None))!;
        stage.Clock.Advance(TimeSpan.FromHours(1));
        var again = (await stage.Desk.HandOutAsync(Eve, stage.Now, CancellationToken.None))!;

        const string expected = """
            force_code,crime_reference,recorded_at,recorded_class,action,value,recording_rule,reason,requested_by,requested_at,first_handed_out_at
            GLO,'=B,2026-03-14T07:42:00+00:00,8L,add_flag,STALKING,R5: two or more acts associated with stalking.,The recording rule is met by what the record says,Dan,2026-03-15T02:00:00+00:00,2026-03-15T02:00:00+00:00
            GLO,A,2026-03-14T07:42:00+00:00,8L,reclassify,8Q,R5: two or more acts associated with stalking.,The recording rule is met by what the record says,Dan,2026-03-15T02:00:00+00:00,2026-03-15T02:00:00+00:00

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(file.Content));
        Assert.Equal((2, "requests-2026-03-15T0200.csv"), (file.Requests, file.Name));
        Assert.Equal(file.Content, again.Content);
        Assert.Equal(
            ["Eve A", "Eve =B", "Eve A", "Eve =B"],
            (await stage.Log.ReadAsync(null, "Eve", 10, CancellationToken.None)).Where(row => row.Act == AccessAct.Export).Select(row => $"{row.Reviewer} {row.Crime!.Value.CrimeReference}"));
    }

    [Theory]
    [InlineData("RECLASSIFY", "8Q", "RECLASSIFY", CdiStatus.Applied)]
    [InlineData("INCLUDE", "8L", "INCLUDE INCLUDED", CdiStatus.Applied)]
    [InlineData("ASKFLAG", "8L", "ASKFLAG FLAG", CdiStatus.Applied)]
    [InlineData("RECLASSIFY", "8R", "RECLASSIFY", CdiStatus.Refused)]
    [InlineData("RECLASSIFY", "8L", "RECLASSIFY INCLUDED", CdiStatus.Refused)]
    [InlineData("RECLASSIFY", "8L", "RECLASSIFY WORDS", CdiStatus.Requested)]
    public async Task NextRun_OverAChangedRecord_SaysWhatBecameOfTheRequest(string suggested, string classNow, string machineNow, CdiStatus expected)
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", $"P2 0.6 {suggested}"));
        await stage.ViewAsync("A", Dan);
        await AcceptAsync("A", 0, Dan);

        stage.Clock.Advance(TimeSpan.FromDays(1));
        await stage.ScreenAsync(ReviewStage.Crime("A", $"P2 0.6 {machineNow}", updated: Some.Morning.AddHours(1), homeOfficeClass: classNow));

        var found = (await stage.Desk.FindAsync(ReviewStage.Key("A"), Dan, CancellationToken.None))!;
        Assert.Equal(expected, found.Suggestion.Status);
        if (expected == CdiStatus.Requested) Assert.Single(found.History);
        else Assert.Equal("run", found.History[^1].Role);
    }

    [Fact]
    public async Task NextRun_NothingHappenedForSevenDays_SaysIgnoredAndThenAppliedWhenItDoes()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 RECLASSIFY"));
        await stage.ViewAsync("A", Dan);
        await AcceptAsync("A", 0, Dan);

        stage.Clock.Advance(TimeSpan.FromDays(6.9));
        await stage.ScreenAsync();
        Assert.Equal(CdiStatus.Requested, await StatusAsync());
        stage.Clock.Advance(TimeSpan.FromDays(0.1));
        await stage.ScreenAsync();
        Assert.Equal(CdiStatus.Ignored, await StatusAsync());
        Assert.Equal(1, (await stage.Desk.ReadAsync(CdiPart.Chase, 1, 20, Dan, stage.Now, CancellationToken.None)).Total);
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6", updated: Some.Morning.AddHours(1), homeOfficeClass: "8Q"));
        Assert.Equal(CdiStatus.Applied, await StatusAsync());
        await stage.ScreenAsync();

        var history = (await stage.Desk.FindAsync(ReviewStage.Key("A"), Dan, CancellationToken.None))!.History;
        Assert.Equal(["accepted", "ignored", "applied"], history.Select(e => e.Kind));

        async Task<CdiStatus> StatusAsync() => (await stage.Desk.FindAsync(ReviewStage.Key("A"), Dan, CancellationToken.None))!.Suggestion.Status;
    }

    [Fact]
    public async Task RejectedSuggestion_ThatTheMachineMakesAnew_IsOnTheDeskAgainOnlyWhenItIsAnother()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 ASKFLAG"));
        await stage.ViewAsync("A", Dan);
        await stage.Desk.RejectAsync(ReviewStage.Key("A"), 0, "too-little", null, Dan, stage.Now, CancellationToken.None);
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 ASKFLAG MORE", updated: Some.Morning.AddHours(1)));
        Assert.Equal(0, (await stage.Desk.ReadAsync(CdiPart.ToDo, 1, 20, Dan, stage.Now, CancellationToken.None)).Total);

        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 RECLASSIFY", updated: Some.Morning.AddHours(2)));

        Assert.True(Assert.Single((await stage.Desk.ReadAsync(CdiPart.ToDo, 1, 20, Dan, stage.Now, CancellationToken.None)).Items).Anew);
        await stage.ViewAsync("A", Dan);
        Assert.True((await AcceptAsync("A", 1, Dan)).IsSaved);
    }

    [Fact]
    public async Task WithdrawAsync_ARequest_PutsTheSuggestionBackForAReason()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.6 RECLASSIFY"));
        await stage.ViewAsync("A", Dan);
        await AcceptAsync("A", 0, Dan);

        Assert.Equal("Say why it is taken back.", (await stage.Desk.WithdrawAsync(ReviewStage.Key("A"), 1, " ", Eve, stage.Now, CancellationToken.None)).Message);
        Assert.True((await stage.Desk.WithdrawAsync(ReviewStage.Key("A"), 1, "The wrong crime.", Eve, stage.Now, CancellationToken.None)).IsSaved);

        Assert.Null(await stage.Desk.HandOutAsync(Dan, stage.Now, CancellationToken.None));
        Assert.Equal(1, (await stage.Desk.ReadAsync(CdiPart.ToDo, 1, 20, Dan, stage.Now, CancellationToken.None)).Total);
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<ReviewResult> AcceptAsync(string reference, int version, Reviewer reviewer, string reason = "rule-met") =>
        stage.Desk.AcceptAsync(ReviewStage.Key(reference), version, reason, note: null, reviewer, stage.Now, CancellationToken.None);
}

public sealed class CdiDeskOnSqliteTests() : CdiDeskTests(new SqliteProvider());

public sealed class CdiDeskOnPostgreSqlTests() : CdiDeskTests(new PostgreSqlProvider());
