using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>The shipped model and books, what others are trained on, and the crimes everybody is timed with.</summary>
/// <param name="Training">The labelled corpus.</param>
/// <param name="Crimes">Their narratives are new mixtures of the corpus's sentences; all other fields are those of a record of it.</param>
internal sealed record Equipment(
    LoadedTextModel Model, RuleBook Book, FactBook Facts, IdentifierExtractor Identifiers, NarrativeReader Reader,
    IReadOnlyList<TextExample> Training, IReadOnlyList<Crime> Crimes)
{
    private const int Characters = 640;
    private const ulong Seed = 7;

    /// <summary>Characters of a narrative, on the average.</summary>
    public double MeanLength => Crimes.Average(crime => crime.Narrative.Length);

    /// <param name="folder">Holds <c>models</c> and <c>rules</c>.</param>
    /// <param name="narratives">Number of <see cref="Crimes"/>.</param>
    public static async Task<Equipment> LoadAsync(string folder, int narratives, CancellationToken cancellationToken)
    {
        var newest = Directory.EnumerateDirectories(Path.Combine(folder, "models", "text-model")).Order(StringComparer.Ordinal).Last();
        var model = TextModelFolder.Load(newest);
        var book = RuleBook.Load(Path.Combine(folder, "rules", "rule-book.yaml"));
        var facts = FactBook.Load(Path.Combine(folder, "rules", "facts.yaml"), book);
        var identifiers = new IdentifierExtractor(new LinkageOptions());
        var corpus = await LabelledCorpus.LoadAsync(Path.Combine(folder, "models", "corpus"), TimeProvider.System, cancellationToken);
        var records = corpus.Records;
        var mixed = new NarrativeMixer([.. records.Select(record => record.Crime.Narrative)]).Mix(narratives, Characters, Seed);
        return new Equipment(
            model, book, facts, identifiers, new NarrativeReader(facts, model.Model, identifiers),
            [.. records.Select(record => new TextExample(record.Crime.Narrative, record.Label.Stalking, null))],
            [.. mixed.Select((narrative, i) => records[i % records.Count].Crime with { Narrative = narrative })]);
    }
}
