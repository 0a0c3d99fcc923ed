using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Estimation;

/// <summary>A crime of the audit sample: drawn at random from below the review threshold and read without knowing that.</summary>
/// <param name="Weight">Crimes below the threshold that it stands for.</param>
/// <param name="Stalking">What people said; null: nobody yet, or they were not sure.</param>
public sealed record AuditedCrime(CrimeKey Crime, DateTimeOffset RecordedAt, double Weight, bool? Stalking);

/// <summary>A crime that was read because it was ranked, and found to be stalking.</summary>
public sealed record FoundCrime(CrimeKey Crime, DateTimeOffset RecordedAt);

/// <summary>What is still missed, of one stretch of time or of all.</summary>
/// <param name="From">First day of the week or month in which the crimes were recorded; null: all of them.</param>
/// <param name="Found">Stalking that reading in rank order found.</param>
/// <param name="Unread">Crimes below the threshold that nobody was to read, by the weights of those drawn from them.</param>
/// <param name="Share">Of stalking among the unread.</param>
public sealed record MissedEstimate(DateOnly? From, int Found, double Unread, WeightedShare Share)
{
    /// <summary>Stalking among the unread, with its bounds.</summary>
    public (double Expected, double Low, double High) Missed => (Share.Share * Unread, Share.Low * Unread, Share.High * Unread);

    /// <summary>
    /// Found by found and missed, with bounds from those of what is missed: what was found is counted, not estimated. Null: nothing of the
    /// sample has been answered, or there is no stalking at all.
    /// </summary>
    public (double Expected, double Low, double High)? Recall =>
        Share.Sampled == 0 || Found + Missed.High <= 0 ? null
        : (Found + Missed.Expected > 0 ? Found / (Found + Missed.Expected) : 0, Found / (Found + Missed.High), Found + Missed.Low > 0 ? Found / (Found + Missed.Low) : 1);
}

/// <summary>Says from the audit sample how much stalking lies in the pile that nobody reads.</summary>
public static class MissedStalking
{
    /// <summary>Of everything.</summary>
    public static MissedEstimate Estimate(IReadOnlyCollection<AuditedCrime> audited, IReadOnlyCollection<FoundCrime> found) => Of(null, audited, found);

    /// <summary>By week of recording, each from its Monday, by British dates; the oldest first.</summary>
    public static IReadOnlyList<MissedEstimate> ByWeek(IReadOnlyCollection<AuditedCrime> audited, IReadOnlyCollection<FoundCrime> found) =>
        By(day => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), audited, found);

    /// <summary>By month of recording, by British dates; the oldest first.</summary>
    public static IReadOnlyList<MissedEstimate> ByMonth(IReadOnlyCollection<AuditedCrime> audited, IReadOnlyCollection<FoundCrime> found) =>
        By(day => new DateOnly(day.Year, day.Month, 1), audited, found);

    private static List<MissedEstimate> By(
        Func<DateOnly, DateOnly> first, IReadOnlyCollection<AuditedCrime> audited, IReadOnlyCollection<FoundCrime> found)
    {
        DateOnly Of(DateTimeOffset at) => first(BritishTime.DateOf(at));
        var samples = audited.ToLookup(crime => Of(crime.RecordedAt));
        var finds = found.ToLookup(crime => Of(crime.RecordedAt));
        return
        [
            .. samples.Select(group => group.Key).Union(finds.Select(group => group.Key)).Order()
                .Select(from => MissedStalking.Of(from, [.. samples[from]], [.. finds[from]])),
        ];
    }

    // Those without an answer count for the size of the pile; that they are like the answered ones is all that can be supposed.
    private static MissedEstimate Of(DateOnly? from, IReadOnlyCollection<AuditedCrime> audited, IReadOnlyCollection<FoundCrime> found) => new(
        from, found.Count, audited.Sum(crime => crime.Weight),
        WeightedShare.Of([.. audited.Where(crime => crime.Stalking is not null).Select(crime => (crime.Stalking!.Value, crime.Weight))]));
}
