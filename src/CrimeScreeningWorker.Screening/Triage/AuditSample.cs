using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A crime drawn from below the review threshold, to find out what the ranking misses.</summary>
/// <param name="Weight">Crimes that it stands for: size of its class, or of all, by crimes drawn from it. Weighted, the sample estimates the whole.</param>
public sealed record AuditItem(CrimeKey Crime, string HomeOfficeClass, double Weight);

/// <summary>Draws the audit sample of a run: the same run over the same crimes always draws the same ones.</summary>
public static class AuditSample
{
    /// <summary>
    /// Draws from each class by its size, at least one from every class; where there are more classes than <paramref name="size"/>, from all
    /// together, so that no class is left without a chance.
    /// </summary>
    /// <param name="crimes">Any order; those with a priority are passed over. Only as many as can be drawn are held in memory.</param>
    /// <param name="size">Crimes wanted; fewer come back when fewer are below the threshold.</param>
    /// <returns>By class, then by key.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    /// <remarks>
    /// Chance is a hash of the run and the key, so a crime missed by one run can be drawn by the next. Seats go to classes
    /// by the method of equal proportions (Huntington and Hill), which gives every class its first seat before any its second.
    /// </remarks>
    public static IReadOnlyList<AuditItem> Draw(
        IEnumerable<(CrimeKey Key, string HomeOfficeClass, Priority Priority)> crimes, string runId, int size)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        ArgumentOutOfRangeException.ThrowIfNegative(size);

        var strata = new SortedDictionary<string, Stratum>(StringComparer.Ordinal);
        var all = new Stratum();
        foreach (var (key, homeOfficeClass, priority) in crimes)
        {
            if (priority != Priority.None) continue;
            if (!strata.TryGetValue(homeOfficeClass, out var stratum)) strata.Add(homeOfficeClass, stratum = new Stratum());
            var chance = Chance(runId, key);
            stratum.Offer(chance, key, homeOfficeClass, size);
            all.Offer(chance, key, homeOfficeClass, size);
        }

        if (strata.Count > size)
        {
            all.Drawn = Math.Min(size, all.Size);
            return [.. all.Items().OrderBy(item => item.HomeOfficeClass, StringComparer.Ordinal).ThenBy(item => item.Crime)];
        }

        for (var seat = 0; seat < size; seat++)
        {
            var next = strata.Values.Where(stratum => stratum.Drawn < stratum.Size).MaxBy(stratum => stratum.Claim);
            if (next is null) break;
            next.Drawn++;
        }

        return [.. strata.Values.SelectMany(stratum => stratum.Items().OrderBy(item => item.Crime))];
    }

    private static ulong Chance(string runId, CrimeKey key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{runId}\n{key.ForceCode}\n{key.CrimeReference}"), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private sealed class Stratum
    {
        private readonly SortedSet<(ulong Chance, CrimeKey Key, string Class)> lowest = [];

        public int Size { get; private set; }

        public int Drawn { get; set; }

        // Among classes without a seat the larger goes first.
        public (double, int) Claim => (Drawn == 0 ? double.PositiveInfinity : Size / Math.Sqrt(Drawn * (Drawn + 1.0)), Size);

        public void Offer(ulong chance, CrimeKey key, string homeOfficeClass, int keep)
        {
            Size++;
            lowest.Add((chance, key, homeOfficeClass));
            if (lowest.Count > keep) lowest.Remove(lowest.Max);
        }

        public IEnumerable<AuditItem> Items() => lowest.Take(Drawn).Select(crime => new AuditItem(crime.Key, crime.Class, (double)Size / Drawn));
    }
}
