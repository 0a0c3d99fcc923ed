using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Database.Tests.Promotion;

/// <summary>The gate and the shadow run over what a store holds; run once for each database the store may lie in.</summary>
public abstract class GateRunTests(StoreProvider provider) : IDisposable
{
    private static readonly string[] Files = ["county", "urban"];

    private readonly PromotionStage stage = new(provider);

    [Fact]
    public async Task CompareAsync_AnEqualModelAndABlindOne_LetsInTheFirstAlone()
    {
        await stage.ScreenAsync(Files);
        await stage.LabelAsync(Files);
        await stage.ExecuteAsync("update crime set victim_gender = case when id % 4 = 0 then 'M' else 'F' end where id % 5 > 0");

        var equal = await stage.Gate().CompareAsync(stage.Champion, stage.Variant("second"), CancellationToken.None);
        var blind = await stage.Gate().CompareAsync(stage.Champion, stage.Blind(), CancellationToken.None);

        Assert.True(equal.Accepted, string.Join(' ', equal.Reasons));
        Assert.All(equal.Figures, figure => Assert.Equal(0, figure.Difference));
        Assert.False(blind.Accepted);
        Assert.Contains(blind.Reasons, reason => reason.StartsWith("Recall at capacity", StringComparison.Ordinal));
        Assert.Contains(equal.Groups, group => group is { Trait: "Domestic", Value: "domestic", IsJudged: true });
        Assert.Contains(equal.Groups, group => group.Trait == "Victim's sex");
        Assert.DoesNotContain(equal.Groups, group => group.Value == "not recorded");
    }

    [Fact]
    public async Task CompareAsync_CrimesThatAModelLearntFrom_AreLeftOutWithAllOfTheirPeople()
    {
        await stage.ScreenAsync(Files);
        await stage.LabelAsync(Files);
        var cases = await stage.CasesAsync();
        var groups = cases.Labelled.GroupBy(i => cases.Corpus.Groups[i]).ToList();
        var linked = groups.First(group => group.Count() > 2);
        var learnt = LearntCrimes.Of([cases.Corpus.Records[linked.First()].Crime.Key, .. groups.Where(g => g != linked).Take(20).SelectMany(g => g).Select(i => cases.Corpus.Records[i].Crime.Key)]);

        var all = await stage.Gate().CompareAsync(stage.Champion, stage.Variant("second"), CancellationToken.None);
        var unseen = await stage.Gate().CompareAsync(stage.Champion, stage.Variant("third", learnt: learnt), CancellationToken.None);
        var none = await stage.Gate(LearntCrimes.Of(cases.Corpus.Records.Select(r => r.Crime.Key))).CompareAsync(stage.Champion, stage.Variant("third", learnt: learnt), CancellationToken.None);

        var left = linked.Concat(groups.Where(g => g != linked).Take(20).SelectMany(g => g)).Count(i => cases.Corpus.IsJudged[i]);
        Assert.Equal(all.Crimes - left, unseen.Crimes);
        Assert.Equal(0, none.Crimes);
        Assert.False(none.Accepted);
    }

    [Fact]
    public async Task CompareAsync_AReviewerWhoSaysNoToEverythingForAWeek_IsNoticedAndKeptOutUntilAPersonHasLooked()
    {
        await stage.ScreenAsync(Files);
        await stage.LabelAsync(Files, poisoned: "R1");

        var gate = await stage.Gate().CompareAsync(stage.Champion, stage.Variant("second"), CancellationToken.None);
        var cases = await stage.CasesAsync();

        var kept = Assert.Single(gate.KeptOut);
        Assert.Equal(("R1", new DateOnly(2026, 3, 2)), (kept.Reviewer, kept.From));
        Assert.Equal("R1", Assert.Single(cases.KeptOut).Reviewer);
        Assert.DoesNotContain(cases.Labelled, i => cases.LabelOf(i).By == "R1");
        Assert.Equal(kept.Answers, cases.Counts.KeptOut);
        Assert.Equal(cases.Labelled.Count(i => cases.Corpus.IsJudged[i]), gate.Crimes);

        await Assert.ThrowsAsync<StoreException>(() => ReleaseAsync("R1", "r1"));
        await Assert.ThrowsAsync<StoreException>(() => ReleaseAsync("R2", "Dee"));
        await ReleaseAsync("R1", "Dee");

        var whole = await stage.CasesAsync();
        Assert.Empty(whole.KeptOut);
        Assert.Equal(kept.Answers, whole.Labelled.Count - cases.Labelled.Count);
        Assert.Equal(("R1", "Dee"), Assert.Single(await ReviewerHolds.ReadAsync(stage.Database, CancellationToken.None)) is var release ? (release.Reviewer, release.By) : default);
    }

