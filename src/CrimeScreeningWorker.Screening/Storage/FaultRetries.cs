using System.Globalization;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>Tries again what failed by a fault that passes, until the time that a run may lose to such faults is used up.</summary>
/// <param name="what"><c>store</c> or <c>source</c>, for the log.</param>
internal sealed class FaultRetries(string what, RetryOptions options, TimeProvider time, ILogger log)
{
    private TimeSpan spent = TimeSpan.Zero;
    private long? troubled;
    private int retries;

    /// <summary>How often it was tried, to end the sentence about the fault with; empty when it was not.</summary>
    public string Tried => retries == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", after {retries} {(retries == 1 ? "retry" : "retries")} in {Lost.TotalSeconds:0} s");

    private TimeSpan Lost => spent + (troubled is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);

    /// <param name="work">Told whether an attempt has failed before.</param>
    /// <param name="mayPass">Faults after which it is tried again.</param>
    /// <param name="cancellationToken">Heard in the pauses.</param>
    public async Task ExecuteAsync(Func<bool, Task> work, Func<Exception, bool> mayPass, CancellationToken cancellationToken)
    {
        var again = false;
        await Create(mayPass).ExecuteAsync(
            async _ =>
            {
                var repeated = again;
                again = true;
                await work(repeated);
            },
            cancellationToken);
        if (troubled is not { } since) return;
        log.LogInformation("The {What:l} works again: {Lost:0.0} s were lost", what, time.GetElapsedTime(since).TotalSeconds);
        spent = Lost;
        troubled = null;
    }

    private ResiliencePipeline Create(Func<Exception, bool> mayPass) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            // The budget is the limit, not a count.
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstDelay,
            MaxDelay = options.LongestDelay,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } fault && mayPass(fault) && IsLeft()),
            OnRetry = args =>
            {
                retries++;
                ScreeningTelemetry.CountRetry(what);
                log.LogWarning(
                    "The {What:l} gave a fault that may pass ({Fault:l}): retry {Retry} in {Delay:0.0} s, {Lost:0} s of {Budget:0} s are used up", what,
                    StoreFaults.Kind(args.Outcome.Exception!), retries, args.RetryDelay.TotalSeconds, Lost.TotalSeconds, options.Budget.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private bool IsLeft()
    {
        troubled ??= time.GetTimestamp();
        return Lost < options.Budget;
    }
}
