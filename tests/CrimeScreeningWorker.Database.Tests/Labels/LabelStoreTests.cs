using System.Data.Common;
using CrimeScreeningWorker.Database.Tests.Review;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Labels;

/// <summary>Labels as reviews, sheets and adjudicators give them; run once for each database the store may lie in.</summary>
public abstract class LabelStoreTests(StoreProvider provider) : IDisposable
{
    private const StalkingAnswer Yes = StalkingAnswer.Yes, No = StalkingAnswer.No;

    private static readonly Reviewer Ann = ReviewStage.Ann, Ben = ReviewStage.Ben, Cat = ReviewStage.Cat;

    private readonly ReviewStage stage = new(provider);

    private LabelStore Store => new(stage.Database);

    [Fact]
    public async Task Review_ADecision_IsALabelWithItsWholePedigree()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.4"));

        await stage.DecideAsync("A", new DecisionForm(Yes, ShownRightly: true, "other", "Words about people."));

        var label = Assert.Single(await ReadAsync());
        Assert.Equal(
            new Label(label.Id, ReviewStage.Key("A"), Yes, "Ann", "coordinator", stage.Now)
            {
                Blind = false,
                Sample = LabelSample.Ranked,
                SelectionWeight = null,
                Rubric = "console-1",
                Reason = "other",
                Source = LabelSource.Review,
                Priority = Priority.P2,
                Probability = 0.4,
                RecordUpdatedAt = Some.Morning,
            },
            label);
    }

    [Fact]
    public async Task Review_Undone_IsTakenBackAndRefersToWhatItTakesBack()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var decided = await stage.DecideAsync("A");
        await stage.Decisions.UndoAsync(ReviewStage.Key("A"), decided.Version, Ann, stage.Now, CancellationToken.None);

        var labels = await ReadAsync();

        Assert.Equal([(Yes, null, "pattern"), (null, labels[0].Id, "undone")], labels.Select(l => (l.Stalking, l.Corrects, l.Reason)));
        Assert.Equal((0, 1, 2L), await CountsAsync());
    }

    [Fact]
    public async Task Review_ReversedByAColleagueAndDecidedAnew_CountsTheNewOneAndKeepsTheWordsOut()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        var decided = await stage.DecideAsync("A");
        Assert.True((await stage.Decisions.ReverseAsync(ReviewStage.Key("A"), decided.Version, "Mrs Secret called.", Ben, stage.Now, CancellationToken.None)).IsSaved);
        await stage.DecideAsync("A", ReviewStage.No, Ben);

        var labels = await ReadAsync();

        Assert.Equal([("Ann", Yes), ("Ben", null), ("Ben", No)], labels.Select(l => (l.By, l.Stalking)));
        Assert.Equal(("reversed", labels[0].Id), (labels[1].Reason, labels[1].Corrects!.Value));
        Assert.False(Assert.Single((await Store.SettledAsync(CancellationToken.None)).Settled).Stalking);
    }

    [Fact]
    public async Task Review_TheSamePersonAnew_RefersToTheEarlierOne()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P3 0.2"));
        await stage.DecideAsync("A", ReviewStage.No);
        await stage.ScreenAsync(ReviewStage.Crime("A", "P1 0.9", updated: Some.Morning.AddHours(1)));
        await stage.DecideAsync("A", ReviewStage.Yes);

        var labels = await ReadAsync();

        Assert.Equal([null, labels[0].Id], labels.Select(l => l.Corrects));
        Assert.Equal([Some.Morning, Some.Morning.AddHours(1)], labels.Select(l => l.RecordUpdatedAt!.Value));
        Assert.Equal((true, 1), (await SettledAsync()) is { } settled ? (settled.Stalking, settled.Opinions) : default);
    }

    [Fact]
    public async Task Review_TwoBlindReadersDisagree_IsAConflictUntilAThirdDecides()
    {
        var blind = new ReviewStage(provider, new ReviewOptions { AuditSample = 0, DoubleReviewShare = 1 });
        var store = new LabelStore(blind.Database);
        await blind.ScreenAsync(ReviewStage.Crime("A", "P2 0.4"));
        await blind.DecideAsync("A", ReviewStage.Yes, Ann);
        await blind.DecideAsync("A", ReviewStage.No, Ben);

        var open = await store.SettledAsync(CancellationToken.None);
        Assert.Empty(open.Settled);
        Assert.Equal([("Ann", Yes, true), ("Ben", No, true)], Assert.Single(open.Conflicts).Opinions.Select(l => (l.By, l.Stalking!.Value, l.Blind)));

        await blind.DecideAsync("A", ReviewStage.No, Cat);

        var settled = Assert.Single((await store.SettledAsync(CancellationToken.None)).Settled);
        Assert.Equal((false, "Cat", true), (settled.Stalking, settled.By, settled.Adjudicated));
        var crimes = new List<IReadOnlyList<Label>>();
        await foreach (var crime in store.ReadCrimesAsync(CancellationToken.None)) crimes.Add(crime);
        Assert.Equal((1, 0), (LabelAgreement.Of(crimes).Blind.Overall.Count, LabelAgreement.Of(crimes).Seen.Overall.Count));
    }

    [Fact]
    public async Task Review_TheAuditSample_CarriesTheChanceItWasDrawnBy()
    {
        var audit = new ReviewStage(provider, new ReviewOptions { AuditSample = 2, DoubleReviewShare = 0 });
        await audit.ScreenAsync([.. Enumerable.Range(0, 9).Select(n => ReviewStage.Crime($"A{n}", "none 0.01"))]);
        var drawn = (await audit.ReferencesAsync())[0];

        await audit.DecideAsync(drawn, ReviewStage.No);

        var settled = Assert.Single((await new LabelStore(audit.Database).SettledAsync(CancellationToken.None)).Settled);
        Assert.Equal((drawn, LabelSample.Random, 4.5), (settled.Crime.CrimeReference, settled.Sample, settled.Weight!.Value));
    }

    [Fact]
    public async Task Review_ACrimeThatABackscanBrought_SaysSo()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        await stage.ExecuteAsync(
            """
            insert into backscan (run_id, since_run, source, from_day, to_day, version_id, configuration, range_rows, phase, finished)
            select c.first_run, c.first_run, '', '', '', (select min(id) from screening_version), '', 1, 'done', 1 from crime as c
            """);

        await stage.DecideAsync("A");

        Assert.Equal(LabelSample.BackScan, Assert.Single(await ReadAsync()).Sample);
    }

    [Fact]
    public async Task Label_ChangedOrDeleted_IsRefused()
    {
        await AddAsync(Say("A", "Dee", Yes));

        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync("update label set stalking = 'no'"));
        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync("delete from label"));

        Assert.Equal(Yes, Assert.Single(await ReadAsync()).Stalking);
    }

    [Fact]
    public async Task AddAsync_TheSameAgain_ChangesNothing()
    {
        Label[] sheet = [Say("A", "Dee", Yes), Say("B", "Dee", No), Say("B", "Eve", No)];

        Assert.Equal(3, await AddAsync(sheet));
        Assert.Equal(0, await AddAsync([.. sheet.Select(l => l with { By = l.By.ToUpperInvariant() })]));

        Assert.Equal(3, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task AddAsync_TwoImportsAtOnce_TakeEachLineInOnce()
    {
        await stage.Database.PrepareAsync(CancellationToken.None);
        Label[] sheet = [.. Enumerable.Range(0, 20).Select(n => Say($"A{n}", "Dee", Yes))];

        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store.AddAsync(sheet, CancellationToken.None))));

        Assert.Equal(20, added.Sum());
        Assert.Equal(20, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task AddAsync_TheSamePersonLater_RefersToTheEarlierOne()
    {
        await AddAsync(Say("A", "Dee", Yes), Say("A", "dee", No, hours: 2));

        var labels = await ReadAsync();

        Assert.Equal(labels[0].Id, labels[1].Corrects);
        Assert.False((await SettledAsync())!.Stalking);
    }

    [Fact]
    public async Task Export_IntoAnEmptyStore_SettlesAsHere()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"), ReviewStage.Crime("C"));
        await stage.DecideAsync("A");
        var undone = await stage.DecideAsync("B");
        await stage.Decisions.UndoAsync(ReviewStage.Key("B"), undone.Version, Ann, stage.Now, CancellationToken.None);
        await AddAsync(Say("C", "Dee", Yes), Say("C", "Eve", No), Say("D", "Dee", No));
        await Store.AdjudicateAsync(ReviewStage.Key("C"), true, "Flo", "registrar", "Both read again.", "cdi-2", stage.Now, CancellationToken.None);
        var file = Path.Combine(Path.GetTempPath(), $"labels-{Path.GetRandomFileName()}.csv");
        try
        {
            await LabelFile.WriteAsync(file, Store.ReadAsync(CancellationToken.None), CancellationToken.None);
            var sheet = await LabelSheet.ReadAsync(file, new SheetDefaults(), stage.Now, CancellationToken.None);
            Assert.Empty(sheet.Faults);

            // Here it changes nothing, elsewhere it says the same.
            Assert.Equal(0, await AddAsync([.. sheet.Labels]));
            var other = provider.NewDatabase();
            await other.PrepareAsync(CancellationToken.None);
            var elsewhere = new LabelStore(other);
            Assert.Equal(7, await elsewhere.AddAsync(sheet.Labels, CancellationToken.None));
            Assert.Equal(0, await elsewhere.AddAsync(sheet.Labels, CancellationToken.None));
            var (here, there) = (await Store.SettledAsync(CancellationToken.None), await elsewhere.SettledAsync(CancellationToken.None));
            Assert.Equal(here.Settled, there.Settled);
            Assert.Equal((3, 1), (there.Settled.Count, there.TakenBack));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task AdjudicateAsync_AThirdPerson_SettlesTheConflictAndKeepsWhatWasSaid()
    {
        await AddAsync(Say("A", "Dee", Yes) with { Sample = LabelSample.Random, SelectionWeight = 3 }, Say("A", "Eve", No));

        await Store.AdjudicateAsync(ReviewStage.Key("A"), false, " Flo ", "registrar", "Read both.", "cdi-2", stage.Now, CancellationToken.None);

        Assert.Equal((false, "Flo", true, 3.0), (await SettledAsync()) is { } s ? (s.Stalking, s.By, s.Adjudicated, s.Weight!.Value) : default);
        Assert.Equal([LabelSource.Import, LabelSource.Import, LabelSource.Adjudication], (await ReadAsync()).Select(l => l.Source));
    }

    [Theory]
    [InlineData("A", "DEE", "Whoever has given an opinion on GLO A cannot adjudicate it: a third person must.")]
    [InlineData("B", "Flo", "Nobody disagrees about GLO B: there is nothing to adjudicate.")]
    [InlineData("C", "Flo", "Nobody has said anything of GLO C: there is nothing to adjudicate.")]
    public async Task AdjudicateAsync_NothingToSettleOrNobodyToSettleIt_IsRefused(string crime, string by, string sentence)
    {
        await AddAsync(Say("A", "Dee", Yes), Say("A", "Eve", No), Say("B", "Dee", Yes));

        var refused = await Assert.ThrowsAsync<StoreException>(
            () => Store.AdjudicateAsync(ReviewStage.Key(crime), true, by, "registrar", "Why.", "cdi-2", stage.Now, CancellationToken.None));

        Assert.Equal(sentence, refused.Message);
        Assert.Equal(3, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task FindMissingAsync_CrimesThatNobodyRecorded_AreNamed()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));

        var missing = await Store.FindMissingAsync([ReviewStage.Key("Z"), ReviewStage.Key("A"), ReviewStage.Key("B"), ReviewStage.Key("Z")], CancellationToken.None);

        Assert.Equal([ReviewStage.Key("B"), ReviewStage.Key("Z")], missing);
    }

    [Fact]
    public async Task PrepareAsync_AStoreWithDecisionsBeforeThereWereLabels_GivesThemLabels()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"));
        await stage.DecideAsync("A");
        var undone = await stage.DecideAsync("B", ReviewStage.No, Ben);
        await stage.Decisions.UndoAsync(ReviewStage.Key("B"), undone.Version, Ben, stage.Now, CancellationToken.None);
        var before = await ReadAsync();
        await OlderStore.GoBackToReviewsAsync(stage.Database, provider.NewDatabase());

        await stage.Database.PrepareAsync(CancellationToken.None);

        Assert.Equal(before, await ReadAsync());
        Assert.Equal(3, before.Count);
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<int> AddAsync(params Label[] labels)
    {
        await stage.Database.PrepareAsync(CancellationToken.None);
        return await Store.AddAsync(labels, CancellationToken.None);
    }

    private async Task<IReadOnlyList<Label>> ReadAsync()
    {
        var labels = new List<Label>();
        await foreach (var label in Store.ReadAsync(CancellationToken.None)) labels.Add(label);
        return labels;
    }

    private async Task<SettledLabel?> SettledAsync() => (await Store.SettledAsync(CancellationToken.None)).Settled.SingleOrDefault();

    private async Task<(int Settled, int TakenBack, long Labels)> CountsAsync()
    {
        var settled = await Store.SettledAsync(CancellationToken.None);
        return (settled.Settled.Count, settled.TakenBack, settled.Labels);
    }

    private static Label Say(string reference, string by, StalkingAnswer answer, int hours = 1) =>
        new(0, new CrimeKey("GLO", reference), answer, by, "cdi", Some.Morning.AddHours(hours)) { Rubric = "cdi-2", Reason = "Looked at it." };
}

public sealed class LabelStoreOnSqliteTests() : LabelStoreTests(new SqliteProvider());

public sealed class LabelStoreOnPostgreSqlTests() : LabelStoreTests(new PostgreSqlProvider());
