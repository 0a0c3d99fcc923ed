using System.Data.Common;
using System.Globalization;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace CrimeScreeningWorker.Service;

/// <summary>
/// The schedule of the nights and of the weekly report. Beside a store on PostgreSQL Quartz keeps it there, one for all nodes, so that one of them runs a night and
/// another takes over from one that died. Beside an embedded store there is one node, and memory is enough.
/// </summary>
/// <remarks>
/// No night rests on the scheduler alone: the run lock and the night's key in the ledger see to it that each is run once, even where Quartz
/// lets two nodes through. The scheduler is built here and not by the host, because a host whose scheduler finds its database away does not start.
/// </remarks>
internal sealed class NightScheduler(
    ScreeningDatabase database, NightlyJob job, WeeklyReportJob weekly, IOptions<ServiceOptions> options, ILoggerFactory logs, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TriggerKey Trigger = new("night"), WeeklyTrigger = new("weekly-report");
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5), LateBy = TimeSpan.FromSeconds(15);
    private const int Connections = 5;

    private StandaloneSchedulerFactory? factory;
    private IScheduler? scheduler;

    /// <summary>Whether nodes share the schedule; then the store must have been prepared before <see cref="StartAsync"/>.</summary>
    public bool IsShared => database.Location.Dialect == StoreDialect.PostgreSql;

    /// <summary>Enters the schedule, or what has changed of it, and begins to keep it; nothing when it is kept already.</summary>
    /// <exception cref="StoreException">The schedule cannot be kept in the store now; it can be tried again.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (scheduler is not null) return;
        try
        {
            // One that failed to start cannot be started again: each attempt has its own.
            factory = Build();
            var built = await factory.GetScheduler(cancellationToken);
            await EnterAsync<NightlyJob>(built, NightlyJob.Key, Trigger, options.Value.Schedule, cancellationToken);
            if (options.Value.ReportSchedule is { Length: > 0 } reports)
                await EnterAsync<WeeklyReportJob>(built, WeeklyReportJob.Key, WeeklyTrigger, reports, cancellationToken);
            else await built.DeleteJob(WeeklyReportJob.Key, cancellationToken);
            await built.Start(cancellationToken);
            scheduler = built;
        }
        catch (Exception e) when (e is SchedulerException or DbException)
        {
            await DisposeAsync();
            throw e.GetBaseException() is DbException fault
                ? fault.ToStoreException(database.Location)
                : new StoreException($"The schedule cannot be kept in the store {database.Location}.", e);
        }
    }

    /// <summary>Runs a night as soon as none is running, on this node or another.</summary>
    /// <exception cref="StoreException">The store could not be told.</exception>
    public Task RunNowAsync(CancellationToken cancellationToken) => TriggerAsync(NightlyJob.Key, cancellationToken);

    /// <summary>Makes the weekly report now, on this node or another.</summary>
    /// <exception cref="StoreException">The store could not be told.</exception>
    public Task ReportNowAsync(CancellationToken cancellationToken) => TriggerAsync(WeeklyReportJob.Key, cancellationToken);

    private async Task TriggerAsync(JobKey job, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler!.TriggerJob(job, new JobDataMap(), cancellationToken);
        }
        catch (SchedulerException e)
        {
            throw e.GetBaseException() is DbException fault
                ? fault.ToStoreException(database.Location)
                : new StoreException($"The schedule cannot be kept in the store {database.Location}.", e);
        }
    }

    /// <summary>Fires no more, and waits for a run that has been told to stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (scheduler is null) return;
        // With its database away Quartz would try for as long as it takes to note that the run has ended.
        await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).AsTask().WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        scheduler = null;
        if (factory is { } built) await built.DisposeAsync();
        factory = null;
    }

    private StandaloneSchedulerFactory Build() => QuartzSchedulerBuilder.Create(quartz =>
    {
        quartz.Services.AddLogging().AddSingleton(logs).AddSingleton(job).AddSingleton(weekly);
        quartz.UseTimeProvider(clock);
        quartz.ConfigureScheduler(settings =>
        {
            // Nodes with the same source share its nights; a service with another source on the same store has its own.
            settings.InstanceName = $"CrimeScreeningWorker {options.Value.Source}";
            settings.ShutdownJobInterruption = ShutdownJobInterruption.WhenWaitingForJobs;
            settings.InstanceId = string.Create(
                CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessId} {clock.GetUtcNow():yyyyMMddHHmmssfffffff}");
        });
        if (!IsShared)
        {
            quartz.UseInMemoryStore();
            return;
        }

        quartz.UsePersistentStore(store =>
        {
            // Given as a source of connections, so that the scheduler never holds a connection string that it could show.
            store.UsePostgres(source => source.DataSourceFactory = _ => Connect());
            store.UseSystemTextJsonSerializer();
            // A run that is stopped with its node goes on at another node, or here when it starts again.
            store.ConfigureStore(settings => (settings.StoreJobDataAsStrings, settings.RecoverFiringsCancelledByShutdown) = (true, true));
            store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckIn, LateBy));
        });
    }).Build();

    private NpgsqlDataSource Connect()
    {
        var settings = PostgreSqlStore.Settings(database.Location);
        (settings.ApplicationName, settings.MaxPoolSize) = ("CrimeScreeningWorker schedule", Connections);
        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>Leaves an entry alone that says the same: replacing one that is due this second would lose the night.</summary>
    private async Task EnterAsync<TJob>(IScheduler built, JobKey job, TriggerKey key, string schedule, CancellationToken cancellationToken) where TJob : IJob
    {
        if (await built.GetTrigger(key, cancellationToken) is ICronTrigger entered && entered.CronExpressionString == schedule
            && entered.TimeZone.Id == BritishTime.London.Id && entered.MisfireInstruction == CronTriggerMisfireInstruction.FireAndProceed
            && await built.GetTriggerState(key, cancellationToken) != TriggerState.Error)
        {
            return;
        }

        var detail = JobBuilder.Create<TJob>().WithIdentity(job).RequestRecovery().StoreDurably().Build();
        // However many fires were missed, one makes up for them.
        var trigger = TriggerBuilder.Create(clock).ForJob(job).WithIdentity(key)
            .WithCronSchedule(schedule, cron => cron.InTimeZone(BritishTime.London).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await built.ScheduleJob(detail, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
    }
}
