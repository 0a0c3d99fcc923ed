using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Estimation;

/// <summary>What a force still misses, as far as its own readers' answers can say.</summary>
/// <param name="Drawn">Crimes of the audit sample.</param>
/// <param name="Unsure">Of those, how many were answered "unsure"; they count as not answered.</param>
/// <param name="ReviewsToHalve">More answers of the sample that would make the bounds half as wide; null: none has been given yet.</param>
/// <param name="Waiting">Above the threshold, not read yet.</param>
/// <param name="WaitingExpected">Stalking expected among those, by their probabilities.</param>
public sealed record MissedReport(
    MissedEstimate All, IReadOnlyList<MissedEstimate> Weeks, IReadOnlyList<MissedEstimate> Months, int Drawn, int Unsure, int? ReviewsToHalve,
    int Waiting, double WaitingExpected, IReadOnlyList<RecallPoint> Recall)
{
    private static readonly ImmutableArray<double> Shares = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5];

    /// <param name="capacity">Reviews a day, as configured: the first point of the recall; the others are shares of all crimes.</param>
    public static MissedReport Of(ReviewedCrimes crimes, int capacity)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        var all = MissedStalking.Estimate(crimes.Audited, crimes.Found);
        var capacities = Shares.Select(share => (int)Math.Ceiling(share * crimes.Ranked.Count)).Append(capacity).Where(count => count > 0 && count <= crimes.Ranked.Count);
        return new MissedReport(
            all, MissedStalking.ByWeek(crimes.Audited, crimes.Found), MissedStalking.ByMonth(crimes.Audited, crimes.Found), crimes.Audited.Count, crimes.Unsure,
            all.Share.ReviewsToHalve(), crimes.Waiting.Crimes, crimes.Waiting.Expected, RecallAtCapacity.Of(crimes.Ranked, capacities));
    }
}
