using CrimeScreeningWorker.Service;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CrimeScreeningWorker;

/// <summary>The scheduler's way into the weekly report. Whatever goes wrong ends here, loudly: the nights do not depend on it.</summary>
[DisallowConcurrentExecution]
internal sealed class WeeklyReportJob(WeeklyReports reports, IHostApplicationLifetime lifetime, ILogger<WeeklyReportJob> log) : IJob
{
    public static readonly JobKey Key = new("weekly-report");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await reports.MakeDueAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            log.LogWarning("The weekly report was stopped on request; it is made at the next start");
        }
        catch (Exception e)
        {
            if (NightFailure.MessageOf(e) is { } reason) log.LogError("The weekly report failed: {Reason:l}", reason);
            else log.LogError("The weekly report failed: unexpected {Type:l} at {Place:l}", e.GetType().FullName, e.StackTrace);
        }

        // So the scheduler knows that the report is not made.
        stop.Token.ThrowIfCancellationRequested();
    }
}
