using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>What an indicator has brought and cost, told from what people decided.</summary>
/// <param name="Precision">Of the decided crimes in which it is affirmed, those that are stalking. Unsure answers are left out.</param>
/// <param name="FoundAlone">Stalking that would have stayed under the review threshold without it, whatever else speaks for it.</param>
/// <param name="ShownAlone">All that would have: what it alone put before a person, <paramref name="FoundAlone"/> among it.</param>
/// <param name="Minutes">Spent on what it alone put before a person and is not stalking; where no time is known, the median of all decisions.</param>
public sealed record IndicatorWorth(string Code, Proportion Precision, int FoundAlone, int ShownAlone, double Minutes)
{
    /// <summary>Indicators of decided crimes: those that cost most first.</summary>
    /// <param name="threshold">Probability from which on a crime is listed.</param>
    /// <remarks>
    /// The score is a sum, so that what it would be without one part is known exactly. Only decided crimes count: of what nobody read nobody
    /// knows what the indicator is worth there.
    /// </remarks>
    public static ImmutableArray<IndicatorWorth> Of(IReadOnlyCollection<MonitoredDecision> decisions, double threshold)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        var clear = decisions.Where(d => d.Stalking != StalkingAnswer.Unsure).ToList();
        var times = clear.Select(d => d.TimeOnItem).OfType<TimeSpan>().Order().ToList();
        var usual = times.Count == 0 ? TimeSpan.Zero : times[times.Count / 2];
        return
        [
            .. clear.SelectMany(d => d.Indicators.Select(code => (Code: code, Decision: d))).GroupBy(p => p.Code, p => p.Decision, StringComparer.Ordinal)
                .Select(g =>
                {
                    var alone = g.Where(d => IsDecisive(d, g.Key, threshold)).ToList();
                    return new IndicatorWorth(
                        g.Key, Proportion.Wilson(g.Count(d => d.Stalking == StalkingAnswer.Yes), g.Count()),
                        alone.Count(d => d.Stalking == StalkingAnswer.Yes), alone.Count,
                        alone.Where(d => d.Stalking == StalkingAnswer.No).Sum(d => (d.TimeOnItem ?? usual).TotalMinutes));
                })
                .OrderByDescending(w => w.Minutes).ThenByDescending(w => w.Precision.Of).ThenBy(w => w.Code, StringComparer.Ordinal),
        ];
    }

    private static bool IsDecisive(MonitoredDecision decision, string code, double threshold)
    {
        var without = decision.Parts.Where(p => p.Part != code).Sum(p => p.LogOdds);
        return decision.Probability >= threshold && AdditiveModel.Probability(without) < threshold;
    }
}
