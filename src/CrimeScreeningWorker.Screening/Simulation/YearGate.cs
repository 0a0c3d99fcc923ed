using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>What was said of a record that the gate judges by.</summary>
internal readonly record struct GateAnswer(int Record, bool Stalking, float Weight);

/// <summary>Puts champion and challenger before the gate, on answers of people that neither learnt from.</summary>
/// <remarks>The interval is a percentile bootstrap over people, paired: both are judged on every draw (Efron and Tibshirani, 1993).</remarks>
internal sealed class YearGate(PreparedCorpus corpus, double capacity)
{
    private const int Draws = 200, Fewest = 15;
    private const double Tail = 0.025, WorseBrier = 0.01;

    /// <returns>Why the challenger is refused; none when it is let in.</returns>
    public ImmutableArray<string> Refusals(double[] champion, double[] challenger, IReadOnlyList<GateAnswer> answers, ulong seed)
    {
        var stalking = answers.Count(a => a.Stalking);
        if (stalking < Fewest || stalking == answers.Count)
            return [Words($"too few to judge by: {stalking} of {answers.Count} answers are \"stalking\", {Fewest} and some others are needed")];
        var reasons = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, of) in Groups())
        {
            var cases = answers.Count(a => a.Stalking && of(a.Record));
            if (cases < Fewest) continue;
            var gain = Gain(answers, of);
            if (gain >= 0) continue;
            var (low, high) = Range(of);
            reasons.Add(Words($"{name}: recall {gain:+0.000;-0.000} ({low:+0.000;-0.000;0.000} to {high:+0.000;-0.000;0.000}) in {cases} cases"));
        }

        var (before, after) = (Brier(champion), Brier(challenger));
        if (after > before + WorseBrier) reasons.Add(Words($"calibration: Brier {after:0.000} after {before:0.000}"));
        return reasons.ToImmutable();

        double Brier(double[] model) => answers.Sum(a => a.Weight * Math.Pow(model[a.Record] - (a.Stalking ? 1 : 0), 2)) / answers.Sum(a => a.Weight);

        double Gain(IReadOnlyList<GateAnswer> drawn, Func<int, bool> of) => Recall(challenger, drawn, of) - Recall(champion, drawn, of);

        double Recall(double[] model, IReadOnlyList<GateAnswer> drawn, Func<int, bool> of)
        {
            var read = (int)Math.Round(capacity * drawn.Count, MidpointRounding.AwayFromZero);
            var found = drawn.OrderByDescending(a => model[a.Record]).ThenBy(a => a.Record).Take(read).Count(a => a.Stalking && of(a.Record));
            return (double)found / drawn.Count(a => a.Stalking && of(a.Record));
        }

        (double Low, double High) Range(Func<int, bool> of)
        {
            var people = answers.GroupBy(a => corpus.Groups[a.Record]).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
            var chance = new SeededChance(seed);
            var gains = Enumerable.Range(0, Draws)
                .Select(draw => Gain([.. people.SelectMany((_, p) => people[chance.Below(people.Length, draw, (ulong)p)])], of))
                .Where(g => !double.IsNaN(g)).Order().ToList();
            return (gains[(int)Math.Round(Tail * (gains.Count - 1))], gains[(int)Math.Round((1 - Tail) * (gains.Count - 1))]);
        }
    }

    private IEnumerable<(string Name, Func<int, bool> Of)> Groups()
    {
        bool IsDomestic(int record) => corpus.Records[record].Crime.Relationship is "partner" or "ex-partner" or "ex-spouse" or "spouse" or "family";
        yield return ("all", _ => true);
        yield return ("domestic", IsDomestic);
        yield return ("not domestic", record => !IsDomestic(record));
        foreach (var of in (string[])["8L", "8R", "66"]) yield return ($"class {of}", record => corpus.Records[record].Crime.HomeOfficeClass == of);
    }

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
