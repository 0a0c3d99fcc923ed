using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Screening.Estimation;

/// <summary>A crime with the machine's probability and, where people read it, what they said.</summary>
/// <param name="Stalking">Null: not read, or not sure.</param>
/// <param name="Weight">Crimes it stands for: 1 where it was read because it was ranked, its weight where it was drawn at random.</param>
public sealed record RankedCrime(double Probability, bool? Stalking = null, double Weight = 1);

/// <summary>How much of the stalking the first so many of the order hold.</summary>
/// <param name="Capacity">Reviews, from the top of the order.</param>
/// <param name="Expected">By the calibrated probabilities: what one may hope for before anybody has read.</param>
/// <param name="Low">Bounds of that, nine in ten, if the probabilities are right.</param>
/// <param name="Measured">By what people said, the audit sample standing for the unread; null: no stalking has been found yet.</param>
/// <param name="Read">Of the first so many, how many have an answer: without most of them the measured figure says little.</param>
public sealed record RecallPoint(int Capacity, double Expected, double Low, double High, double? Measured, int Read);

/// <summary>Recall against reviews, expected beside measured.</summary>
public static class RecallAtCapacity
{
    /// <param name="crimes">All that could be read, in any order.</param>
    /// <param name="capacities">Each from 1; one beyond the end stands for all.</param>
    public static IReadOnlyList<RecallPoint> Of(IReadOnlyList<RankedCrime> crimes, IEnumerable<int> capacities)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        ArgumentNullException.ThrowIfNull(capacities);
        var ranked = crimes.OrderByDescending(crime => crime.Probability).ToList();
        var known = ranked.Sum(Held);
        return
        [
            .. capacities.Distinct().Order().Select(capacity =>
            {
                var top = ranked.Take(capacity).ToList();
                var rest = ranked.Skip(capacity).Select(crime => crime.Probability).ToList();
                var forecast = CapacityForecast.Of(
                    [.. top.Select(crime => crime.Probability)], new Chances(rest.Count, rest.Sum(), rest.Sum(p => p * (1 - p))), next: 0);
                return new RecallPoint(
                    top.Count, forecast.Expected, forecast.Low, forecast.High, known > 0 ? top.Sum(Held) / known : null, top.Count(crime => crime.Stalking is not null));
            }),
        ];

        static double Held(RankedCrime crime) => crime.Stalking == true ? crime.Weight : 0;
    }
}