    [Fact]
    public async Task ReadAsync_LabelsOfTheListAndOfTheSample_StandForWhatWasNotRead()
    {
        await stage.ScreenAsync("county");
        var scores = await ScoresAsync();
        var listed = scores.Where(s => s.Priority != "none" && s.Probability >= 0.9).OrderBy(s => s.Reference, StringComparer.Ordinal).ToList();
        var read = listed.Take(listed.Count / 3).ToList();
        var pile = scores.First(s => s.Priority == "none");
        var labels = read.Select(s => Said(s.Reference, LabelSample.Ranked, null)).Append(Said(pile.Reference, LabelSample.Random, 12.5));
        await new LabelStore(stage.Database).AddAsync([.. labels], CancellationToken.None);

        var cases = await stage.CasesAsync();

        double WeightOf(string reference) => cases.Corpus.Weights[cases.Labelled.Single(i => cases.Corpus.Records[i].Crime.Key.CrimeReference == reference)];
        Assert.Equal(12.5, WeightOf(pile.Reference), 4);
        Assert.All(read, s => Assert.Equal((double)listed.Count / read.Count, WeightOf(s.Reference), 4));
        Assert.All(cases.Labelled, i => Assert.Equal(0, cases.Corpus.Readings[i].TextLogit));
        Assert.NotEmpty(cases.Context);
        Assert.DoesNotContain(cases.Context, i => cases.Labelled.Contains(i));
        var heldOut = cases.HeldOut(0.3, seed: 1);
        Assert.Equal(heldOut, cases.HeldOut(0.3, seed: 1));
        Assert.All(Enumerable.Range(0, heldOut.Length).GroupBy(i => cases.Corpus.Groups[i]), group => Assert.Single(group.Select(i => heldOut[i]).Distinct()));
    }

    [Fact]
    public async Task Shadow_AnEqualModelAndABlindOne_TellsWhoWouldEnterAndLeave()
    {
        await stage.ScreenAsync("county");
        var since = DateTimeOffset.UnixEpoch;

        var equal = await stage.Shadow.CompareAsync(stage.Champion, stage.Variant("second"), since, CancellationToken.None);
        var blind = await stage.Shadow.CompareAsync(stage.Champion, stage.Blind(), since, CancellationToken.None);
        var none = await stage.Shadow.CompareAsync(stage.Champion, stage.Blind(), DateTimeOffset.MaxValue.AddYears(-1), CancellationToken.None);

        var scores = await ScoresAsync();
        Assert.Equal((scores.Count, scores.Count(s => s.Priority != "none")), (equal.Crimes, equal.ListedBefore));
        Assert.Empty(equal.Rows);
        Assert.NotEqual(0, blind.Count(ShadowChange.Leaves));
        Assert.NotEqual(0, blind.Count(ShadowChange.Enters));
        Assert.Equal(blind.ListedAfter, blind.ListedBefore + blind.Count(ShadowChange.Enters) - blind.Count(ShadowChange.Leaves));
        Assert.Equal((0, 0), (none.Crimes, none.Rows.Length));
    }

    [Fact]
    public async Task Screen_AfterAPromotion_ScoresWithTheNewModelAndReadsWhatIsHeldWithIt()
    {
        await stage.ScreenAsync("county");
        var blind = stage.Blind();
        await stage.Registry.AddAsync(blind.Model, "Ann", "", stage.Clock.GetUtcNow(), CancellationToken.None);
        var gate = new GateReport(false, ["Finds nothing."], 0, 0, [], [], []);
        await stage.Registry.PromoteAsync(blind.ModelVersion, stage.Champion.Model, gate, "Ann", "A test.", "To see it work.", stage.Clock.GetUtcNow(), CancellationToken.None);
        var shadow = await stage.Shadow.CompareAsync(stage.Champion, blind, DateTimeOffset.UnixEpoch, CancellationToken.None);

        var run = await stage.ScreenAsync("urban");

        Assert.Equal(blind.ModelVersion, run.ModelVersion);
        await using var session = await stage.Database.OpenAsync(CancellationToken.None);
        var used = (await session.Connection.QueryAsync<string>(
            "select distinct v.model_version from score as s join screening_version as v on v.id = s.version_id join run as r on r.id = s.run_id where r.run_id = @RunId",
            new { run.RunId })).ToList();
        Assert.Equal([blind.ModelVersion], used);
        Assert.NotEqual(0, shadow.Count(ShadowChange.Leaves));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task ReleaseAsync(string reviewer, string by) => ReviewerHolds.ReleaseAsync(
        stage.Database, reviewer, new DateOnly(2026, 3, 2), by, "Asked: the week was one of training.", stage.Clock.GetUtcNow(), CancellationToken.None);

    private Label Said(string reference, LabelSample sample, double? weight) =>
        new(0, new CrimeKey("TST", reference), StalkingAnswer.Yes, "Ann", "coordinator", stage.Clock.GetUtcNow())
        {
            Rubric = "console-1",
            Source = LabelSource.Review,
            Sample = sample,
            SelectionWeight = weight,
        };

    private async Task<List<(string Reference, double Probability, string Priority)>> ScoresAsync()
    {
        await using var session = await stage.Database.OpenAsync(CancellationToken.None);
        return (await session.Connection.QueryAsync<(string, double, string)>(
            "select c.crime_reference, s.probability, s.priority from score as s join crime as c on c.id = s.crime_id order by c.crime_reference")).AsList();
    }
}

public sealed class GateRunOnSqliteTests() : GateRunTests(new SqliteProvider());

public sealed class GateRunOnPostgreSqlTests() : GateRunTests(new PostgreSqlProvider());
