using CrimeScreeningWorker.Screening.Facts;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

/// <summary>How well the shipped fact book reads sentences in the manner of the police.</summary>
public sealed class FactSentenceTests(ITestOutputHelper output)
{
    private const int EnoughToJudge = 5;
    private const double LeastOfAKind = 0.75;
    private const double LeastRecallOfAKind = 0.65;

    [Fact]
    public void Sentences_BothSets_StandOnceAndAreNoExamplesOfEachOther()
    {
        var (worked, heldOut) = (FactSentence.Load("worked"), FactSentence.Load("held-out"));

        Assert.True(worked.Count + heldOut.Count >= 150);
        Assert.Equal(worked.Count + heldOut.Count, worked.Concat(heldOut).Select(s => s.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var book = File.ReadAllText(SomeFacts.PathOf("facts.yaml"));
        var shown = heldOut.Where(s => book.Contains($"\"{s.Text.TrimEnd('.')}\"", StringComparison.OrdinalIgnoreCase)).Select(s => s.Text);
        Assert.Empty(shown);
    }

    [Theory]
    [InlineData("worked", 0.93, 0.97)]
    [InlineData("held-out", 0.88, 0.84)]
    public void Read_Sentences_FindsWhatTheySay(string name, double precision, double recall)
    {
        var worked = name == "worked";
        var counts = Enum.GetValues<FactKind>().ToDictionary(kind => kind, _ => new Counts());
        foreach (var sentence in FactSentence.Load(name))
        {
            var found = SomeFacts.Read(sentence.Text).Where(f => f.IsAffirmed).Select(f => (f.Kind, f.Value)).ToHashSet();
            // Of numbers the largest counts, as it does wherever they are used.
            found.RemoveWhere(f => int.TryParse(f.Value, out var n) && found.Any(o => o.Kind == f.Kind && int.Parse(o.Value) > n));
            foreach (var fact in found)
            {
                counts[fact.Kind].Found++;
                if (sentence.Facts.Contains(fact)) counts[fact.Kind].Right++;
                else if (worked) output.WriteLine($"    wrong {fact}: {sentence.Text}");
            }

            foreach (var fact in sentence.Facts)
            {
                counts[fact.Kind].Wanted++;
                if (worked && !found.Contains(fact)) output.WriteLine($"    missed {fact}: {sentence.Text}");
            }
        }

        var all = new Counts { Found = counts.Values.Sum(c => c.Found), Right = counts.Values.Sum(c => c.Right), Wanted = counts.Values.Sum(c => c.Wanted) };
        foreach (var (kind, count) in counts) output.WriteLine($"{kind,-14} {count}");
        output.WriteLine($"{"all",-14} {all}");
        // Of a kind with fewer than five facts one sentence more or less decides.
        Assert.All(counts.Where(c => c.Value.Wanted >= EnoughToJudge), c => Assert.True(c.Value is { Precision: >= LeastOfAKind, Recall: >= LeastRecallOfAKind }, $"{c.Key} {c.Value}"));
        Assert.InRange(all.Precision, precision, 1);
        Assert.InRange(all.Recall, recall, 1);
    }

    private sealed class Counts
    {
        public int Found { get; set; }

        public int Right { get; set; }

        public int Wanted { get; set; }

        public double Precision => Found == 0 ? 1 : (double)Right / Found;

        public double Recall => Wanted == 0 ? 1 : (double)Right / Wanted;

        public override string ToString() => FormattableString.Invariant($"{Wanted,4} wanted {Found,4} found  precision {Precision:0.00}  recall {Recall:0.00}");
    }
}
