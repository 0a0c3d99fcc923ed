using MathNet.Numerics.Distributions;

namespace CrimeScreeningWorker.Screening.Estimation;

/// <summary>A share that a weighted sample estimates, with the bounds that hold the true one in at least 95 of 100 samples.</summary>
/// <param name="Sampled">How many were looked at.</param>
/// <param name="Found">Of those, how many have what is looked for.</param>
/// <param name="Share">Weighted; with nothing sampled 0, between 0 and 1.</param>
/// <param name="Worth">How many of a sample without weights would say as much; at most <paramref name="Sampled"/>.</param>
/// <remarks>
/// Korn and Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated from survey data",
/// Survey Methodology 24, 1998: the exact binomial bounds of Clopper and Pearson (Biometrika 26, 1934) at the effective sample size. That is the lesser of Kish's,
/// (Σw)² / Σw², and the one that the linearised variance gives, so that neither unequal weights nor a find of great weight make the
/// sample look better than it is. The bounds are wider than they need be rather than narrower: a sample that found nothing still has an upper one.
/// </remarks>
public sealed record WeightedShare(int Sampled, int Found, double Share, double Low, double High, double Worth)
{
    /// <summary>Chance outside the bounds, half of it on each side.</summary>
    private const double Outside = 0.05;

    public double Width => High - Low;

    /// <param name="sample">Each with the number that it stands for, above 0.</param>
    /// <exception cref="ArgumentException">A weight is not above 0.</exception>
    public static WeightedShare Of(IReadOnlyCollection<(bool Holds, double Weight)> sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Any(one => !(one.Weight > 0))) throw new ArgumentException("Every one of a sample stands for more than none.", nameof(sample));
        if (sample.Count == 0) return new WeightedShare(0, 0, 0, 0, 1, 0);
        var all = sample.Sum(one => one.Weight);
        var share = sample.Sum(one => one.Holds ? one.Weight : 0) / all;
        var worth = all * all / sample.Sum(one => one.Weight * one.Weight);
        var found = sample.Count(one => one.Holds);
        if (found > 0 && found < sample.Count)
        {
            var variance = sample.Sum(one => Math.Pow(one.Weight * ((one.Holds ? 1 : 0) - share), 2)) / (all * all);
            worth = Math.Min(worth, share * (1 - share) / variance);
        }

        var (low, high) = Bounds(share, worth);
        return new WeightedShare(sample.Count, found, share, low, high, worth);
    }

    /// <summary>How many more of the same kind it takes to make the bounds half as far apart, should the share stay what it is.</summary>
    /// <returns>Null: nothing was sampled yet, so nothing is known.</returns>
    public int? ReviewsToHalve()
    {
        if (Sampled == 0) return null;
        var wanted = Width / 2;
        double too = 1, enough = 2;
        while (WidthAt(enough) > wanted) (too, enough) = (enough, enough * 2);
        while (enough - too > 0.001)
        {
            var middle = (too + enough) / 2;
            if (WidthAt(middle) > wanted) too = middle;
            else enough = middle;
        }

        return (int)Math.Ceiling((enough - 1) * Sampled);
    }

    private double WidthAt(double times)
    {
        var (low, high) = Bounds(Share, Worth * times);
        return high - low;
    }

    private static (double Low, double High) Bounds(double share, double worth)
    {
        var holds = share * worth;
        return (
            holds <= 0 ? 0 : Beta.InvCDF(holds, worth - holds + 1, Outside / 2),
            holds >= worth ? 1 : Beta.InvCDF(holds + 1, worth - holds, 1 - (Outside / 2)));
    }
}
