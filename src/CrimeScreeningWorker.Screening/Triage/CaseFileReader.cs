using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>Opens the file of one crime: what the store holds, and what the rule book and the text model say of its words.</summary>
/// <param name="live">The model that is live when the file is opened.</param>
internal sealed class CaseFileReader(
    ScreenedCrimeReader crimes, ScreeningScope scope, RuleBook book, Func<CancellationToken, Task<ScoringPath>> live, TriageOptions options)
{
    [ThreadStatic] private static TokenBuffer? tokens;
    [ThreadStatic] private static FeatureScratch? scratch;

    private readonly OutputContext context = OutputContext.Of(scope, book);

    /// <param name="maySee">Whose words the reader may be shown: of other crimes it is said that they are there, and no more.</param>
    /// <returns>Null when the store holds no such crime, or has no score of it.</returns>
    /// <exception cref="Storage.StoreException">The store cannot be read.</exception>
    public async Task<CaseFile?> FindAsync(CrimeKey key, Predicate<CrimeKey> maySee, CancellationToken cancellationToken) =>
        await crimes.FindAsync(key, cancellationToken) is { } found
            ? new CaseFile(
                found with { Narratives = found.Narratives.Where(narrative => maySee(narrative.Key)).ToDictionary(narrative => narrative.Key, narrative => narrative.Value) }, context, options, Explain((await live(cancellationToken)).Model, found.Screened.Crime.Narrative))
            : null;

    private static IReadOnlyList<TextContribution> Explain(LoadedTextModel model, string narrative)
    {
        var buffer = tokens ??= new TokenBuffer();
        NarrativeTokenizer.Tokenize(narrative, buffer);
        return model.Model.Explain(buffer, scratch ??= new FeatureScratch());
    }
}
