using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>The records whose probability lies in one tenth of the scale: what was said of them, and what is true.</summary>
/// <param name="From">Lower edge, included; the last bin includes 1.</param>
/// <param name="Predicted">Mean probability; NaN where no record lies.</param>
/// <param name="Observed">Share that is relevant; NaN where no record lies.</param>
public sealed record ReliabilityBin(double From, double To, int Records, double Predicted, double Observed)
{
    private const int Bins = 10;

    /// <summary>Ten bins of equal width, the lowest first, empty ones too.</summary>
    public static ImmutableArray<ReliabilityBin> Of(IReadOnlyList<Judged> judged)
    {
        var byBin = judged.ToLookup(j => Math.Min(Bins - 1, (int)(j.Score * Bins)));
        return
        [
            .. Enumerable.Range(0, Bins).Select(bin => new ReliabilityBin(
                (double)bin / Bins, (double)(bin + 1) / Bins, byBin[bin].Count(),
                byBin[bin].Select(j => j.Score).DefaultIfEmpty(double.NaN).Average(),
                byBin[bin].Select(j => j.Relevant ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average())),
        ];
    }
}
