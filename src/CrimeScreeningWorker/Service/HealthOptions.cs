using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>The health endpoints of the service.</summary>
internal sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>Where they listen; this machine alone by default. Port 0 takes any that is free, and the log says which.</summary>
    [Required] public string Url { get; init; } = "http://127.0.0.1:8790";

    /// <summary>How long after its time a night may lack a good run before the service calls itself unhealthy. Default 3 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(3);
}

[OptionsValidator]
internal sealed partial class HealthOptionsValidator : IValidateOptions<HealthOptions>;
