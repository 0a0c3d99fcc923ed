using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>How long a run puts up with a database that is away for a while: <c>Retries</c> in the configuration.</summary>
public sealed class RetryOptions
{
    public const string Section = "Retries";

    /// <summary>
    /// Time that a run may lose to faults that pass, all of them together, counted from each fault until the work goes on; for the store and
    /// for the source each. A call that is under way when it ends is waited for. Zero: nothing is tried again. Default 5 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause before the first retry; each later one is about twice as long, with jitter. Default 0.5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>No pause is longer. Default 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(20);
}

[OptionsValidator]
internal sealed partial class RetryOptionsValidator : IValidateOptions<RetryOptions>;
