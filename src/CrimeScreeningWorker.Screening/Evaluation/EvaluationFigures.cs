using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>A figure over the splits of one design: mean, worst and spread.</summary>
/// <param name="Worst">The lowest, or for an error the highest, of all splits.</param>
/// <param name="Spread">Standard deviation (n - 1) over the splits; of the means of the seeds where there are several.</param>
public sealed record Figure(double Mean, double Worst, double Spread)
{
    private static Figure Unknown { get; } = new(double.NaN, double.NaN, double.NaN);

    public static Figure Of(IEnumerable<double> values, bool isError = false)
    {
        var known = values.Where(v => !double.IsNaN(v)).ToList();
        return known.Count == 0 ? Unknown : new Figure(known.Average(), isError ? known.Max() : known.Min(), Deviation(known));
    }

    public static Figure Over(IReadOnlyList<SplitOutcomes> splits, Func<SplitOutcomes, double> metric, bool isError = false)
    {
        var known = splits.Select(s => (s.Seed, Value: metric(s))).Where(v => !double.IsNaN(v.Value)).ToList();
        var seeds = known.GroupBy(v => v.Seed).Select(seed => seed.Average(v => v.Value)).ToList();
        var all = Of(known.Select(v => v.Value), isError);
        return seeds.Count < 2 ? all : new Figure(seeds.Average(), all.Worst, Deviation(seeds));
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }
}

/// <summary>How one way of ordering the records does.</summary>
public sealed record RankingFigures(
    string Method, Figure PrAuc, Figure RecallAt10, Figure RecallAt20, Figure RecallAt30, Figure RecallAt40, Figure WorkSavedAt95, Figure? Brier, Figure? CalibrationError)
{
    public static RankingFigures Of(string method, IReadOnlyList<SplitOutcomes> splits, Func<Outcome, double> score, PreparedCorpus corpus, bool isProbability)
    {
        List<Judged> Judged(SplitOutcomes s) => [.. s.Outcomes.Select(o => new Judged(score(o), corpus.Records[o.Record].Label.Stalking))];
        Figure All(Func<List<Judged>, double> metric, bool isError = false) => Figure.Over(splits, s => metric(Judged(s)), isError);
        return new RankingFigures(
            method, All(RankingMetrics.PrAuc),
            All(j => RankingMetrics.RecallAt(j, 0.1)), All(j => RankingMetrics.RecallAt(j, 0.2)),
            All(j => RankingMetrics.RecallAt(j, 0.3)), All(j => RankingMetrics.RecallAt(j, 0.4)),
            All(j => RankingMetrics.WorkSaved(j, 0.95)),
            isProbability ? All(RankingMetrics.Brier, isError: true) : null,
            isProbability ? All(RankingMetrics.CalibrationError, isError: true) : null);
    }
}

/// <summary>Recall of a group of records when 40 % of all are read.</summary>
public sealed record GroupFigure(string Group, int Records, Figure RecallAt40);

/// <summary>One split on its own.</summary>
public sealed record SplitFigures(string Name, int Seed, double PrAuc, double RecallAt40);

/// <summary>Everything that one design of splits shows.</summary>
public sealed record DesignFigures(
    string Design,
    ImmutableArray<SplitFigures> Splits,
    ImmutableArray<RankingFigures> Methods,
    ImmutableArray<GroupFigure> Groups,
    AnswerFigures Answers)
{
    public const string NeedsHistory = "needs history", Breach = "breach of an order", HighRisk = "high risk", MaliciousCommunications = "malicious communications (8R)";

    /// <summary>The worker itself, before what it is compared with.</summary>
    public RankingFigures Worker => Methods[0];

    public Figure RecallAt40Of(string group) => Groups.Single(g => g.Group == group).RecallAt40;

    public static DesignFigures Of(string design, IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus)
    {
        CrimeLabel Label(Outcome o) => corpus.Records[o.Record].Label;
        List<Judged> Judged(SplitOutcomes s) => [.. s.Outcomes.Select(o => new Judged(o.Probability, Label(o).Stalking))];
        var seeds = Math.Max(1, splits.Select(s => s.Seed).Distinct().Count());
        GroupFigure Group(string name, Func<Outcome, bool> of) => new(
            name,
            splits.Sum(s => s.Outcomes.Count(o => Label(o).Stalking && of(o))) / seeds,
            Figure.Over(splits, s => RankingMetrics.RecallAt(s.Outcomes, o => new Judged(o.Probability, Label(o).Stalking), 0.4, of)));
        return new DesignFigures(
            design,
            [.. splits.Select(s => new SplitFigures(s.Name, s.Seed, RankingMetrics.PrAuc(Judged(s)), RankingMetrics.RecallAt(Judged(s), 0.4)))],
            [.. MethodsOf(splits, corpus)],
            [
                Group(NeedsHistory, o => Label(o).NeedsHistory),
                Group(Breach, o => Label(o).Breach),
                Group(HighRisk, o => Label(o).HighRisk),
                Group(MaliciousCommunications, o => corpus.Records[o.Record].Crime.HomeOfficeClass == "8R"),
                Group("not ex-partner", o => corpus.Records[o.Record].Crime.Relationship is not ("ex-partner" or "ex-spouse")),
            ],
            AnswerFigures.Of(splits, corpus));
    }

    private static IEnumerable<RankingFigures> MethodsOf(IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus)
    {
        RankingFigures Method(string name, Func<Outcome, double> score, bool isProbability) =>
            RankingFigures.Of(name, splits, score, corpus, isProbability);
        yield return Method("this worker", o => o.Probability, isProbability: true);
        yield return Method("text alone", o => o.Text, isProbability: true);
        if (splits.All(s => s.Outcomes.All(o => o.Standard is not null)))
            yield return Method("ML.NET as it comes", o => o.Standard!.Value, isProbability: true);
        yield return Method("rules alone", o => o.Rules, isProbability: false);
        yield return Method("keyword search", o => o.Keywords, isProbability: false);
        yield return Method("order of classes", o => o.ClassOrder, isProbability: false);
        // Where more is stalking than can be read, no order finds all of it.
        yield return Method("perfect order", o => corpus.Records[o.Record].Label.Stalking ? 1 : 0, isProbability: false);
    }
}
