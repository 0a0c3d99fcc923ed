using System.Globalization;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>Once a week: writes how the list and its readers do, and says in one sentence whether anything needs a person.</summary>
/// <remarks>
/// The schedule is one for all nodes, and the ledger of weekly reports has a week once, so that a report that two nodes make at the same time
/// is told once. However many weeks were missed, one report covers them: it says how things are now.
/// </remarks>
internal sealed class WeeklyReports(
    ScreeningDatabase database, RunFolders folders, Notifications notifications, LiveModel live,
    IOptions<MonitoringOptions> monitoring, IOptions<ScopeOptions> scope, IOptions<ReviewOptions> review, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<WeeklyReports> log)
{
    private readonly MonitoringStore store = new(database);

    /// <summary>Whether the report of this week should have been made and was not; never for a store that was not there when it was due.</summary>
    /// <param name="lastGood">When the newest good run began.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<bool> IsDueAsync(DateTimeOffset? lastGood, CancellationToken cancellationToken) =>
        options.Value.ReportSchedule is { Length: > 0 } schedule
        && new NightSchedule(schedule).Previous(clock.GetUtcNow()) is { } due && lastGood < due
        && !await store.HasWeekAsync(WeekOf(due), cancellationToken);

    /// <summary>Makes the report of this week, unless it is made; what can pass is tried again.</summary>
    /// <exception cref="StoreException">The store could not be used at any attempt.</exception>
    /// <exception cref="OutputException">The report could not be written at any attempt.</exception>
    public async Task MakeDueAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await MakeAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is StoreException or OutputException && attempt < options.Value.Attempts)
            {
                log.LogWarning(
                    "Weekly report, attempt {Attempt} of {Attempts} failed, the next is in {Pause}: {Reason:l}", attempt, options.Value.Attempts,
                    options.Value.RetryAfter, e.Message);
                await Task.Delay(options.Value.RetryAfter, clock, cancellationToken);
            }
        }
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var week = WeekOf(now);
        if (await store.HasWeekAsync(week, cancellationToken))
        {
            log.LogInformation("The report of the week of {Week:l} has been made", ToText(week));
            return;
        }

        var path = await live.OfAsync(database, cancellationToken);
        var report = await new StoreReport(database, monitoring.Value, scope.Value, review.Value.Capacity).MakeAsync(
            path.Scoring.Thresholds.Review, path.ModelVersion, live.Paths.RuleBookVersion, now, cancellationToken);
        var page = Path.Combine(folders.Reports, ToText(week) + ".html");
        ReportFiles.Write(report, page);
        // After the files: what is entered can be read. A node that comes second has written the same and says nothing.
        if (!await store.EnterWeekAsync(week, now, report.Watching!, cancellationToken)) return;
        var watching = report.Watching!;
        log.Log(
            watching.NeedsPerson ? LogLevel.Warning : LogLevel.Information, "Weekly report {Page:l}: {Sentence:l}", Path.GetFileName(page), watching.Sentence);
        await notifications.TellAsync(new WeeklyReport(week, now, watching.Findings.Length, watching.Sentence), cancellationToken);
    }

    /// <summary>Monday of the week in London.</summary>
    private static DateOnly WeekOf(DateTimeOffset instant)
    {
        var day = BritishTime.DateOf(instant);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    private static string ToText(DateOnly week) => week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
