using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Service;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace CrimeScreeningWorker;

/// <summary>The scheduler's way into a night. Whatever goes wrong ends here, loudly: the service lives on for the next one.</summary>
[DisallowConcurrentExecution]
internal sealed class NightlyJob(
    Night night, ServiceState state, IHostApplicationLifetime lifetime, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<NightlyJob> log) : IJob
{
    public static readonly JobKey Key = new("nightly");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        // For a run that catches up, the newest of the nights that it covers.
        var fired = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        await RunAsync(new NightSchedule(options.Value.Schedule).Previous(fired.AddSeconds(1)), stop.Token);
        // So the scheduler knows that the night is not over.
        stop.Token.ThrowIfCancellationRequested();
    }

    /// <param name="scheduled">The time of the schedule that is run for; null for a run that a person asks for.</param>
    /// <returns>Exit code of a command that runs one night.</returns>
    public async Task<int> RunAsync(DateTimeOffset? scheduled, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        try
        {
            var outcome = await night.ExecuteAsync(scheduled, cancellationToken);
            return outcome.Run is { Counts.Quarantined: > 0 } ? ExitCode.Quarantined : ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("The run was stopped on request after a whole batch; the next one takes over");
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            // The product's own messages are written for people and hold no content of a record; of others, type and place alone.
            var reason = NightFailure.MessageOf(e);
            if (reason is not null) log.LogError("The night failed: {Reason:l}", reason);
            else log.LogError("The night failed: unexpected {Type:l} at {Place:l}", e.GetType().FullName, e.StackTrace);
            await night.TellOfFailureAsync(began, reason ?? "An unexpected error; the log has its place.", CancellationToken.None);
            return ExitCode.Failed;
        }
        finally
        {
            state.Doing = "idle";
        }
    }
}
