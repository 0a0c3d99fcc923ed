using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>When the figures of a month are enough to say something, and how large a change must be before a person is asked to look.</summary>
/// <remarks>
/// Size comes first: no change is reported for being statistically sure. With the default counts (200 crimes of a month against 600 of the
/// baseline) chance alone reaches each of the bounds below in fewer than one month of a thousand, which a test holds them to.
/// </remarks>
public sealed class MonitoringOptions
{
    public const string Section = "Monitoring";

    /// <summary>How far back figures go. Default 24 months.</summary>
    [Range(2, 120)] public int Months { get; init; } = 24;

    /// <summary>Fewer crimes than this in a month, or in the baseline, never give an alarm. Default 200.</summary>
    [Range(20, 1_000_000)] public int MinimumCount { get; init; } = 200;

    /// <summary>Months that the later ones are compared with: the first that a model scored. Default 3.</summary>
    [Range(1, 24)] public int BaselineMonths { get; init; } = 3;

    /// <summary>
    /// Population stability index, less what chance gives, from which on the scores have drifted. Default 0.2, which the credit industry, where
    /// the index comes from, takes for a change that needs a person; half of it is said to be worth watching.
    /// </summary>
    [Range(0.02, 10.0)] public double DriftIndex { get; init; } = 0.2;

    /// <summary>The same for the difference of means in standard deviations (Cohen's d). Default 0.4; by Cohen 0.2 is small, 0.5 medium.</summary>
    [Range(0.05, 5.0)] public double DriftEffect { get; init; } = 0.4;

    /// <summary>How far the rate of an indicator must move, in Cohen's h. Default 0.35: from 10 to 23 %, or from 50 to 67 %.</summary>
    [Range(0.05, 3.0)] public double IndicatorEffect { get; init; } = 0.35;

    /// <summary>Fewer decisions than this in a month say nothing of how people and the machine agree. Default 50.</summary>
    [Range(10, 1_000_000)] public int MinimumDecisions { get; init; } = 50;

    /// <summary>
    /// Override rate whose whole interval must lie above it before a person is asked to look. Default 0.7: of ten crimes that the list shows
    /// seven are not stalking.
    /// </summary>
    [Range(0.0, 1.0)] public double OverrideRate { get; init; } = 0.7;

    /// <summary>Two acts of a reviewer on one crime that are further apart belong to two readings. Default 30 minutes, as long as a claim holds.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "08:00:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A decision sooner than this after the crime was opened was hardly read. Default 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HardlyRead { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Share of decisions that were hardly read whose whole interval must lie above it before a person is asked to look. Default 0.25.</summary>
    [Range(0.0, 1.0)] public double HardlyReadShare { get; init; } = 0.25;

    /// <summary>An indicator is judged from this many decided crimes on. Default 30.</summary>
    [Range(5, 1_000_000)] public int MinimumOfIndicator { get; init; } = 30;

    /// <summary>Precision under which the whole interval of an indicator that raises must lie before a person is asked to look. Default 0.1.</summary>
    [Range(0.0, 1.0)] public double IndicatorPrecision { get; init; } = 0.1;
}

[OptionsValidator]
internal sealed partial class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>;
