using System.Globalization;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Independent chances in sum: how many there are, how many cases they give on average, and how far from that it may be.</summary>
internal readonly record struct Chances(int Count, double Mean, double Variance);

/// <summary>How much of a night's stalking a day's reviews can be expected to hold.</summary>
/// <remarks>
/// Each crime's calibrated probability is taken for the chance that it is stalking, independently of the others. The number of cases among
/// the chosen reviews then has a Poisson-binomial distribution, which is computed exactly (by convolution); the number among the rest, which
/// may be very many, has nearly a Poisson or a normal one, and is taken as a sum of equally likely classes of a binomial with the same mean
/// and variance. The share is chosen / (chosen + rest); its interval runs from the 5th to the 95th of its hundred parts, given that there is
/// any case at all. What this does not hold: how wrong the calibration itself may be.
/// </remarks>
internal static class CapacityForecast
{
    /// <summary>Reviews that the line says what they would add.</summary>
    public const int NextReviews = 6;

    private const double Tail = 0.05;

    /// <param name="chosen">Probabilities of the reviews, in any order.</param>
    /// <param name="rest">Everything else that could hold a case.</param>
    /// <param name="next">Cases that the next reviews would add, expected.</param>
    public static CapacityLine Of(IReadOnlyList<double> chosen, Chances rest, double next)
    {
        var found = PoissonBinomial(chosen);
        var left = Counts(rest);
        var (expected, low, high) = Share(found, left);
        return new CapacityLine(chosen.Count, expected, low, high, next, InWords(chosen.Count, expected, low, high));
    }

    /// <summary>Chances of 0, 1, 2 … cases.</summary>
    public static double[] PoissonBinomial(IReadOnlyList<double> probabilities)
    {
        var chances = new double[probabilities.Count + 1];
        chances[0] = 1;
        for (var i = 0; i < probabilities.Count; i++)
        {
            var p = Math.Clamp(probabilities[i], 0, 1);
            for (var k = i + 1; k > 0; k--) chances[k] = (chances[k] * (1 - p)) + (chances[k - 1] * p);
            chances[0] *= 1 - p;
        }

        return chances;
    }

    /// <summary>
    /// Chances of 0, 1, 2 … cases among very many: a binomial of the same mean and variance, which a sum of unequal chances is always at
    /// least as narrow as its Poisson; in the logarithm, so that it neither overflows nor vanishes.
    /// </summary>
    private static double[] Counts(Chances rest)
    {
        if (rest.Count <= 0 || rest.Mean <= 0) return [1];
        var p = Math.Clamp(1 - (rest.Variance / rest.Mean), 1e-9, 1);
        var trials = Math.Clamp((int)Math.Round(rest.Mean / p), 1, Math.Max(1, rest.Count));
        p = Math.Clamp(rest.Mean / trials, 1e-12, 1 - 1e-12);
        // Eight standard deviations either side hold all there is.
        var spread = 8 * Math.Sqrt(Math.Max(rest.Variance, 1));
        var from = Math.Max(0, (int)(rest.Mean - spread));
        var to = Math.Min(trials, (int)(rest.Mean + spread) + 1);
        var chances = new double[to + 1];
        var log = LogBinomial(trials, from) + (from * Math.Log(p)) + ((trials - from) * Math.Log(1 - p));
        var odds = Math.Log(p) - Math.Log(1 - p);
        for (var k = from; k <= to; k++)
        {
            chances[k] = Math.Exp(log);
            log += odds + Math.Log(trials - k) - Math.Log(k + 1);
        }

        return chances;
    }

    private static double LogBinomial(int n, int k)
    {
        var sum = 0.0;
        for (var i = 1; i <= k; i++) sum += Math.Log(n - k + i) - Math.Log(i);
        return sum;
    }

    private static (double Expected, double Low, double High) Share(double[] found, double[] left)
    {
        var shares = new List<(double Share, double Chance)>(found.Length * left.Length);
        var total = 0.0;
        for (var a = 0; a < found.Length; a++)
        {
            for (var b = 0; b < left.Length; b++)
            {
                var chance = found[a] * left[b];
                if (a + b == 0 || chance < 1e-12) continue;
                shares.Add(((double)a / (a + b), chance));
                total += chance;
            }
        }

        if (total <= 0) return (0, 0, 1);
        shares.Sort();
        return (shares.Sum(share => share.Share * share.Chance) / total, At(Tail), At(1 - Tail));

        double At(double part)
        {
            var sum = 0.0;
            foreach (var (share, chance) in shares)
            {
                sum += chance;
                if (sum >= part * total) return share;
            }

            return 1;
        }
    }

    private static string InWords(int reviews, double expected, double low, double high)
    {
        // Outwards, so that rounding never makes the interval narrower than it is.
        var (from, to) = ((int)Math.Floor(low * 10 + 1e-9), (int)Math.Ceiling(high * 10 - 1e-9));
        var about = Math.Clamp((int)Math.Round(expected * 10, MidpointRounding.AwayFromZero), from, to);
        var reviewsInWords = reviews == 1 ? "1 review" : string.Create(CultureInfo.InvariantCulture, $"{reviews} reviews");
        return from == to
            ? string.Create(CultureInfo.InvariantCulture, $"{reviewsInWords}: expected to hold {about} in 10 of tonight's stalking.")
            : string.Create(CultureInfo.InvariantCulture, $"{reviewsInWords}: expected to hold {about} in 10 of tonight's stalking, between {from} and {to}.");
    }
}
