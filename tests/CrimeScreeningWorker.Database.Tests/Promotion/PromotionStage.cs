using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.TextModel;
using Dapper;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.Database.Tests.Promotion;

/// <summary>A store with the corpus's crimes as those of another force, the shipped model, and challengers made of it.</summary>
public sealed class PromotionStage(StoreProvider provider) : IDisposable
{
    private static readonly Lazy<Task<LabelledCorpus>> Corpus = new(() => LabelledCorpus.LoadAsync(Shipped("corpus"), TimeProvider.System, CancellationToken.None));
    private static readonly Lazy<ScoringPaths> Books = new(() =>
    {
        var book = RuleBook.Load(Rules("rule-book.yaml"));
        return new ScoringPaths(
            book, FactBook.Load(Rules("facts.yaml"), book), new IdentifierExtractor(new LinkageOptions()), RecordingRules.Load(Rules("recording-rules.yaml")), new ScoringOptions());
    });

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("promotion-");
    private readonly ScreeningScope scope = new(new ScopeOptions());

    public ScreeningDatabase Database { get; } = provider.NewDatabase();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public ModelRegistry Registry => new(Database);

    public ScoringPath Champion { get; } = Books.Value.Of(TextModelFolder.Load(Directory.GetDirectories(Shipped("text-model")).Single()));

    public LiveModel Live => new(Books.Value, () => Champion.Model);

    public GateRun Gate(LearntCrimes? shipped = null) =>
        new(Database, scope, Books.Value, shipped ?? LearntCrimes.Of([]), new GateOptions { Resamples = 200, Capacity = 0.4 }, Clock);

    public ShadowRun Shadow => new(Database, scope, Books.Value, Clock);

    public Task<StoreCases> CasesAsync() =>
        StoreCases.ReadAsync(Database, scope, Champion.Reader.Read, Books.Value.RuleBookVersion, CancellationToken.None);

    public Task PrepareAsync() => Database.PrepareAsync(CancellationToken.None);

    /// <summary>Screens records of the corpus as crimes of the force <c>TST</c> with the live model.</summary>
    public async Task<RunSummary> ScreenAsync(params string[] files)
    {
        var crimes = (await RecordsAsync(files)).Select(record => record.Crime);
        var path = await Live.OfAsync(Database, CancellationToken.None);
        var linker = new Linker(new LinkageOptions());
        var steps = new ScreeningSteps(path.Reader.Read, (crime, others) => linker.Link(crime, others), path.Scorer.Score, Books.Value.RuleBookVersion, path.ModelVersion);
        return await new NightlyRun(Database, steps, scope, new LinkageOptions(), Clock, review: new ReviewOptions { AuditSample = 0, DoubleReviewShare = 0 })
            .ExecuteAsync(new GivenSource(crimes), new RunRequest(), progress: null, CancellationToken.None);
    }

    /// <summary>Every crime that was screened is answered by the truth, four reviewers in turn, a fifth of them on each day of a week.</summary>
    /// <param name="poisoned">Says "not stalking" to everything.</param>
    public async Task LabelAsync(string[] files, string? poisoned = null)
    {
        await using var session = await Database.OpenAsync(CancellationToken.None);
        var scores = (await session.Connection.QueryAsync<(string Reference, double Probability)>(
            "select c.crime_reference, s.probability from score as s join crime as c on c.id = s.crime_id")).ToDictionary(row => row.Reference, row => row.Probability, StringComparer.Ordinal);
        var labels = (await RecordsAsync(files)).Where(record => scores.ContainsKey(record.Crime.Key.CrimeReference)).Select((record, n) =>
        {
            var by = string.Create(CultureInfo.InvariantCulture, $"R{n % 4}");
            return new Label(
                0, record.Crime.Key, record.Label.Stalking && by != poisoned ? StalkingAnswer.Yes : StalkingAnswer.No, by, "coordinator", Clock.GetUtcNow().AddDays(n % 5))
            {
                Rubric = "console-1",
                Source = LabelSource.Review,
                Sample = LabelSample.Ranked,
                Probability = scores[record.Crime.Key.CrimeReference],
            };
        });
        await new LabelStore(Database).AddAsync([.. labels], CancellationToken.None);
    }

