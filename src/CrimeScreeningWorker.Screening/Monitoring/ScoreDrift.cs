using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>What a month's figures say beside those of the baseline.</summary>
public enum DriftVerdict
{
    /// <summary>One of the months that the others are compared with.</summary>
    Baseline,

    /// <summary>Under the minimum count, the month or its baseline: nothing is said, whatever the figures.</summary>
    TooFew,

    Steady,

    /// <summary>At least half of the index that needs a person.</summary>
    Watch,

    /// <summary>A person should look.</summary>
    Drifted,
}

/// <summary>The scores of one month beside those of the baseline.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Mean">Mean probability: the share of stalking that the machine expects.</param>
/// <param name="StabilityIndex">Population stability index over tenths of the baseline, less its expectation under chance alone; may be slightly below 0.</param>
/// <param name="JensenShannon">Divergence of the two over the same tenths, in bits: 0 the same, 1 nothing in common.</param>
/// <param name="MeanDifference">The month's mean probability less that of the baseline.</param>
/// <param name="Effect">The same in standard deviations of the two together (Cohen's d).</param>
public sealed record DriftFigure(
    DateOnly Month, string Model, int Count, double Mean, double StabilityIndex, double JensenShannon, double MeanDifference, double Effect,
    DriftVerdict Verdict);

/// <summary>Whether the scores of a month look like those of the months the model began with.</summary>
/// <remarks>
/// Population stability index: Siddiqi, Credit Risk Scorecards, 2006; its expectation (bins - 1) (1/n + 1/m) where nothing has changed:
/// Yurdakul, Statistical Properties of Population Stability Index, 2018. Effect sizes: Cohen, Statistical Power Analysis, 1988.
/// </remarks>
public static class ScoreDrift
{
    private const int Tenths = 10;

    /// <summary>A figure for every month of every model, by model in the order of its first crime and then by month.</summary>
    public static ImmutableArray<DriftFigure> ByMonth(IEnumerable<MonitoredScore> scores, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. scores.GroupBy(s => s.Model, StringComparer.Ordinal).OrderBy(g => g.Min(s => s.At)).ThenBy(g => g.Key, StringComparer.Ordinal)
                .SelectMany(model => OfModel(model.Key, model, options)),
        ];
    }

    /// <summary>One sample of probabilities beside another, in any order.</summary>
    public static DriftFigure Compare(
        DateOnly month, string model, IReadOnlyList<double> baseline, IReadOnlyList<double> current, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(options);
        if (baseline.Count == 0 || current.Count == 0)
            return new DriftFigure(month, model, current.Count, current.Count == 0 ? double.NaN : current.Average(), double.NaN, double.NaN, double.NaN, double.NaN, DriftVerdict.TooFew);
        var edges = EdgesOf(baseline);
        var (before, now) = (SharesOf(baseline, edges), SharesOf(current, edges));
        var index = before.Zip(now, (b, n) => (n - b) * Math.Log(n / b)).Sum()
            - (edges.Length * ((1.0 / baseline.Count) + (1.0 / current.Count)));
        var difference = current.Average() - baseline.Average();
        var deviation = Math.Sqrt(((Squares(baseline) + Squares(current)) / Math.Max(1, baseline.Count + current.Count - 2)));
        var effect = deviation == 0 ? 0 : difference / deviation;
        return new DriftFigure(
            month, model, current.Count, current.Average(), index, JensenShannon(before, now), difference, effect,
            Judge(Math.Min(baseline.Count, current.Count), index, Math.Abs(effect), options));
    }

    private static IEnumerable<DriftFigure> OfModel(string model, IEnumerable<MonitoredScore> scores, MonitoringOptions options)
    {
        var months = scores.GroupBy(s => BritishTime.Month(s.At)).OrderBy(g => g.Key)
            .Select(g => (Month: g.Key, Probabilities: g.Select(s => s.Probability).ToList())).ToList();
        var baseline = months.Take(options.BaselineMonths).SelectMany(m => m.Probabilities).ToList();
        foreach (var (index, month) in months.Index())
        {
            var figure = Compare(month.Month, model, baseline, month.Probabilities, options);
            // A month of the baseline is part of what it would be compared with.
            yield return index < options.BaselineMonths ? figure with { Verdict = DriftVerdict.Baseline } : figure;
        }
    }

    private static DriftVerdict Judge(int fewest, double index, double effect, MonitoringOptions options)
    {
        if (fewest < options.MinimumCount) return DriftVerdict.TooFew;
        if (index >= options.DriftIndex || effect >= options.DriftEffect) return DriftVerdict.Drifted;
        return index >= options.DriftIndex / 2 || effect >= options.DriftEffect / 2 ? DriftVerdict.Watch : DriftVerdict.Steady;
    }

    /// <summary>Inner edges of tenths of the baseline; equal ones, where many crimes have the same score, count once.</summary>
    private static double[] EdgesOf(IReadOnlyList<double> baseline)
    {
        var ordered = baseline.Order().ToArray();
        return [.. Enumerable.Range(1, Tenths - 1).Select(t => ordered[Math.Min(ordered.Length - 1, t * ordered.Length / Tenths)]).Distinct()];
    }

    /// <summary>Shares of the bins, each with half a crime added, so that an empty bin does not make the index endless.</summary>
    private static double[] SharesOf(IReadOnlyList<double> values, double[] edges)
    {
        var counts = new double[edges.Length + 1];
        Array.Fill(counts, 0.5);
        foreach (var value in values)
        {
            var at = Array.BinarySearch(edges, value);
            counts[at >= 0 ? at + 1 : ~at]++;
        }

        var all = counts.Sum();
        return [.. counts.Select(count => count / all)];
    }

    private static double JensenShannon(double[] a, double[] b) =>
        a.Zip(b, (x, y) => ((x * Math.Log2(2 * x / (x + y))) + (y * Math.Log2(2 * y / (x + y)))) / 2).Sum();

    private static double Squares(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean));
    }
}
