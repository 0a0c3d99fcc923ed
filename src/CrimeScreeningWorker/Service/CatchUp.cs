using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace CrimeScreeningWorker.Service;

/// <summary>
/// At start: publishes what a kill left unpublished, and starts one run when nights were missed while the service was down. The run starts
/// from the watermark, so however many nights they were, one run covers them.
/// </summary>
internal sealed class CatchUp(
    Night night, ScreeningDatabase database, ServiceState state, ISchedulerFactory schedulers, IOptions<ServiceOptions> options, TimeProvider clock,
    ILogger<CatchUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = new NightSchedule(options.Value.Schedule);
        state.Doing = "idle";
        log.LogInformation(
            "The next run over {Source:l} starts at {Next:l}", options.Value.Source,
            schedule.Next(clock.GetUtcNow()) is { } next ? BritishTime.Timestamp(next) : "no time");
        try
        {
            await database.PrepareAsync(stoppingToken);
            var ledger = new RunLedger(database);
            var newest = (await ledger.ReadAsync(limit: 50, stoppingToken)).FirstOrDefault(run => run.Source == options.Value.Source);
            var lastGood = await ledger.FindLastGoodAsync(options.Value.Source, stoppingToken);
            state.Enter(lastGood);
            state.Enter(newest);
            await night.PublishDueAsync(stoppingToken);
            if (CountMissed(schedule, newest, lastGood, clock.GetUtcNow()) is > 0 and var missed)
            {
                log.LogWarning("{Missed} nights were missed: one run starts now and covers them", missed);
                var scheduler = await schedulers.GetScheduler(stoppingToken);
                await scheduler.TriggerJob(NightlyJob.Key, new JobDataMap(), stoppingToken);
            }
        }
        catch (Exception e) when (e is StoreException or OutputException)
        {
            // The service stays up: the next night tries again, and until then the readiness endpoint says why.
            log.LogError("At start: {Reason:l}", e.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped while starting.
        }
    }

    /// <summary>
    /// Nights without a good run since the last one. A service that never ran has missed none; one whose only runs were cut short has missed
    /// that night.
    /// </summary>
    public static int CountMissed(NightSchedule schedule, RunRecord? newest, RunRecord? lastGood, DateTimeOffset now)
    {
        if (newest is null) return 0;
        var missed = schedule.CountSince((lastGood ?? newest).StartedAt, now);
        // Cut short by a kill or a stop, and with no time of the schedule since: it goes on at once rather than a night later.
        return missed == 0 && newest.State is RunState.Running or RunState.Cancelled ? 1 : missed;
    }
}
