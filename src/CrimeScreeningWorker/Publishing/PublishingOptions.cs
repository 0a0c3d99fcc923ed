using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Publishing;

/// <summary>Where the service puts a night's files, and whom it tells.</summary>
internal sealed class PublishingOptions
{
    public const string Section = "Publishing";

    /// <summary>One folder a run is made in here. A relative path starts from the current directory.</summary>
    [Required] public string Folder { get; init; } = "./published";

    /// <summary>Nights kept; older folders are deleted. Default 90.</summary>
    [Range(1, 10_000)] public int Keep { get; init; } = 90;

    /// <summary>Told the counts of every night, good or bad, as JSON; null: nobody.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>Called after every good night, so that something outside notices when there was none; null: nothing.</summary>
    public Uri? HeartbeatUrl { get; init; }

    /// <summary><c>GET</c> or <c>POST</c>, the latter without a body.</summary>
    [RegularExpression("GET|POST")] public string HeartbeatMethod { get; init; } = "GET";

    /// <summary>One call may take this long. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls after a first one that failed. Default 3.</summary>
    [Range(0, 10)] public int CallRetries { get; init; } = 3;

    /// <summary>Before the first repetition; it doubles, with jitter. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan CallRetryDelay { get; init; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class PublishingAnnotations : IValidateOptions<PublishingOptions>;

/// <summary>Annotations, and what none can say of an address; every failure is listed with its key.</summary>
internal sealed class PublishingOptionsValidator : IValidateOptions<PublishingOptions>
{
    private readonly PublishingAnnotations annotations = new();

    public ValidateOptionsResult Validate(string? name, PublishingOptions options)
    {
        var failures = new List<string>(
            (annotations.Validate(name, options).Failures ?? []).Select(failure => $"{PublishingOptions.Section}: {failure}"));
        Check(nameof(options.WebhookUrl), options.WebhookUrl);
        Check(nameof(options.HeartbeatUrl), options.HeartbeatUrl);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        // The address itself may be a secret, so it is not repeated.
        void Check(string key, Uri? url)
        {
            if (url is null) return;
            if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
                failures.Add($"{PublishingOptions.Section}:{key} must be an https address (http on this machine alone).");
        }
    }
}
