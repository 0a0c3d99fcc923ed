using System.Net.Http.Json;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace CrimeScreeningWorker.Publishing;

/// <summary>Tells the outside of a night or a week: counts alone, bounded in time, and never a reason for either to fail.</summary>
internal sealed class Notifications(HttpClient http, IOptions<PublishingOptions> options, TimeProvider clock, ILogger<Notifications> log)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ResiliencePipeline<HttpResponseMessage> calls = Create(options.Value, clock);

    /// <summary>Posts how a run ended to the webhook. The reason of a failure stays in the ledger.</summary>
    public Task TellAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var body = new NightNotice(
            run.RunId, run.State.ToString().ToLowerInvariant(), BritishTime.Timestamp(run.StartedAt),
            run.FinishedAt is { } finished ? BritishTime.Timestamp(finished) : null, MorningSentence.Of(run.Counts), run.Counts);
        return CallAsync(
            "webhook", options.Value.WebhookUrl,
            url => new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body, options: Json) }, cancellationToken);
    }

    /// <summary>Posts to the webhook whether anything needs a person, once a week.</summary>
    public Task TellAsync(WeeklyReport report, CancellationToken cancellationToken)
    {
        var body = new WeeklyNotice("weekly", report.Week, report.Needs, report.Sentence);
        return CallAsync(
            "webhook", options.Value.WebhookUrl,
            url => new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body, options: Json) }, cancellationToken);
    }

    /// <summary>Calls the heartbeat address.</summary>
    public Task BeatAsync(CancellationToken cancellationToken) => CallAsync(
        "heartbeat", options.Value.HeartbeatUrl, url => new HttpRequestMessage(new HttpMethod(options.Value.HeartbeatMethod), url), cancellationToken);

    private async Task CallAsync(string what, Uri? url, Func<Uri, HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        if (url is null) return;
        try
        {
            using var response = await calls.ExecuteAsync(
                async token =>
                {
                    using var request = create(url);
                    return await http.SendAsync(request, token);
                },
                cancellationToken);
            // Of the address only the host: its path may be a secret.
            if (response.IsSuccessStatusCode) log.LogInformation("The {What:l} at {Host:l} was told", what, url.Host);
            else log.LogWarning("The {What:l} at {Host:l} answered {Status}", what, url.Host, (int)response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            log.LogWarning("The {What:l} at {Host:l} could not be reached: {Error}", what, url.Host, e.HttpRequestError);
        }
        catch (TimeoutRejectedException)
        {
            log.LogWarning("The {What:l} at {Host:l} did not answer within {Timeout}", what, url.Host, options.Value.CallTimeout);
        }
    }

    private static ResiliencePipeline<HttpResponseMessage> Create(PublishingOptions options, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (options.CallRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.CallRetries,
                Delay = options.CallRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                    .Handle<HttpRequestException>()
                    .Handle<TimeoutRejectedException>()
                    .HandleResult(response => (int)response.StatusCode is >= 500 or 408 or 429),
            });
        }

        return builder.AddTimeout(options.CallTimeout).Build();
    }

    private sealed record WeeklyNotice(string Report, DateOnly Week, int Needs, string Sentence);

    private sealed record NightNotice(string RunId, string State, string StartedAt, string? FinishedAt, string Sentence, RunCounts Counts);
}
