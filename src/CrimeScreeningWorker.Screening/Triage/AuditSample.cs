using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A crime drawn from below the review threshold, to find out what the ranking misses.</summary>
/// <param name="Weight">Crimes that it stands for: 1 / its chance of being drawn. Weighted, the sample estimates the whole.</param>
public sealed record AuditItem(CrimeKey Crime, string HomeOfficeClass, double Weight);

/// <summary>Draws the audit sample of a run: the same run over the same crimes always draws the same ones.</summary>
public static class AuditSample
{
    /// <summary>Draws from each class by its size, every crime with the same chance: <paramref name="size"/> by all that are below the threshold.</summary>
    /// <param name="crimes">Any order; those with a priority are passed over. Only as many as can be drawn are held in memory.</param>
    /// <param name="size">Crimes wanted; fewer come back when fewer are below the threshold.</param>
    /// <returns>By class, then by key.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    /// <remarks>
    /// <para>Chance is a hash of the run and the key, so a crime missed by one run can be drawn by the next. Seats go to classes by systematic
    /// sampling (W. G. Madow, On the theory of systematic sampling II, Annals of Mathematical Statistics 20, 1949): the classes stand in line, each
    /// as long as it has crimes, and every N/n-th place from a start left to chance is a seat, so that a class has its share of seats,
    /// rounded up or down.</para>
    /// <para>Rounding by a fixed rule, be it the fairest, gives a class that is small against N/n no seat in any run: with three seats a night whatever lies
    /// in the fourth class and beyond would never be drawn, and no number of nights would show it.</para>
    /// </remarks>
    public static IReadOnlyList<AuditItem> Draw(
        IEnumerable<(CrimeKey Key, string HomeOfficeClass, Priority Priority)> crimes, string runId, int size)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        ArgumentOutOfRangeException.ThrowIfNegative(size);

        var strata = new SortedDictionary<string, Stratum>(StringComparer.Ordinal);
        foreach (var (key, homeOfficeClass, priority) in crimes)
        {
            if (priority != Priority.None) continue;
            if (!strata.TryGetValue(homeOfficeClass, out var stratum)) strata.Add(homeOfficeClass, stratum = new Stratum());
            stratum.Offer(Chance(runId, key), key, size);
        }

        var all = strata.Values.Sum(stratum => (long)stratum.Size);
        var seats = Math.Min(size, all);
        if (seats == 0) return [];
        var weight = (double)all / seats;
        var start = StartOf(runId) * weight;
        var (end, taken) = (0L, 0L);
        foreach (var stratum in strata.Values)
        {
            end += stratum.Size;
            // The last one has what is left, whatever the arithmetic rounds.
            var upTo = end == all ? seats : Math.Clamp((long)Math.Ceiling((end - start) / weight), taken, seats);
            stratum.Drawn = (int)(upTo - taken);
            taken = upTo;
        }

        return [.. strata.SelectMany(pair => pair.Value.Crimes().Order().Select(key => new AuditItem(key, pair.Key, weight)))];
    }

    /// <summary>In [0, 1), by the run alone.</summary>
    private static double StartOf(string runId) => (Hash(runId) >> 11) * (1.0 / (1UL << 53));

    private static ulong Chance(string runId, CrimeKey key) => Hash($"{runId}\n{key.ForceCode}\n{key.CrimeReference}");

    private static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private sealed class Stratum
    {
        private readonly SortedSet<(ulong Chance, CrimeKey Key)> lowest = [];

        public int Size { get; private set; }

        public int Drawn { get; set; }

        public void Offer(ulong chance, CrimeKey key, int keep)
        {
            Size++;
            lowest.Add((chance, key));
            if (lowest.Count > keep) lowest.Remove(lowest.Max);
        }

        public IEnumerable<CrimeKey> Crimes() => lowest.Take(Drawn).Select(crime => crime.Key);
    }
}
