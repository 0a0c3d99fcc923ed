using System.Globalization;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Estimation;

/// <summary>A made-up force whose truth is known.</summary>
/// <param name="Share">Of stalking among the crimes below the threshold; classes differ, from a tenth of it to four times it.</param>
/// <param name="Nights">Nights, of some two hundred such crimes each.</param>
/// <param name="PerNight">Drawn from each night.</param>
public sealed record CoverageSetting(double Share, int Nights, int PerNight);

/// <summary>How often the bounds held the truth.</summary>
/// <param name="Forces">How many were made up.</param>
/// <param name="Covered">Share of them in which the bounds held the true share of that force.</param>
/// <param name="Width">Mean distance of the bounds.</param>
/// <param name="NothingFound">Share of them in which the sample held no stalking.</param>
/// <param name="Bias">Mean of estimated less true share.</param>
public sealed record CoverageFigure(CoverageSetting Setting, int Forces, double Covered, double Width, double NothingFound, double Bias);

/// <summary>Draws the audit sample, as a night does, from made-up forces whose truth is known, and looks whether the bounds of the estimate hold it.</summary>
public static class CoverageSimulation
{
    private const ulong IsStalking = 1;

    /// <summary>Crimes a night, and how common stalking is among them against the whole.</summary>
    private static readonly (string Class, int Crimes, double Times)[] Classes =
    [
        ("8L", 90, 1), ("8R", 50, 0.6), ("66", 30, 1.5), ("105A", 20, 0.5), ("36", 8, 4), ("149", 4, 0.1),
    ];

    /// <summary>Rare to common, a few weeks to a year.</summary>
    public static IReadOnlyList<CoverageSetting> Settings { get; } =
    [
        new(0.005, 30, 3), new(0.005, 120, 3), new(0.02, 30, 3), new(0.02, 120, 3), new(0.08, 30, 3), new(0.08, 120, 3), new(0.02, 30, 12),
    ];

    public static CoverageFigure Run(CoverageSetting setting, int forces, int seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentOutOfRangeException.ThrowIfLessThan(forces, 1);
        int covered = 0, nothing = 0;
        double width = 0, bias = 0;
        for (var force = 0; force < forces; force++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (truth, estimate) = Once(setting, $"{seed}-{force}", new SeededChance((ulong)(seed * 1_000_003L + force)));
            if (truth >= estimate.Low && truth <= estimate.High) covered++;
            if (estimate.Found == 0) nothing++;
            width += estimate.Width;
            bias += estimate.Share - truth;
        }

        return new CoverageFigure(setting, forces, (double)covered / forces, width / forces, (double)nothing / forces, bias / forces);
    }

    private static (double Truth, WeightedShare Estimate) Once(CoverageSetting setting, string force, SeededChance chance)
    {
        // The shares of the classes are scaled so that they come to the wanted one.
        var all = Classes.Sum(c => c.Crimes);
        var scale = setting.Share * all / Classes.Sum(c => c.Crimes * c.Times);
        var sample = new List<(bool, double)>();
        int crimes = 0, stalking = 0;
        for (var night = 0; night < setting.Nights; night++)
        {
            var truth = new Dictionary<CrimeKey, bool>();
            var below = new List<(CrimeKey, string, Priority)>();
            foreach (var (homeOfficeClass, count, times) in Classes)
            {
                for (var n = 0; n < count; n++)
                {
                    var key = new CrimeKey("SIM", (crimes++).ToString(CultureInfo.InvariantCulture));
                    var holds = chance.Below(1_000_000, crimes, IsStalking) < times * scale * 1_000_000;
                    if (holds) stalking++;
                    truth.Add(key, holds);
                    below.Add((key, homeOfficeClass, Priority.None));
                }
            }

            sample.AddRange(AuditSample.Draw(below, $"{force}-{night}", setting.PerNight).Select(item => (truth[item.Crime], item.Weight)));
        }

        return ((double)stalking / crimes, WeightedShare.Of(sample));
    }
}
