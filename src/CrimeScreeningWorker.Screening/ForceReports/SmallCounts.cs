using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Hides small counts of protected groups, so that nobody can be told from them, nor from the total less the others.</summary>
internal static class SmallCounts
{
    public const string Hidden = "hidden";

    /// <summary>
    /// Hides every count from 1 to below <see cref="Tally.Smallest"/>; then the smallest of the others, until what is hidden is two groups or more
    /// and adds up to <see cref="Tally.Smallest"/> or more, or nothing is left in sight.
    /// </summary>
    public static ImmutableArray<(string Name, int? Count)> Of(IEnumerable<(string Name, int Count)> groups)
    {
        var all = groups.ToList();
        var hidden = all.Where(group => group.Count is > 0 and < Tally.Smallest).Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        if (hidden.Count > 0)
        {
            foreach (var (name, _) in all.Where(group => group.Count >= Tally.Smallest).OrderBy(group => group.Count).ThenBy(group => group.Name, StringComparer.Ordinal))
            {
                if (hidden.Count > 1 && all.Where(group => hidden.Contains(group.Name)).Sum(group => group.Count) >= Tally.Smallest) break;
                hidden.Add(name);
            }
        }

        return [.. all.Select(group => (group.Name, hidden.Contains(group.Name) ? null : (int?)group.Count))];
    }
}
