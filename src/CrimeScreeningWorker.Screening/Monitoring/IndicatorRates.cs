using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>How often an indicator is affirmed in the crimes of a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Baseline">The rate in the months that it is compared with.</param>
/// <param name="Effect">Difference of the two rates as Cohen's h, the difference of their arcsines; above 0: more often than before.</param>
public sealed record IndicatorRate(string Code, DateOnly Month, Proportion Rate, Proportion Baseline, double Effect, DriftVerdict Verdict);

/// <summary>Whether an indicator has begun to fire more or less often: a template has changed, or a way of writing, or what happens.</summary>
public static class IndicatorRates
{
    /// <summary>By code and month; an indicator that never fired is left out. Models make no difference: the rule book is what reads.</summary>
    public static ImmutableArray<IndicatorRate> ByMonth(IEnumerable<MonitoredScore> scores, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(options);
        var months = scores.GroupBy(s => BritishTime.Month(s.At)).OrderBy(g => g.Key).Select(g => (
            Month: g.Key,
            Crimes: g.Count(),
            Counts: g.SelectMany(s => s.Indicators).CountBy(code => code, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal))).ToList();
        var before = months.Take(options.BaselineMonths).ToList();
        return
        [
            .. months.SelectMany(m => m.Counts.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(code =>
            {
                var baseline = Proportion.Wilson(before.Sum(m => m.Counts.GetValueOrDefault(code)), before.Sum(m => m.Crimes));
                return months.Select((m, index) => Of(code, m.Month, Proportion.Wilson(m.Counts.GetValueOrDefault(code), m.Crimes), baseline, index));
            }),
        ];

        IndicatorRate Of(string code, DateOnly month, Proportion rate, Proportion baseline, int index)
        {
            var effect = 2 * (Math.Asin(Math.Sqrt(rate.Share)) - Math.Asin(Math.Sqrt(baseline.Share)));
            var verdict = index < options.BaselineMonths ? DriftVerdict.Baseline
                : Math.Min(rate.Of, baseline.Of) < options.MinimumCount ? DriftVerdict.TooFew
                : Math.Abs(effect) >= options.IndicatorEffect ? DriftVerdict.Drifted
                : Math.Abs(effect) >= options.IndicatorEffect / 2 ? DriftVerdict.Watch : DriftVerdict.Steady;
            return new IndicatorRate(code, month, rate, baseline, effect, verdict);
        }
    }
}
