namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>A figure with the range in which it lies in 95 of 100 draws of other people of the same kind.</summary>
public sealed record Interval(double Value, double Low, double High);

/// <summary>How far the figures could be chance: people are drawn again, with all their records, and both methods judge the same draw.</summary>
/// <param name="PrAucGain">The worker less the text model alone, pair by pair of the same draw.</param>
public sealed record UncertaintyFigures(int Draws, Interval PrAuc, Interval RecallAt40, Interval PrAucGain, Interval RecallAt40Gain)
{
    private const int UsualDraws = 1000;
    private const double Tail = 0.025;

    /// <summary>Over the outcomes of all splits together, each record judged once.</summary>
    public static UncertaintyFigures Of(IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus, int seed, int draws = UsualDraws)
    {
        var people = splits.SelectMany(s => s.Outcomes).GroupBy(o => corpus.Groups[o.Record]).OrderBy(g => g.Key)
            .Select(g => g.Select(o => (o.Probability, o.Text, corpus.Records[o.Record].Label.Stalking)).ToArray()).ToArray();
        var whole = Measure(people);
        var chance = new Random(seed);
        var drawn = Enumerable.Range(0, draws)
            .Select(_ => Measure([.. Enumerable.Range(0, people.Length).Select(_ => people[chance.Next(people.Length)])])).ToList();
        Interval Range(Func<Measured, double> figure)
        {
            var ordered = drawn.Select(figure).Where(v => !double.IsNaN(v)).Order().ToList();
            double At(double share) => ordered.Count == 0 ? double.NaN : ordered[(int)Math.Round(share * (ordered.Count - 1))];
            return new Interval(figure(whole), At(Tail), At(1 - Tail));
        }

        return new UncertaintyFigures(
            draws, Range(m => m.PrAuc), Range(m => m.RecallAt40), Range(m => m.PrAuc - m.TextPrAuc), Range(m => m.RecallAt40 - m.TextRecallAt40));
    }

    private readonly record struct Measured(double PrAuc, double RecallAt40, double TextPrAuc, double TextRecallAt40);

    private static Measured Measure((double Probability, double Text, bool Stalking)[][] people)
    {
        var worker = people.SelectMany(p => p).Select(o => new Judged(o.Probability, o.Stalking)).ToList();
        var text = people.SelectMany(p => p).Select(o => new Judged(o.Text, o.Stalking)).ToList();
        return new Measured(
            RankingMetrics.PrAuc(worker), RankingMetrics.RecallAt(worker, 0.4), RankingMetrics.PrAuc(text), RankingMetrics.RecallAt(text, 0.4));
    }
}
