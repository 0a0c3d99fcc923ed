using CrimeScreeningWorker.Database.Tests.Promotion;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Database.Tests.Retraining;

/// <summary>Training from what a store says; the reading of the store is tested over both databases in <see cref="GateRunTests"/>.</summary>
public sealed class StoreTrainingTests : IDisposable
{
    // As many steps as show what is to be shown.
    private static readonly PathOptions Quick = new(new TextModelOptions { MostIterations = 15, Features = new TextFeatureOptions { WordOrder = 1, LongestCharacters = 0 } }, InnerFolds: 2);

    private readonly PromotionStage stage = new(new SqliteProvider());
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("training-");

    [Fact]
    public async Task Run_TwiceFromAStore_WritesTheSameBytesAndLearnsFromNobodyWhoIsKeptForTheGate()
    {
        var set = TrainingSet.Of(await PromotionStage.PreparedAsync("county"), await LabelledAsync("urban"), new TrainingChoice());

        var first = Run(set, "first");
        Run(set, "second");

        Assert.All(Directory.GetFiles(PathOf("first")), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(PathOf("second"), Path.GetFileName(file)))));
        var learnt = LearntCrimes.FromBytes(File.ReadAllBytes(Path.Combine(PathOf("first"), LearntCrimes.FileName)));
        Assert.Equal(set.Learnt.Count, learnt.Count);
        Assert.All(set.Learnt, i => Assert.True(learnt.Contains(set.Corpus.Records[i].Crime.Key)));
        var kept = set.People.Select(i => set.Corpus.Groups[i]).ToHashSet();
        Assert.InRange(set.People.Count, 20, 90);
        Assert.DoesNotContain(set.Learnt, i => kept.Contains(set.Corpus.Groups[i]));
        Assert.True(first.Manifest.Metrics["held_out.pr_auc"] > 0.7);
        Assert.Equal(set.People.Count(i => set.Corpus.IsJudged[i]), first.Manifest.Metrics["held_out.records"]);
        Assert.Equal(first.Manifest.Version, TextModelFolder.Load(PathOf("first")).Manifest.Version);
    }

    [Fact]
    public async Task Of_UntilADay_LearnsFromNothingOfItOrLaterNorFromItsPeople()
    {
        var cases = await LabelledAsync("urban");
        var until = stage.Clock.GetUtcNow().AddDays(3);

        var set = TrainingSet.Of(null, cases, new TrainingChoice(HeldOut: 0, Until: until));

        Assert.NotEmpty(set.Later);
        Assert.All(set.Learnt, i => Assert.True(set.Labels[i]!.At < until));
        Assert.All(set.Later, i => Assert.True(set.Labels[i]!.At >= until));
        Assert.Empty(set.Later.Select(i => set.Corpus.Groups[i]).Intersect(set.Learnt.Select(i => set.Corpus.Groups[i])));
        Assert.Empty(set.People);
    }

    [Fact]
    public async Task Of_CrimesOfTheShippedCorpus_AreLearntOnceAndWeightsAreCapped()
    {
        await stage.ScreenAsync("urban");
        var records = await PromotionStage.RecordsAsync("urban");
        var labels = records.Where(r => r.Crime.HomeOfficeClass is "8L" or "8R").Take(3).Select(record => new Label(0, record.Crime.Key, StalkingAnswer.No, "Ann", "coordinator", stage.Clock.GetUtcNow())
        {
            Rubric = "console-1",
            Sample = LabelSample.Random,
            SelectionWeight = 500,
        }).ToList();
        await new LabelStore(stage.Database).AddAsync(labels, CancellationToken.None);
        var cases = await stage.CasesAsync();
        var twin = await PromotionStage.PreparedAsync(named: labels[0].Crime, "urban");

        var alone = TrainingSet.Of(null, cases, new TrainingChoice(HeldOut: 0, HeaviestWeight: 20));
        var beside = TrainingSet.Of(twin, cases, new TrainingChoice(HeldOut: 0));

        Assert.Equal(3, alone.Learnt.Count);
        Assert.All(alone.Learnt, i => Assert.Equal(20, alone.Corpus.Weights[i]));
        Assert.Equal(twin.Records.Count + 2, beside.Learnt.Count);
        Assert.Single(beside.Learnt, i => beside.Corpus.Records[i].Crime.Key == labels[0].Crime);
    }

    [Fact]
    public async Task Run_StalkingThatStandsForMore_ExpectsMoreOfIt()
    {
        var cases = await LabelledAsync("urban");
        var set = TrainingSet.Of(await PromotionStage.PreparedAsync("county"), cases, new TrainingChoice());
        var heavy = set with { Corpus = set.Corpus.Relabelled([.. set.Corpus.Records.Select(r => r.Label.Stalking)], [.. set.Corpus.Records.Select(r => r.Label.Stalking ? 8f : 1f)]) };

        var (plain, weighted) = (Run(set, "plain"), Run(heavy, "weighted"));

        Assert.True(Expected("weighted") > Expected("plain") + 0.05, $"{Expected("plain"):0.000} and {Expected("weighted"):0.000}");
        Assert.NotEqual(plain.Manifest.Version, weighted.Manifest.Version);

        double Expected(string name)
        {
            var path = PromotionStage.PathOf(PathOf(name));
            return set.People.Average(i => path.Scorer.Score(set.Corpus.Records[i].Crime, path.Reader.Read(set.Corpus.Records[i].Crime), CourseOfConduct.None, stage.Clock.GetUtcNow()).Score.Probability);
        }
    }

    [Fact]
    public async Task Run_LabelsTurnedRound_StandAtTheTopOfTheListOfDoubtfulOnes()
    {
        var corpus = await PromotionStage.PreparedAsync("county", "urban");
        var turned = Enumerable.Range(0, corpus.Records.Count).Where(i => corpus.IsJudged[i] && !corpus.Records[i].Label.Borderline && corpus.Links[i].Length == 0)
            .Where((_, n) => n % 33 == 0).ToHashSet();
        var set = TrainingSet.Of(corpus.Relabelled([.. corpus.Records.Select((r, i) => r.Label.Stalking != turned.Contains(i))], corpus.Weights));

        var model = new ModelTraining(set, PromotionStage.Book, Quick).Run(PathOf("turned"), null, curve: true, null, CancellationToken.None);
        LabelErrors.Write(model.Errors, PathOf("errors.csv"));

        var top = model.Errors.Take(turned.Count * 2).Select(error => error.Crime).ToHashSet();
        var found = turned.Count(i => top.Contains(corpus.Records[i].Crime.Key));
        Assert.True(found >= 0.7 * turned.Count, $"{found} of {turned.Count} turned labels are among the first {turned.Count * 2}.");
        Assert.Equal(model.Errors.Length + 1, File.ReadAllLines(PathOf("errors.csv")).Length);
        Assert.Equal(model.Curve.Select(p => p.Records).Order(), model.Curve.Select(p => p.Records));
        Assert.InRange(model.Curve.Length, 3, 4);
        Assert.False(File.Exists(Path.Combine(PathOf("turned"), LearntCrimes.FileName)));
    }

    [Fact]
    public async Task Run_AStoreAloneWithoutTheCorpus_SaysWhatIsMissing()
    {
        var set = TrainingSet.Of(null, await LabelledAsync("urban"), new TrainingChoice());

        var fault = Assert.Throws<ModelException>(() => Run(set, "none"));

        Assert.Contains("train with the corpus", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("none")));
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        stage.Dispose();
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private TrainedModel Run(TrainingSet set, string name) =>
        new ModelTraining(set, PromotionStage.Book, Quick).Run(PathOf(name), null, curve: false, null, CancellationToken.None);

    private async Task<StoreCases> LabelledAsync(params string[] files)
    {
        await stage.ScreenAsync(files);
        await stage.LabelAsync(files);
        return await stage.CasesAsync();
    }
}
