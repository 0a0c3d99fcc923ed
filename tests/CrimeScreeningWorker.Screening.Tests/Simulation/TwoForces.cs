using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Tests.Facts;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

/// <summary>Two forces of the shipped corpus: one that is there from the beginning, and the one that comes with the drift.</summary>
public sealed class TwoForces : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("two-forces").FullName;

    public TwoForces()
    {
        foreach (var file in (string[])["county.csv", "county.labels.csv", "controlroom.csv", "controlroom.labels.csv"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "models", "corpus", file), Path.Combine(folder, file));
        var linkage = new LinkageOptions();
        Corpus = PreparedCorpus.Prepare(
            LabelledCorpus.LoadAsync(folder, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult().Records,
            SomeFacts.Book, new IdentifierExtractor(linkage), new Linker(linkage), new ScreeningScope(new ScopeOptions()));
    }

    public PreparedCorpus Corpus { get; }

    public RuleBook Book { get; } = SomeFacts.Rules;

    public bool IsStalking(int record) => Corpus.Records[record].Label.Stalking;

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
