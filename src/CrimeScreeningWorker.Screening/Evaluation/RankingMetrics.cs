namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>One judged record: what the method said and what is true.</summary>
/// <param name="Score">Orders the records; higher is read earlier. Ties keep the order in which the records are given.</param>
public readonly record struct Judged(double Score, bool Relevant);

/// <summary>
/// How much stalking a ranking puts within the reading capacity, and how honest its probabilities are. Every function is plain:
/// the same records in the same order give the same figure. Undefined figures (no relevant record) are NaN, never 0.
/// </summary>
/// <remarks>Definitions: Cohen et al. 2006 for work saved over sampling; Manning, Raghavan and Schütze 2008 for average precision.</remarks>
public static class RankingMetrics
{
    /// <summary>Area under the precision-recall curve as average precision; records with equal scores count as one step.</summary>
    public static double PrAuc(IReadOnlyList<Judged> judged)
    {
        var relevant = judged.Count(j => j.Relevant);
        if (relevant == 0) return double.NaN;
        double area = 0;
        int found = 0, seen = 0;
        foreach (var step in judged.GroupBy(j => j.Score).OrderByDescending(g => g.Key))
        {
            var hits = step.Count(j => j.Relevant);
            found += hits;
            seen += step.Count();
            area += (double)found / seen * hits;
        }

        return area / relevant;
    }

    /// <summary>Share of the relevant records among the first <paramref name="share"/> of all, read from the top; the count read is rounded to the nearest record.</summary>
    /// <param name="share">Share of records read, in (0, 1].</param>
    /// <param name="of">Which relevant records count; null for all of them.</param>
    public static double RecallAt<T>(IReadOnlyList<T> records, Func<T, Judged> judge, double share, Func<T, bool>? of = null)
    {
        var wanted = records.Where(r => judge(r).Relevant && (of is null || of(r))).ToHashSet(ReferenceEqualityComparer<T>.Instance);
        if (wanted.Count == 0) return double.NaN;
        var read = (int)Math.Round(share * records.Count, MidpointRounding.AwayFromZero);
        return (double)records.OrderByDescending(r => judge(r).Score).Take(read).Count(wanted.Contains) / wanted.Count;
    }

    public static double RecallAt(IReadOnlyList<Judged> judged, double share)
    {
        var relevant = judged.Count(j => j.Relevant);
        if (relevant == 0) return double.NaN;
        var read = (int)Math.Round(share * judged.Count, MidpointRounding.AwayFromZero);
        return (double)judged.OrderByDescending(j => j.Score).Take(read).Count(j => j.Relevant) / relevant;
    }

    /// <summary>Work saved over sampling: the share of records not read when <paramref name="recall"/> is reached, less what random order would save.</summary>
    public static double WorkSaved(IReadOnlyList<Judged> judged, double recall)
    {
        var relevant = judged.Count(j => j.Relevant);
        if (relevant == 0) return double.NaN;
        var needed = (int)Math.Ceiling((recall * relevant) - 1e-9);
        int found = 0, read = 0;
        foreach (var record in judged.OrderByDescending(j => j.Score))
        {
            read++;
            if (record.Relevant && ++found >= needed) break;
        }

        return ((double)(judged.Count - read) / judged.Count) - (1 - recall);
    }

    /// <summary>Mean squared distance of probability and truth; 0 is best.</summary>
    public static double Brier(IReadOnlyList<Judged> judged) =>
        judged.Count == 0 ? double.NaN : judged.Average(j => Math.Pow(j.Score - (j.Relevant ? 1 : 0), 2));

    /// <summary>Expected calibration error over ten bins of equal width, weighted by the records in each.</summary>
    public static double CalibrationError(IReadOnlyList<Judged> judged) =>
        judged.Count == 0
            ? double.NaN
            : ReliabilityBin.Of(judged).Sum(bin => bin.Records == 0 ? 0 : Math.Abs(bin.Predicted - bin.Observed) * bin.Records) / judged.Count;

    /// <summary>Harmonic mean of precision and recall of a yes-or-no answer.</summary>
    public static double F1(IEnumerable<(bool Said, bool True)> answers)
    {
        int both = 0, said = 0, truth = 0;
        foreach (var answer in answers)
        {
            if (answer.Said) said++;
            if (answer.True) truth++;
            if (answer is { Said: true, True: true }) both++;
        }

        return said + truth == 0 ? double.NaN : 2.0 * both / (said + truth);
    }

    /// <summary>The highest recall at any threshold whose precision is at least <paramref name="precision"/>.</summary>
    public static double RecallAtPrecision(IReadOnlyList<Judged> judged, double precision)
    {
        var relevant = judged.Count(j => j.Relevant);
        if (relevant == 0) return double.NaN;
        int found = 0, seen = 0;
        double best = 0;
        foreach (var step in judged.GroupBy(j => j.Score).OrderByDescending(g => g.Key))
        {
            found += step.Count(j => j.Relevant);
            seen += step.Count();
            if ((double)found / seen >= precision) best = (double)found / relevant;
        }

        return best;
    }

    private sealed class ReferenceEqualityComparer<T> : IEqualityComparer<T>
    {
        public static ReferenceEqualityComparer<T> Instance { get; } = new();

        public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

        public int GetHashCode(T obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
