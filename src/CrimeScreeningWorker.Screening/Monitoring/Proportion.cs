namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>A share of a count, with the range that is compatible with it in 95 of 100 cases.</summary>
/// <param name="Share">NaN where nothing was counted, as are the bounds.</param>
/// <remarks>Wilson, Probable inference, the law of succession, and statistical inference, 1927: close to its level even with few counts and shares near 0.</remarks>
public sealed record Proportion(int Count, int Of, double Share, double Low, double High)
{
    private const double Z = 1.959963984540054;

    public static Proportion Wilson(int count, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(of, count);
        if (of == 0) return new Proportion(0, 0, double.NaN, double.NaN, double.NaN);
        var share = (double)count / of;
        var middle = share + (Z * Z / (2 * of));
        var half = Z * Math.Sqrt((share * (1 - share) / of) + (Z * Z / (4.0 * of * of)));
        var scale = 1 + (Z * Z / of);
        // At the ends the exact bound is 0 or 1; rounding must not leave it.
        return new Proportion(
            count, of, share, count == 0 ? 0 : (middle - half) / scale, count == of ? 1 : (middle + half) / scale);
    }
}
