using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>What an indicator is worth on the labelled records: how often it is affirmed, and what the labels say of those records.</summary>
/// <param name="Records">Records on which it is affirmed at least once.</param>
/// <param name="Stalking">Share of them that is stalking.</param>
/// <param name="HighRisk">Share of them that is high risk.</param>
public sealed record IndicatorFigure(Indicator Indicator, int Records, double Stalking, double HighRisk)
{
    /// <summary>The indicators that occur, the most frequent first.</summary>
    public static IReadOnlyList<IndicatorFigure> Of(PreparedCorpus corpus, RuleBook book)
    {
        var seen = Enumerable.Range(0, corpus.Records.Count)
            .SelectMany(i => corpus.Readings[i].Hits.Where(h => h.Polarity == Polarity.Affirmed).Select(h => h.Code)
                .Distinct(StringComparer.Ordinal).Select(code => (code, corpus.Records[i].Label)))
            .ToLookup(s => s.code, s => s.Label, StringComparer.Ordinal);
        return
        [
            .. book.Indicators.Where(i => seen.Contains(i.Code))
                .Select(i => new IndicatorFigure(
                    i, seen[i.Code].Count(), seen[i.Code].Average(l => l.Stalking ? 1.0 : 0), seen[i.Code].Average(l => l.HighRisk ? 1.0 : 0)))
                .OrderByDescending(f => f.Records).ThenBy(f => f.Indicator.Code, StringComparer.Ordinal),
        ];
    }
}
