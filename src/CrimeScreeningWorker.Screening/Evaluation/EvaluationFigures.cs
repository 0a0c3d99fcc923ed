using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>A figure over the splits of one design: mean, worst and spread.</summary>
/// <param name="Worst">The lowest, or for an error the highest.</param>
/// <param name="Spread">Standard deviation over the splits (n - 1).</param>
public sealed record Figure(double Mean, double Worst, double Spread)
{
    public static Figure Of(IEnumerable<double> values, bool isError = false)
    {
        var known = values.Where(v => !double.IsNaN(v)).ToList();
        if (known.Count == 0) return new Figure(double.NaN, double.NaN, double.NaN);
        var mean = known.Average();
        var spread = known.Count < 2 ? 0 : Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / (known.Count - 1));
        return new Figure(mean, isError ? known.Max() : known.Min(), spread);
    }
}

/// <summary>How one way of ordering the records does.</summary>
public sealed record RankingFigures(
    string Method, Figure PrAuc, Figure RecallAt10, Figure RecallAt20, Figure RecallAt30, Figure RecallAt40, Figure WorkSavedAt95, Figure? Brier, Figure? CalibrationError)
{
    public static RankingFigures Of(string method, IReadOnlyList<SplitOutcomes> splits, Func<Outcome, double> score, PreparedCorpus corpus, bool isProbability)
    {
        var judged = splits.Select(s => s.Outcomes.Select(o => new Judged(score(o), corpus.Records[o.Record].Label.Stalking)).ToList()).ToList();
        Figure All(Func<List<Judged>, double> metric, bool isError = false) => Figure.Of(judged.Select(metric), isError);
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

/// <summary>Everything that one design of splits shows.</summary>
public sealed record DesignFigures(
    string Design,
    ImmutableArray<string> Splits,
    ImmutableArray<RankingFigures> Methods,
    ImmutableArray<double> PrAucBySplit,
    ImmutableArray<double> RecallAt40BySplit,
    ImmutableArray<GroupFigure> Groups,
    AnswerFigures Answers)
{
    public static DesignFigures Of(string design, IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus)
    {
        CrimeLabel Label(Outcome o) => corpus.Records[o.Record].Label;
        var ours = RankingFigures.Of("this worker", splits, o => o.Probability, corpus, isProbability: true);
        GroupFigure Group(string name, Func<Outcome, bool> of) => new(
            name,
            splits.Sum(s => s.Outcomes.Count(o => Label(o).Stalking && of(o))),
            Figure.Of(splits.Select(s => RankingMetrics.RecallAt(s.Outcomes, o => new Judged(o.Probability, Label(o).Stalking), 0.4, of))));
        return new DesignFigures(
            design,
            [.. splits.Select(s => s.Name)],
            [
                ours,
                RankingFigures.Of("text alone", splits, o => o.Text, corpus, isProbability: true),
                RankingFigures.Of("rules alone", splits, o => o.Rules, corpus, isProbability: false),
                RankingFigures.Of("keyword search", splits, o => o.Keywords, corpus, isProbability: false),
                RankingFigures.Of("order of classes", splits, o => o.ClassOrder, corpus, isProbability: false),
            ],
            [.. splits.Select(s => RankingMetrics.PrAuc([.. s.Outcomes.Select(o => new Judged(o.Probability, Label(o).Stalking))]))],
            [.. splits.Select(s => RankingMetrics.RecallAt([.. s.Outcomes.Select(o => new Judged(o.Probability, Label(o).Stalking))], 0.4))],
            [
                Group("needs history", o => Label(o).NeedsHistory),
                Group("breach of an order", o => Label(o).Breach),
                Group("high risk", o => Label(o).HighRisk),
                Group("malicious communications (8R)", o => corpus.Records[o.Record].Crime.HomeOfficeClass == "8R"),
                Group("not ex-partner", o => corpus.Records[o.Record].Crime.Relationship is not ("ex-partner" or "ex-spouse")),
            ],
            AnswerFigures.Of(splits, corpus));
    }
}

/// <summary>The contrast pairs: how often the half that is stalking is ranked above the half that is not.</summary>
public sealed record ContrastFigures(int Pairs, double RankedRight, double TextRankedRight, ImmutableSortedDictionary<string, (int Pairs, int Right)> ByKind)
{
    public static ContrastFigures Of(IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus)
    {
        var pairs = splits.SelectMany(s => s.Outcomes).GroupBy(o => corpus.Records[o.Record].Label.Pair)
            .Where(g => g.Count() == 2).Select(g => (
                Stalking: g.Single(o => corpus.Records[o.Record].Label.Stalking), Not: g.Single(o => !corpus.Records[o.Record].Label.Stalking)))
            .ToList();
        return new ContrastFigures(
            pairs.Count,
            pairs.Average(p => p.Stalking.Probability > p.Not.Probability ? 1.0 : 0),
            pairs.Average(p => p.Stalking.Text > p.Not.Text ? 1.0 : 0),
            pairs.GroupBy(p => corpus.Records[p.Stalking.Record].Label.Kind, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(g => g.Key, g => (g.Count(), g.Count(p => p.Stalking.Probability > p.Not.Probability)), StringComparer.Ordinal));
    }
}

/// <summary>Links between records against the series of the labels: same people by nominal, or a record that needs its history.</summary>
public sealed record LinkFigures(int NeedHistory, int NeedHistoryLinked, int Links, ImmutableSortedDictionary<string, int> ByBasis)
{
    public static LinkFigures Of(PreparedCorpus corpus)
    {
        int need = 0, linked = 0;
        var bases = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < corpus.Records.Count; i++)
        {
            var at = corpus.Records[i].Crime.RecordedAt;
            foreach (var basis in corpus.Links[i].SelectMany(l => l.Links).Select(l => l.Basis.ToString()))
                bases[basis] = bases.GetValueOrDefault(basis) + 1;
            if (!corpus.Records[i].Label.NeedsHistory) continue;
            need++;
            if (corpus.Links[i].Any(l => corpus.Records[l.Other].Crime.RecordedAt <= at && l.Links.Any(x => x.IsCourseOfConduct))) linked++;
        }

        return new LinkFigures(need, linked, bases.Values.Sum(), bases.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
