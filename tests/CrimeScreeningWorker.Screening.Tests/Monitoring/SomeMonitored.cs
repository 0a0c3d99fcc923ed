using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Tests.Monitoring;

/// <summary>Scores and decisions made up for a test, from a seed.</summary>
internal static class SomeMonitored
{
    public static readonly MonitoringOptions Options = new();

    public static DateTimeOffset In(int month, int day = 15) => new(2026, month, day, 12, 0, 0, TimeSpan.Zero);

    /// <param name="power">Of an even chance: 1 spreads the scores evenly, more moves them down.</param>
    public static IEnumerable<MonitoredScore> Month(int month, int count, double power, string model = "m1", double fires = 0.1, int seed = 1)
    {
        var chance = new Random((seed * 100) + month);
        for (var i = 0; i < count; i++)
            yield return new MonitoredScore(In(month), Math.Pow(chance.NextDouble(), power), model, chance.NextDouble() < fires ? ["LOITER"] : []);
    }

    public static MonitoredDecision Decision(
        StalkingAnswer stalking, bool listed = true, bool blind = false, int month = 3, double? minutes = null, double probability = 0.5,
        ImmutableArray<Contribution> parts = default) =>
        new(new CrimeKey("GLO", "1"), In(month), "Ann", stalking, ShownRightly: stalking == StalkingAnswer.Yes, listed, blind)
        {
            Probability = probability,
            TimeOnItem = minutes is { } known ? TimeSpan.FromMinutes(known) : null,
            Parts = parts.IsDefault ? [] : parts,
            Indicators = parts.IsDefault ? [] : [.. parts.Select(p => p.Part).Where(p => p != "BASE")],
        };
}
