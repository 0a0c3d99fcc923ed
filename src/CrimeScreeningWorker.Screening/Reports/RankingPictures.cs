using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>The curves of a report. Where records stand for several, each counts with its weight.</summary>
public static class RankingPictures
{
    private const int Steps = 100, Bins = 10;
    private const string Worker = "this worker", Perfect = "perfect order", Random = "any order";

    /// <returns>Null where no record is stalking or all are: then no order is better than another.</returns>
    public static RankingPicture? Of(IReadOnlyList<JudgedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var (stalking, all) = (records.Where(r => r.Stalking).Sum(r => r.Weight), records.Sum(r => r.Weight));
        if (stalking == 0 || stalking == all) return null;
        var curve = PrecisionRecall(records, stalking).ToList();
        var listed = records.Where(r => r.Listed).ToList();
        var (found, shown) = (listed.Where(r => r.Stalking).Sum(r => r.Weight), listed.Sum(r => r.Weight));
        var reliability = Reliability(records);
        return new RankingPicture(
            [.. Thinned(curve)],
            new PrecisionRecallPoint(listed.Select(r => r.Probability).DefaultIfEmpty(double.NaN).Min(), found / stalking, shown == 0 ? double.NaN : found / shown),
            shown / all, stalking / all, Area(curve),
            [
                Curve(records, Worker, r => r.Probability, stalking, all),
                .. (records[0].Others.IsDefaultOrEmpty ? [] : records[0].Others).Select((other, i) => Curve(records, other.Method, r => r.Others[i].Score, stalking, all)),
                Curve(records, Perfect, r => r.Stalking ? 1 : 0, stalking, all),
                new RecallCurve(Random, [.. Enumerable.Range(0, Steps + 1).Select(s => (double)s / Steps)]),
            ],
            reliability,
            records.Sum(r => r.Weight * Math.Pow(r.Probability - (r.Stalking ? 1 : 0), 2)) / all,
            WeightedCalibrationError(records, all));
    }

    /// <summary>Records with equal scores are one step, as nothing tells them apart.</summary>
    private static IEnumerable<PrecisionRecallPoint> PrecisionRecall(IReadOnlyList<JudgedRecord> records, double stalking)
    {
        double found = 0, read = 0;
        foreach (var step in records.GroupBy(r => r.Probability).OrderByDescending(g => g.Key))
        {
            found += step.Where(r => r.Stalking).Sum(r => r.Weight);
            read += step.Sum(r => r.Weight);
            yield return new PrecisionRecallPoint(step.Key, found / stalking, found / read);
        }
    }

    private static double Area(List<PrecisionRecallPoint> curve) =>
        curve.Zip(curve.Prepend(new PrecisionRecallPoint(1, 0, 1)), (to, from) => (to.Recall - from.Recall) * to.Precision).Sum();

    /// <summary>Where recall stands still, only the ends matter; of the rest so many as an eye can tell apart.</summary>
    private static IEnumerable<PrecisionRecallPoint> Thinned(List<PrecisionRecallPoint> curve)
    {
        PrecisionRecallPoint? kept = null;
        foreach (var (index, point) in curve.Index())
        {
            var isEnd = index == curve.Count - 1 || curve[index + 1].Recall > point.Recall;
            if (!isEnd || (kept is not null && index < curve.Count - 1 && point.Recall - kept.Recall < 0.004 && Math.Abs(point.Precision - kept.Precision) < 0.004)) continue;
            yield return kept = point;
        }
    }

    /// <summary>Ties keep the order in which the records are given, as the list does.</summary>
    private static RecallCurve Curve(IReadOnlyList<JudgedRecord> records, string method, Func<JudgedRecord, double> score, double stalking, double all)
    {
        var recall = new double[Steps + 1];
        double found = 0, read = 0;
        var step = 1;
        foreach (var record in records.OrderByDescending(score))
        {
            // What lies within one record, which may stand for many, is shared out evenly.
            for (; step <= Steps && step * all / Steps <= read + record.Weight; step++)
                recall[step] = (found + (record.Stalking ? (step * all / Steps) - read : 0)) / stalking;
            read += record.Weight;
            if (record.Stalking) found += record.Weight;
        }

        for (; step <= Steps; step++) recall[step] = 1;
        return new RecallCurve(method, [.. recall]);
    }

    private static ImmutableArray<ReliabilityFigure> Reliability(IReadOnlyList<JudgedRecord> records)
    {
        var byBin = records.ToLookup(BinOf);
        return
        [
            .. Enumerable.Range(0, Bins).Where(byBin.Contains).Select(bin => new ReliabilityFigure(
                (double)bin / Bins, (double)(bin + 1) / Bins, byBin[bin].Count(),
                byBin[bin].Sum(r => r.Weight * r.Probability) / byBin[bin].Sum(r => r.Weight),
                Proportion.Weighted(byBin[bin].Select(r => (r.Stalking, r.Weight))))),
        ];
    }

    private static double WeightedCalibrationError(IReadOnlyList<JudgedRecord> records, double all) =>
        records.GroupBy(BinOf).Sum(bin => Math.Abs(bin.Sum(r => r.Weight * (r.Probability - (r.Stalking ? 1 : 0))))) / all;

    private static int BinOf(JudgedRecord record) => Math.Min(Bins - 1, (int)(record.Probability * Bins));
}
