namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>A share of a count, with the range that is compatible with it in 95 of 100 cases.</summary>
/// <param name="Count">Of those that were looked at, however many each stands for.</param>
/// <param name="Share">NaN where nothing was counted, as are the bounds.</param>
/// <remarks>Wilson, Probable inference, the law of succession, and statistical inference, 1927: close to its level even with few counts and shares near 0.</remarks>
public sealed record Proportion(int Count, int Of, double Share, double Low, double High)
{
    private const double Z = 1.959963984540054;

    public static Proportion Wilson(int count, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(of, count);
        return Create(count, of, of == 0 ? double.NaN : (double)count / of, of);
    }

    /// <summary>Of a sample in which each stands for as many as its weight says.</summary>
    /// <remarks>The interval is Wilson's with as many as the sample is worth, (sum of weights)² by sum of squared weights: Kish, Survey Sampling, 1965.</remarks>
    public static Proportion Weighted(IEnumerable<(bool Holds, double Weight)> sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        int count = 0, of = 0;
        double held = 0, all = 0, squares = 0;
        foreach (var (holds, weight) in sample)
        {
            of++;
            all += weight;
            squares += weight * weight;
            if (!holds) continue;
            count++;
            held += weight;
        }

        return Create(count, of, of == 0 ? double.NaN : held / all, of == 0 ? 0 : all * all / squares);
    }

    /// <summary>Recall where what is missed is known from a sample alone: found by found and missed.</summary>
    /// <param name="found">Known, and no sample.</param>
    /// <param name="missed">Share of the unread pile that should have been found; its interval becomes that of the recall.</param>
    /// <param name="pile">How many lie unread.</param>
    public static Proportion Recall(int found, Proportion missed, double pile)
    {
        ArgumentNullException.ThrowIfNull(missed);
        double At(double share) => found == 0 ? 0 : found / (found + (pile * share));
        var of = found + missed.Count;
        return of == 0 || missed.Of == 0
            ? new Proportion(found, of, double.NaN, double.NaN, double.NaN)
            : new Proportion(found, of, At(missed.Share), At(missed.High), At(missed.Low));
    }

    private static Proportion Create(int count, int of, double share, double worth)
    {
        if (of == 0) return new Proportion(0, 0, double.NaN, double.NaN, double.NaN);
        var middle = share + (Z * Z / (2 * worth));
        var half = Z * Math.Sqrt((share * (1 - share) / worth) + (Z * Z / (4 * worth * worth)));
        var scale = 1 + (Z * Z / worth);
        // At the ends the exact bound is 0 or 1; rounding must not leave it.
        return new Proportion(count, of, share, count == 0 ? 0 : (middle - half) / scale, count == of ? 1 : (middle + half) / scale);
    }
}
