using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>What of all the figures asks for a person, each as one sentence.</summary>
internal static class MonitoringFindings
{
    public static ImmutableArray<MonitoringFinding> Of(
        IEnumerable<DriftFigure> drift, IEnumerable<IndicatorRate> indicators, IEnumerable<AgreementFigure> agreement, IEnumerable<IndicatorWorth> worth,
        DateTimeOffset asOf, MonitoringOptions options)
    {
        // An older month was reported when it was new, and cannot be mended any more.
        var from = BritishTime.Month(asOf).AddMonths(-1);
        var recent = agreement.Where(a => a.Month >= from).ToList();
        return
        [
            .. drift.Where(d => d.Verdict == DriftVerdict.Drifted && d.Month >= from).Select(d => Finding(
                "drift",
                $"the scores of {Name(d.Month)} have drifted (stability index {d.StabilityIndex:0.00}, mean {d.MeanDifference:+0.00;-0.00} over {d.Count} crimes).")),
            .. Indicators(indicators.Where(i => i.Verdict == DriftVerdict.Drifted && i.Month >= from)),
            .. recent.Where(a => a.Overridden.Of >= options.MinimumDecisions && a.Overridden.Low > options.OverrideRate).Select(a => Finding(
                "override", $"of {a.Overridden.Of} listed crimes decided in {Name(a.Month)}, {a.Overridden.Count} were found not to be stalking.")),
            .. recent.Where(a => a.HardlyRead.Of >= options.MinimumDecisions && a.HardlyRead.Low > options.HardlyReadShare).Select(a => Finding(
                "time", $"of {a.HardlyRead.Of} decisions in {Name(a.Month)}, {a.HardlyRead.Count} came within {options.HardlyRead.TotalSeconds:0} seconds of opening the crime.")),
            .. worth.Where(w => w.Precision.Of >= options.MinimumOfIndicator && w.Precision.High < options.IndicatorPrecision && w.ShownAlone > 0).Select(w => Finding(
                "indicator", $"indicator {w.Code} was right in {w.Precision.Count} of {w.Precision.Of} decided crimes and cost {w.Minutes:0} minutes alone.")),
        ];
    }

    private static IEnumerable<MonitoringFinding> Indicators(IEnumerable<IndicatorRate> drifted) =>
        drifted.GroupBy(i => i.Month).OrderBy(g => g.Key).Select(g => Finding(
            "rate",
            $"{(g.Count() == 1 ? "an indicator fires" : string.Create(CultureInfo.InvariantCulture, $"{g.Count()} indicators fire"))} at another rate in {Name(g.Key)} than before ({string.Join(", ", g.OrderByDescending(i => Math.Abs(i.Effect)).ThenBy(i => i.Code, StringComparer.Ordinal).Take(3).Select(i => i.Code))})."));

    private static MonitoringFinding Finding(string kind, FormattableString sentence) => new(kind, sentence.ToString(CultureInfo.InvariantCulture));

    private static string Name(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
}
