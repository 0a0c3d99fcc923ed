using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Tests.Facts;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

/// <summary>One force of the shipped corpus, and outcomes made up for it: what the path would have said.</summary>
public sealed class OneForce : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("one-force").FullName;

    public OneForce()
    {
        foreach (var file in (string[])["county.csv", "county.labels.csv"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "models", "corpus", file), Path.Combine(folder, file));
        var linkage = new LinkageOptions();
        Corpus = PreparedCorpus.Prepare(
            LabelledCorpus.LoadAsync(folder, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult().Records,
            SomeFacts.Book, new IdentifierExtractor(linkage), new Linker(linkage), new ScreeningScope(new ScopeOptions()));
    }

    public PreparedCorpus Corpus { get; }

    public RuleBook Book { get; } = SomeFacts.Rules;

    /// <summary>Every second record in one split, all others in the other; each answer is <paramref name="yes"/> where it is true and else <paramref name="no"/>.</summary>
    public IReadOnlyList<SplitOutcomes> TwoSplits(double yes, double no)
    {
        Outcome Said(int i)
        {
            var label = Corpus.Records[i].Label;
            double As(bool truth) => truth ? yes : no;
            return new Outcome(i, As(label.Stalking), 0, 0, 0, 0, As(label.Online), As(label.HighRisk), As(label.Section == "4A"), label.Breach, []);
        }

        return
        [
            .. Enumerable.Range(0, 2).Select(half => new SplitOutcomes(
                $"half {half}", [.. Enumerable.Range(0, Corpus.Records.Count).Where(i => i % 2 == half && Corpus.IsJudged[i]).Select(Said)])),
        ];
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
