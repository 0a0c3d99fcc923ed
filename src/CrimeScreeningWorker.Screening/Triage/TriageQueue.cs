using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A crime of the morning list.</summary>
/// <param name="Rank">1-based place in the whole list; the crimes already recorded as stalking carry on after the queue.</param>
public sealed record TriageItem(int Rank, TriageGroup Group, ScreenedCrime Crime);

/// <summary>The part of the morning list that a page holds, in its order, and how long the whole list is.</summary>
/// <param name="Totals">Crimes of each group in the whole list; a group without any is missing.</param>
public sealed record TriageList(IReadOnlyList<TriageItem> Items, IReadOnlyDictionary<TriageGroup, int> Totals)
{
    public int Total => Totals.Values.Sum();

    /// <summary>Crimes that stand in <c>triage.csv</c> alone.</summary>
    public int NotShown => Total - Items.Count;
}

/// <summary>
/// Takes crimes in any order and gives the morning list. It keeps a row of text for each queued crime and the place of it, never the crime
/// itself, so that a year of crimes does not have to fit in memory.
/// </summary>
internal sealed class TriageQueue(ScreeningScope scope, TriageOptions options)
{
    private readonly List<(TriageOrder Order, byte[] Row)> rows = [];
    private readonly Shortlist queue = new(options.PageCrimes);
    private readonly Shortlist nonDomestic = new((int)(options.PageCrimes * options.NonDomesticShare));
    private readonly Shortlist alreadyStalking = new(options.PageAlreadyStalking);

    /// <summary>Whether a crime belongs in the list: unless it is below the review threshold.</summary>
    public static bool Lists(ScoredCrime crime)
    {
        ArgumentNullException.ThrowIfNull(crime);
        return crime.Score.Priority != Priority.None;
    }

    /// <summary>Puts a crime in the list if it belongs there.</summary>
    /// <param name="row">Kept for <see cref="Rows"/>.</param>
    /// <returns>Whether the crime is in the list.</returns>
    public bool Add(ScoredCrime crime, byte[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!Lists(crime)) return false;

        var order = new TriageOrder(crime, scope.IsStalking(crime.Crime));
        rows.Add((order, row));
        if (order.Group == TriageGroup.AlreadyStalking)
        {
            alreadyStalking.Offer(order);
            return true;
        }
        queue.Offer(order);
        if (!IsDomestic(crime.Crime)) nonDomestic.Offer(order);
        return true;
    }

    /// <summary>Every row of the list, best first.</summary>
    public IEnumerable<(int Rank, byte[] Row)> Rows()
    {
        rows.Sort((left, right) => left.Order.CompareTo(right.Order));
        return rows.Select((row, index) => (index + 1, row.Row));
    }

    /// <summary>The crimes that a page holds of the list.</summary>
    public IReadOnlyCollection<CrimeKey> Shown =>
        [.. nonDomestic.Best.Concat(queue.Best).Select(order => order.Key).Distinct().Take(options.PageCrimes), .. alreadyStalking.Best.Select(order => order.Key)];

    /// <summary>What a page holds of the list.</summary>
    /// <param name="shown">All that is known of the crimes in <see cref="Shown"/>.</param>
    public TriageList List(IEnumerable<ScreenedCrime> shown)
    {
        rows.Sort((left, right) => left.Order.CompareTo(right.Order));
        var byKey = shown.ToDictionary(crime => crime.Crime.Key);
        var items = rows
            .Select((row, index) => (Rank: index + 1, row.Order))
            .Where(row => byKey.ContainsKey(row.Order.Key))
            .Select(row => new TriageItem(row.Rank, row.Order.Group, byKey[row.Order.Key]))
            .ToList();
        return new TriageList(items, rows.CountBy(row => row.Order.Group).ToDictionary());
    }

    private static bool IsDomestic(Crime crime) =>
        crime.Relationship?.Trim().ToLowerInvariant() is "partner" or "ex-partner" or "family"
        || crime.Flags.Contains("DA", StringComparer.OrdinalIgnoreCase);

    /// <summary>The best few of what it was offered.</summary>
    private sealed class Shortlist(int size)
    {
        private readonly SortedSet<TriageOrder> best = [];

        public IEnumerable<TriageOrder> Best => best;

        public void Offer(TriageOrder order)
        {
            best.Add(order);
            if (best.Count > size) best.Remove(best.Max);
        }
    }
}
