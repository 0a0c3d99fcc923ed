using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>Something that a person should look at.</summary>
/// <param name="Sentence">Counts and codes, never a crime or a person.</param>
public sealed record MonitoringFinding(string Kind, string Sentence);

/// <summary>All that watching the work shows: plain figures of plain records.</summary>
public sealed record MonitoringReport(
    DateTimeOffset AsOf, ImmutableArray<DriftFigure> Drift, ImmutableArray<IndicatorRate> Indicators, ImmutableArray<AgreementFigure> Agreement,
    ImmutableArray<IndicatorWorth> Worth, ImmutableArray<MonitoringFinding> Findings)
{
    public bool NeedsPerson => Findings.Length > 0;

    /// <summary>Whether anything needs a person, in one sentence of counts.</summary>
    public string Sentence => Findings.Length switch
    {
        0 => "Nothing needs a person.",
        1 => $"One thing needs a person: {Findings[0].Sentence}",
        _ => $"{Findings.Length} things need a person: {string.Join("; ", Findings.Select(f => f.Sentence.TrimEnd('.')))}.",
    };

    /// <param name="threshold">Probability from which on a crime is listed.</param>
    /// <param name="asOf">Later crimes and decisions are left out. Only the month it lies in, and the one before, can ask for a person.</param>
    public static MonitoringReport Of(
        IEnumerable<MonitoredScore> scores, IEnumerable<MonitoredDecision> decisions, double threshold, DateTimeOffset asOf, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(decisions);
        var seen = scores.Where(s => s.At <= asOf).ToList();
        var said = decisions.Where(d => d.At <= asOf).ToList();
        var (drift, indicators, agreement, worth) = (
            ScoreDrift.ByMonth(seen, options), IndicatorRates.ByMonth(seen, options), AgreementFigure.ByMonth(said, options), IndicatorWorth.Of(said, threshold));
        return new MonitoringReport(
            asOf, drift, indicators, agreement, worth, MonitoringFindings.Of(drift, indicators, agreement, worth, asOf, options));
    }
}