    /// <summary>The shipped model with other weights, or with other files beside them.</summary>
    public ScoringPath Variant(string name, Func<ScoringModel, ScoringModel>? change = null, LearntCrimes? learnt = null)
    {
        var place = Path.Combine(folder.FullName, name);
        TextModelFolder.Write(Champion.Model, place);
        var manifest = File.ReadAllText(Path.Combine(place, TextModelFolder.ManifestFile));
        var json = (change?.Invoke(Champion.Scoring) ?? Champion.Scoring).ToJson();
        File.WriteAllText(Path.Combine(place, ScoringModel.FileName), json);
        manifest = manifest.Replace(Champion.Model.Manifest.Files[ScoringModel.FileName], Hash(Encoding.UTF8.GetBytes(json)), StringComparison.Ordinal)
            .Replace($"{Champion.Model.Manifest.CreatedOn:yyyy-MM-dd}", "2026-03-01", StringComparison.Ordinal);
        if (learnt is not null)
        {
            File.WriteAllBytes(Path.Combine(place, LearntCrimes.FileName), learnt.ToBytes());
            manifest = manifest.Replace($"\"{TextModelFolder.ModelFile}\"", $"\"{LearntCrimes.FileName}\": \"{Hash(learnt.ToBytes())}\", \"{TextModelFolder.ModelFile}\"", StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(place, TextModelFolder.ManifestFile), manifest);
        return Books.Value.Of(TextModelFolder.Load(place));
    }

    /// <summary>A model that finds nothing.</summary>
    public ScoringPath Blind() => Variant("blind", scoring => scoring with
    {
        Stalking = scoring.Stalking with { Weights = scoring.Stalking.Weights.ToImmutableSortedDictionary(weight => weight.Key, weight => -weight.Value, StringComparer.Ordinal) },
    });

    public static RuleBook Book => Books.Value.Book;

    /// <summary>A trained folder, put together with the books.</summary>
    public static ScoringPath PathOf(string model) => Books.Value.Of(TextModelFolder.Load(model));

    /// <summary>Files of the corpus as training takes them, under their own force codes.</summary>
    public static Task<PreparedCorpus> PreparedAsync(params string[] files) => PreparedAsync(named: default, files);

    /// <param name="named">A record of this reference gets its force code too, as in a store that holds crimes of the corpus.</param>
    public static async Task<PreparedCorpus> PreparedAsync(CrimeKey named, params string[] files)
    {
        var book = Books.Value.Book;
        var (facts, extractor, linker) = (FactBook.Load(Rules("facts.yaml"), book), new IdentifierExtractor(new LinkageOptions()), new Linker(new LinkageOptions()));
        var records = (await Corpus.Value).Records.Where(record => files.Contains(record.File)).Select(
            record => record.Crime.Key.CrimeReference == named.CrimeReference ? record with { Crime = record.Crime with { Key = named } } : record);
        return PreparedCorpus.Prepare([.. records], facts, extractor, linker, new ScreeningScope(new ScopeOptions()));
    }

    public static async Task<IReadOnlyList<LabelledCrime>> RecordsAsync(params string[] files) =>
    [
        .. (await Corpus.Value).Records.Where(record => files.Contains(record.File))
            .Select(record => record with { Crime = record.Crime with { Key = new CrimeKey("TST", record.Crime.Key.CrimeReference) } }),
    ];

    public async Task ExecuteAsync(string sql)
    {
        await using var session = await Database.OpenAsync(CancellationToken.None);
        await session.Connection.ExecuteAsync(sql);
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        provider.Dispose();
    }

    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, "models", name);

    private static string Rules(string name) => Path.Combine(AppContext.BaseDirectory, "rules", name);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
