using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>A model with all that reads and scores by it.</summary>
/// <param name="Model">Text model and scoring weights, which are one thing: made together, promoted together.</param>
/// <param name="Scoring">Its weights and thresholds.</param>
public sealed record ScoringPath(LoadedTextModel Model, ScoringModel Scoring, NarrativeReader Reader, CrimeScorer Scorer)
{
    public string ModelVersion => Model.Manifest.Version;
}

/// <summary>Puts a model together with the books, which do not change while the program runs.</summary>
public sealed class ScoringPaths(RuleBook book, FactBook facts, IdentifierExtractor identifiers, RecordingRules rules, ScoringOptions options)
{
    /// <summary>Of the two books that narratives are read with: a reading of other ones is made again.</summary>
    public string RuleBookVersion { get; } = VersionOf(book, facts);

    public static string VersionOf(RuleBook book, FactBook facts) => $"{book.Version}-{facts.Version}";

    public RuleBook Book => book;

    /// <exception cref="ModelException">The model has no scoring weights, or such as cannot be read.</exception>
    public ScoringPath Of(LoadedTextModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var scoring = ScoringModel.Of(model);
        return new ScoringPath(model, scoring, new NarrativeReader(facts, model.Model, identifiers), new CrimeScorer(book, scoring, rules, options));
    }
}
