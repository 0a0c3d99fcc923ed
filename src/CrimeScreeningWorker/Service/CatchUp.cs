using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>
/// At start: begins the schedule, publishes what a kill left unpublished, and starts one run when nights were missed while the service was
/// down. The run starts from the watermark, so however many nights they were, one run covers them.
/// </summary>
/// <remarks>A store or an output folder that cannot be used then is tried until it can; the health endpoints say so meanwhile.</remarks>
internal sealed class CatchUp(
    Night night, ScreeningDatabase database, ServiceState state, NightScheduler scheduler, WeeklyReports reports, IOptions<ServiceOptions> options, TimeProvider clock,
    ILogger<CatchUp> log) : BackgroundService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await scheduler.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("The scheduler could not note in time that it ends; the other nodes will see that it is gone");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = new NightSchedule(options.Value.Schedule);
        state.Doing = "idle";
        log.LogInformation(
            "The next run over {Source:l} starts at {Next:l}", options.Value.Source,
            schedule.Next(clock.GetUtcNow()) is { } next ? BritishTime.Timestamp(next) : "no time");
        try
        {
            while (!await TryBeginAsync(schedule, stoppingToken)) await Task.Delay(TryAgainAfter, clock, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped while starting.
        }
    }

    private async Task<bool> TryBeginAsync(NightSchedule schedule, CancellationToken cancellationToken)
    {
        try
        {
            // A schedule in memory is kept even while the store cannot be used: the night may find that it can.
            if (!scheduler.IsShared) await scheduler.StartAsync(cancellationToken);
            await database.PrepareAsync(cancellationToken);
            await scheduler.StartAsync(cancellationToken);
            var ledger = new RunLedger(database);
            var newest = (await ledger.ReadAsync(limit: 50, cancellationToken)).FirstOrDefault(run => run.Source == options.Value.Source);
            var lastGood = await ledger.FindLastGoodAsync(options.Value.Source, cancellationToken);
            state.Enter(lastGood);
            state.Enter(newest);
            await night.PublishDueAsync(cancellationToken);
            if (CountMissed(schedule, newest, lastGood, clock.GetUtcNow()) is > 0 and var missed)
            {
                log.LogWarning("{Missed} nights were missed: one run starts now and covers them", missed);
                await scheduler.RunNowAsync(cancellationToken);
            }

            if (await reports.IsDueAsync(lastGood?.StartedAt, cancellationToken)) await scheduler.ReportNowAsync(cancellationToken);
            if (state.StartFault is not null) log.LogInformation("What was wrong at start has been mended");
            state.StartFault = null;
            return true;
        }
        catch (Exception e) when (e is StoreException or OutputException)
        {
            if (state.StartFault != e.Message) log.LogError("At start, tried again each {Pause}: {Reason:l}", TryAgainAfter, e.Message);
            state.StartFault = e.Message;
            return false;
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
