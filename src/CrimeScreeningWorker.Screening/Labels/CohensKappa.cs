namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>How far two readers agree beyond what chance would give.</summary>
/// <param name="Count">What both have answered.</param>
/// <param name="Agreed">Share on which they agree; NaN of none.</param>
/// <param name="Kappa">At most 1, 0 as by chance; null where both gave one and the same answer throughout, or there is nothing.</param>
/// <param name="Low">Lower end of the 95 % interval, not below -1; null where kappa is, or nothing says how sure it is.</param>
/// <param name="High">Upper end, not above 1.</param>
public sealed record Agreement(int Count, double Agreed, double? Kappa, double? StandardError, double? Low, double? High);

/// <summary>Cohen's kappa of two readers, with its large-sample interval.</summary>
/// <remarks>
/// <para>Kappa: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 1960. Its standard error
/// (of a kappa that need not be 0): J. L. Fleiss, J. Cohen and B. S. Everitt, Large sample standard errors of kappa and weighted kappa,
/// Psychological Bulletin 72, 1969. The interval is kappa ± 1.96 standard errors.</para>
/// <para>It is for large samples: under about thirty answers it is too narrow. Where the readers agree on everything or on nothing, or one of
/// them gave the same answer throughout, the error is 0 by the formula, which would be a certainty that nobody has; no interval is given then.</para>
/// </remarks>
public static class CohensKappa
{
    private const double Normal95 = 1.959963984540054;

    /// <param name="counts">Square: answers of the first reader down, of the second across; none negative.</param>
    /// <exception cref="ArgumentException">It is not square, or a count is negative.</exception>
    public static Agreement Of(int[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var k = counts.GetLength(0);
        if (k != counts.GetLength(1)) throw new ArgumentException($"{k} rows and {counts.GetLength(1)} columns; as many of both are expected.", nameof(counts));
        var n = 0;
        foreach (var count in counts)
        {
            if (count < 0) throw new ArgumentException($"A count of {count}; none is negative.", nameof(counts));
            n += count;
        }

        if (n == 0) return new Agreement(0, double.NaN, null, null, null, null);
        var (row, column) = (new double[k], new double[k]);
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
            {
                row[i] += (double)counts[i, j] / n;
                column[j] += (double)counts[i, j] / n;
            }
        }

        var (agreed, expected) = (0, 0.0);
        for (var i = 0; i < k; i++)
        {
            agreed += counts[i, i];
            expected += row[i] * column[i];
        }

        var observed = (double)agreed / n;
        // One and the same answer throughout: chance would agree as often.
        if (expected > 1 - 1e-12) return new Agreement(n, observed, null, null, null, null);
        var kappa = (observed - expected) / (1 - expected);
        var error = StandardError(counts, n, row, column, expected, kappa);
        // What is left of 0 by rounding is far below what any number of answers gives.
        if (agreed == n || error < 1e-6) return new Agreement(n, observed, kappa, null, null, null);
        return new Agreement(n, observed, kappa, error, Math.Max(-1, kappa - (Normal95 * error)), Math.Min(1, kappa + (Normal95 * error)));
    }

    // Equation 13 of the paper, with weights of 1 on the diagonal and 0 elsewhere.
    private static double StandardError(int[,] counts, int n, double[] row, double[] column, double expected, double kappa)
    {
        var (onDiagonal, offDiagonal) = (0.0, 0.0);
        for (var i = 0; i < row.Length; i++)
        {
            for (var j = 0; j < row.Length; j++)
            {
                var share = (double)counts[i, j] / n;
                if (i == j) onDiagonal += share * Square(1 - ((row[i] + column[i]) * (1 - kappa)));
                else offDiagonal += share * Square(column[i] + row[j]);
            }
        }

        var variance = onDiagonal + (Square(1 - kappa) * offDiagonal) - Square(kappa - (expected * (1 - kappa)));
        return Math.Sqrt(Math.Max(0, variance) / n) / (1 - expected);
    }

    private static double Square(double x) => x * x;
}
