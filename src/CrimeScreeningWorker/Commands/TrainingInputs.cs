using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
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
        var book = RuleBook.Load(PathFiles.Resolve(files.RuleBook));
        var facts = FactBook.Load(PathFiles.Resolve(files.FactBook), book);
        var linkage = WorkerHost.Options<LinkageOptions>(LinkageOptions.Section);
        var scope = new ScreeningScope(WorkerHost.Options<ScopeOptions>(ScopeOptions.Section));
        var corpus = await LabelledCorpus.LoadAsync(
            folder is null ? PathFiles.Resolve(files.Corpus) : Path.GetFullPath(folder), TimeProvider.System, cancellationToken);
        return new TrainingInputs(
            PreparedCorpus.Prepare(corpus, book, facts, new IdentifierExtractor(linkage), new Linker(linkage), scope),
            corpus.Forces, book, RecordingRules.Load(PathFiles.Resolve(files.RecordingRules)),
            WorkerHost.Options<ScoringOptions>(ScoringOptions.Section).FewestWords);
    }
}
