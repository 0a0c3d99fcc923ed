using System.IO.Compression;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace CrimeScreeningWorker.Screening.Tests.TextModel;

public sealed class TextModelFolderTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 1);
    private static readonly Dictionary<string, double> Metrics = new(StringComparer.Ordinal) { ["PR-AUC, held-out force"] = 0.87654 };
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> Extra = new(StringComparer.Ordinal) { ["scoring.json"] = "{}"u8.ToArray() };

    private readonly string root = Directory.CreateTempSubdirectory("text-model-").FullName;
    private readonly string folder;

    public TextModelFolderTests()
    {
        folder = Path.Combine(root, "2026-11-01");
        TextModelFolder.Save(folder, Corpus.Model, Day, Metrics, Extra);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Save_TrainedTwice_GivesTheSameBytesOfEveryFile()
    {
        var second = Path.Combine(root, "second");
        var again = TextModelTrainer.Train(Corpus.Examples, new TextModelOptions(), CancellationToken.None);
        TextModelFolder.Save(second, again, Day, Metrics, Extra);

        var names = Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["card.md", "manifest.json", "model.zip", "scoring.json", "vocabulary.bin"], names);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(folder, name!)), File.ReadAllBytes(Path.Combine(second, name!))));
    }

    [Fact]
    public void Save_WholeCorpus_StaysUnderFiveMegabytes()
    {
        Assert.InRange(Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length), 1, 5_000_000);
    }

    [Fact]
    public void Save_ModelZip_HasFixedTimesOnly()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(folder, TextModelFolder.ModelFile));

        Assert.NotEmpty(archive.Entries);
        Assert.All(archive.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Fact]
    public void Save_ModelZip_IsReadByMlNetAndScoresAsTheLoadedModelDoes()
    {
        var context = new MLContext(1);
        var loaded = TextModelFolder.Load(folder);
        var transformer = context.Model.Load(Path.Combine(folder, TextModelFolder.ModelFile), out _);
        var vectorizer = new FeatureVectorizer(loaded.Model.Vocabulary, loaded.Manifest.Options.Features);
        var tokens = new TokenBuffer();
        var scratch = new FeatureScratch();
        var rows = new List<TrainingRow>();
        var scores = new List<double>();
        foreach (var example in Corpus.Examples)
        {
            NarrativeTokenizer.Tokenize(example.Narrative, tokens);
            rows.Add(new TrainingRow { Features = vectorizer.Vectorize(tokens) });
            scores.Add(loaded.Model.Score(tokens, scratch));
        }

        var scored = transformer.Transform(TrainingRow.View(context, rows, loaded.Model.FeatureCount));

        Assert.All(scored.GetColumn<float>("Score").Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(
            scored.GetColumn<float>("Probability").Zip(scores), pair => Assert.Equal(pair.First, 1 / (1 + Math.Exp(-pair.Second)), 1e-5));
    }

    [Fact]
    public void Load_SavedModel_ScoresAsTheTrainedOneDoes()
    {
        var loaded = TextModelFolder.Load(folder);
        var tokens = new TokenBuffer();
        var scratch = new FeatureScratch();

        Assert.All(Corpus.Examples.Take(100), example =>
        {
            NarrativeTokenizer.Tokenize(example.Narrative, tokens);
            Assert.Equal(Corpus.Model.Compiled.Score(tokens, scratch), loaded.Model.Score(tokens, scratch));
        });
    }

    [Fact]
    public void Load_SavedModel_GivesManifestAndFurtherFiles()
    {
        var loaded = TextModelFolder.Load(folder);

        Assert.Equal(Day, loaded.Manifest.CreatedOn);
        Assert.Equivalent(Corpus.Model.Options, loaded.Manifest.Options, strict: true);
        Assert.Equal(Corpus.Model.TrainingSet, loaded.Manifest.TrainingSet);
        Assert.Equal(0.87654, loaded.Manifest.Metrics["PR-AUC, held-out force"]);
        Assert.Equal("{}"u8.ToArray(), loaded.Files["scoring.json"].ToArray());
    }

    [Fact]
    public void Save_Card_TellsCountsMetricsAndHashes()
    {
        var card = File.ReadAllText(Path.Combine(folder, TextModelFolder.CardFile));

        Assert.Contains("| Training narratives | 1,200 |", card, StringComparison.Ordinal);
        Assert.Contains("| PR-AUC, held-out force | 0.8765 |", card, StringComparison.Ordinal);
        Assert.Contains("| Made on | 2026-11-01 |", card, StringComparison.Ordinal);
        Assert.Contains(TextModelFolder.Load(folder).Manifest.Files[TextModelFolder.ModelFile], card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TextModelFolder.ManifestFile)]
    [InlineData(TextModelFolder.VocabularyFileName)]
    [InlineData(TextModelFolder.ModelFile)]
    [InlineData("scoring.json")]
    public void Load_FileMissing_IsRefusedByName(string name)
    {
        File.Delete(Path.Combine(folder, name));

        Assert.Contains($"lacks its {name}", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FolderMissing_IsRefused()
    {
        Directory.Delete(folder, recursive: true);

        Assert.Contains("lacks its manifest.json", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TextModelFolder.VocabularyFileName)]
    [InlineData(TextModelFolder.ModelFile)]
    public void Load_OneBitChanged_IsRefusedByName(string name)
    {
        var path = Path.Combine(folder, name);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Contains($"The file {name} of the model", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherTokenizer_IsRefusedWithTheRemedy()
    {
        Edit(manifest => manifest.Replace(NarrativeTokenizer.Version, "0-before", StringComparison.Ordinal));

        Assert.Contains("trained with tokenizer 0-before", Refusal(), StringComparison.Ordinal);
        Assert.Contains("train it again", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherFormat_IsRefused()
    {
        Edit(manifest => manifest.Replace("\"format\": 1", "\"format\": 9", StringComparison.Ordinal));

        Assert.Contains("has format 9", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManifestCutShort_IsRefusedWithTheLine()
    {
        Edit(manifest => manifest[..(manifest.Length / 2)]);

        Assert.Contains("cannot be read, line ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManifestNamesAFileElsewhere_IsRefused()
    {
        Edit(manifest => manifest.Replace("\"scoring.json\"", "\"../scoring.json\"", StringComparison.Ordinal));

        Assert.Contains("outside the folder", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(5000)]
    public void ReadVocabulary_CutShort_IsRefused(int length)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, TextModelFolder.VocabularyFileName));

        Assert.Throws<ModelException>(() => VocabularyFile.Read(bytes.AsSpan(0, length), new TextFeatureOptions()));
    }

    private string Refusal() => Assert.Throws<ModelException>(() => TextModelFolder.Load(folder)).Message;

    private void Edit(Func<string, string> change)
    {
        var path = Path.Combine(folder, TextModelFolder.ManifestFile);
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }
}
