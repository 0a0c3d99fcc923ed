using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>The parts that read a narrative, as the shipped files make them.</summary>
internal sealed class Parts
{
    public Parts()
    {
        Book = RuleBook.Load(Rules("rule-book.yaml"));
        Facts = FactBook.Load(Rules("facts.yaml"), Book);
        Identifiers = new IdentifierExtractor(new LinkageOptions());
        Model = TextModelFolder.Load(Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "models", "text-model")).Order(StringComparer.Ordinal).Last());
        Reader = new NarrativeReader(Book, Facts, Model.Model, Identifiers);
    }

    public RuleBook Book { get; }

    public FactBook Facts { get; }

    public IdentifierExtractor Identifiers { get; }

    public LoadedTextModel Model { get; }

    public NarrativeReader Reader { get; }

    public TokenBuffer Tokens { get; } = new();

    public FeatureScratch Scratch { get; } = new();

    private static string Rules(string name) => Path.Combine(AppContext.BaseDirectory, "rules", name);
}
