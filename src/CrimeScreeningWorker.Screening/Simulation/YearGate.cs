using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>What was said of a record that the gate judges by.</summary>
internal readonly record struct GateAnswer(int Record, bool Stalking, float Weight);

/// <summary>Puts champion and challenger before the gate, on people that neither learnt from.</summary>
internal sealed class YearGate(PreparedCorpus corpus)
{
    private const int Draws = 200, Fewest = 15;

    /// <returns>Why the challenger is refused; none when it is let in.</returns>
    public ImmutableArray<string> Refusals(double[] champion, double[] challenger, IReadOnlyList<GateAnswer> answers, int seed)
    {
        var stalking = answers.Count(a => a.Stalking);
        if (stalking < Fewest) return [string.Create(CultureInfo.InvariantCulture, $"{stalking} answers \"stalking\" of people that were not learnt from; {Fewest} are needed.")];
        var people = answers.GroupBy(a => corpus.Groups[a.Record]).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        var random = new Random(seed);
        var gains = Enumerable.Range(0, Draws).Select(_ => Gain([.. Enumerable.Range(0, people.Length).SelectMany(_ => people[random.Next(people.Length)])]))
            .Where(g => !double.IsNaN(g)).Order().ToList();
        var gain = Gain(answers);
        return gain < 0 ? [string.Create(CultureInfo.InvariantCulture, $"recall {gain:+0.000;-0.000} ({gains[5]:0.000} to {gains[^6]:0.000})")] : [];

        double Gain(IReadOnlyList<GateAnswer> of) =>
            RankingMetrics.RecallAt([.. of.Select(a => new Judged(challenger[a.Record], a.Stalking))], 0.4)
            - RankingMetrics.RecallAt([.. of.Select(a => new Judged(champion[a.Record], a.Stalking))], 0.4);
    }
}
