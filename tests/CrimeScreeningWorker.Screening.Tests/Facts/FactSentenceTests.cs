using CrimeScreeningWorker.Screening.Facts;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

/// <summary>How well the shipped fact book reads sentences in the manner of the police.</summary>
public sealed class FactSentenceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("worked", 0.88, 0.95)]
    [InlineData("held-out", 0.5, 0.5)]
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
