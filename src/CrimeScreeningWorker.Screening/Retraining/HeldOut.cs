using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>The people whose labels no model learns from, so that there is always somebody to judge models by.</summary>
public static class HeldOut
{
    /// <summary>Share of the groups of people that is kept, unless told otherwise.</summary>
    public const double DefaultShare = 0.2;

    /// <summary>Whether each case belongs to people who are kept. All cases of a group are on one side.</summary>
    /// <param name="crimes">By case.</param>
    /// <param name="groups">By case: people who stand together.</param>
    /// <param name="share">Of the groups; at least 0, below 1.</param>
    /// <remarks>
    /// By a hash of the group's first crime, so that the side stays the same from one training to the next as crimes and people come. Where two
    /// groups become one, a person may change sides: <see cref="LearntCrimes"/> keeps a model from being judged by whom it has learnt from.
    /// </remarks>
    public static bool[] Of(IReadOnlyList<CrimeKey> crimes, IReadOnlyList<int> groups, double share, int seed)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        ArgumentNullException.ThrowIfNull(groups);
        if (share is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share that is held out is at least 0 and below 1.");
        var first = new Dictionary<int, CrimeKey>();
        for (var i = 0; i < crimes.Count; i++)
        {
            if (!first.TryGetValue(groups[i], out var known) || crimes[i].CompareTo(known) < 0) first[groups[i]] = crimes[i];
        }

        var kept = first.Where(group => Chance(group.Value, seed) < share).Select(group => group.Key).ToHashSet();
        return [.. groups.Select(kept.Contains)];
    }

    private static double Chance(CrimeKey crime, int seed) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{crime.ForceCode}\n{crime.CrimeReference}"))) / (double)ulong.MaxValue;
}
