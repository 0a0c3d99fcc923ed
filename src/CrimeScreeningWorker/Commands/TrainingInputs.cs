using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Commands;

/// <summary>What training and evaluation start from: the labelled corpus read once, with the configured rule book and linkage.</summary>
internal sealed record TrainingInputs(
    PreparedCorpus Corpus, IReadOnlyList<string> Forces, RuleBook Book, RecordingRules RecordingRules, int FewestWords)
{
    public static PathOptions Options { get; } = new(new TextModelOptions());

    /// <param name="folder">A corpus folder, or null for the configured one.</param>
    public static async Task<TrainingInputs> LoadAsync(string? folder, CancellationToken cancellationToken)
    {
        var files = WorkerHost.Options<PathFilesOptions>(PathFilesOptions.Section);
        var (book, facts) = Books(files);
        var linkage = WorkerHost.Options<LinkageOptions>(LinkageOptions.Section);
        var corpus = await LabelledCorpus.LoadAsync(
            folder is null ? PathFiles.Resolve(files.Corpus) : Path.GetFullPath(folder), TimeProvider.System, cancellationToken);
        return new TrainingInputs(
            PreparedCorpus.Prepare(corpus.Records, facts, new IdentifierExtractor(linkage), new Linker(linkage), Scope()),
            corpus.Forces, book, RecordingRules.Load(PathFiles.Resolve(files.RecordingRules)),
            WorkerHost.Options<ScoringOptions>(ScoringOptions.Section).FewestWords);
    }

    /// <summary>The labelled crimes of a store, read with the configured books.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<(StoreCases Cases, RuleBook Book)> LoadStoreAsync(StoreLocation store, CancellationToken cancellationToken)
    {
        var (book, facts) = Books(WorkerHost.Options<PathFilesOptions>(PathFilesOptions.Section));
        var extractor = new IdentifierExtractor(WorkerHost.Options<LinkageOptions>(LinkageOptions.Section));
        var (tokens, database) = (new TokenBuffer(), new ScreeningDatabase(store));
        await database.CheckAsync(cancellationToken);
        var cases = await StoreCases.ReadAsync(
            database, Scope(), crime => PreparedCorpus.Read(crime, facts, extractor, tokens), ScoringPaths.VersionOf(book, facts), cancellationToken);
        return (cases, book);
    }

    private static (RuleBook Book, FactBook Facts) Books(PathFilesOptions files)
    {
        var facts = FactBook.LoadBoth(PathFiles.Resolve(files.RuleBook), PathFiles.Resolve(files.FactBook));
        return (facts.Rules, facts);
    }

    private static ScreeningScope Scope() => new(WorkerHost.Options<ScopeOptions>(ScopeOptions.Section));
}
