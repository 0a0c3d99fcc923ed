using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>How a night ended.</summary>
/// <param name="Run">Null when another run was going on.</param>
internal sealed record NightOutcome(RunRecord? Run);

/// <summary>One night of the service: wait for office hours to end, run, publish, tell. What can pass is tried again.</summary>
internal sealed class Night(
    ScreeningRun screening, ConfiguredSources sources, ScreeningDatabase database, RunFolders folders, Notifications notifications,
    RunOrigins origins, ServiceState state, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<Night> log)
{
    private readonly RunLedger ledger = new(database);

    /// <exception cref="SourceException">The source could not be read at any attempt.</exception>
    /// <exception cref="StoreException">The store could not be used at any attempt.</exception>
    /// <exception cref="OutputException">Nothing could be published at any attempt; the next night publishes it.</exception>
    /// <exception cref="RunFailedException">Too many rows could not be read.</exception>
    /// <param name="night">The time of the schedule that is run for, once on however many machines; null for a run that a person asks for.</param>
    public async Task<NightOutcome> ExecuteAsync(DateTimeOffset? night, CancellationToken cancellationToken)
    {
        await WaitForOfficeHoursToEndAsync(cancellationToken);
        state.Doing = "running";
        RunSummary? run = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                run ??= await ScreenAsync(night, cancellationToken);
                await PublishDueAsync(cancellationToken);
                break;
            }
            catch (RunInProgressException e)
            {
                log.LogWarning("Skipped, {Reason:l}: {Message:l}", e.Reason, e.Message);
                return new NightOutcome(null);
            }
            catch (Exception e) when (e is SourceException or StoreException or OutputException && attempt < options.Value.Attempts)
            {
                log.LogWarning(
                    "Attempt {Attempt} of {Attempts} failed, the next is in {Pause}: {Reason:l}", attempt, options.Value.Attempts,
                    options.Value.RetryAfter, e.Message);
                await Task.Delay(options.Value.RetryAfter, clock, cancellationToken);
            }
        }

        var record = (await ledger.FindAsync(run.RunId, cancellationToken))!;
        state.Enter(record);
        log.LogInformation(
            "Run {RunId:l} over {Source:l} took {Duration}: {Sentence:l}", record.RunId, record.Source, record.Duration, MorningSentence.Of(record.Counts));
        await notifications.TellAsync(record, cancellationToken);
        await notifications.BeatAsync(cancellationToken);
        return new NightOutcome(record);
    }

    /// <summary>Publishes what runs left that succeeded and whose files did not reach the folder, oldest first.</summary>
    public async Task PublishDueAsync(CancellationToken cancellationToken)
    {
        if ((await ledger.ReadUnpublishedAsync(cancellationToken)).Count == 0) return;
        using var turn = await folders.TakeTurnAsync(cancellationToken);
        // Asked again: another node may have published meanwhile.
        foreach (var runId in await ledger.ReadUnpublishedAsync(cancellationToken))
        {
            var run = (await ledger.FindAsync(runId, cancellationToken))!;
            var summary = new RunSummary(
                run.RunId, run.StartedAt, run.FinishedAt!.Value, run.Source, database.Location.ToString(), run.RuleBookVersion, run.ModelVersion, run.Counts);
            var folder = await folders.PublishAsync(runId, partial => screening.WriteAsync(database, partial, summary, runId, cancellationToken));
            await ledger.MarkPublishedAsync(runId, cancellationToken);
            log.LogInformation("Run {RunId:l} is published in {Folder:l}", runId, folder);
        }
    }

    /// <summary>Sees to it that a night that failed stands in the ledger, even one whose source could not be opened, and tells the webhook.</summary>
    /// <param name="since">When the night began.</param>
    public async Task TellOfFailureAsync(DateTimeOffset since, string reason, CancellationToken cancellationToken)
    {
        var record = new RunRecord(
            "none", options.Value.Source, RunState.Failed, since, clock.GetUtcNow(), since, screening.RuleBookVersion, "unknown",
            RunCounts.Zero, reason, ResumedBy: null);
        try
        {
            await database.PrepareAsync(cancellationToken);
            record = record with { ModelVersion = await screening.FindModelVersionAsync(database, cancellationToken) ?? record.ModelVersion };
            // A run that succeeded and could not be published stays as it is in the ledger, for the next night to publish; to the outside
            // the night has failed all the same.
            record = await ledger.EnterFailureAsync(record, origins.Create(toPublish: true), cancellationToken) with { State = RunState.Failed };
        }
        catch (StoreException e)
        {
            log.LogError("The failed night cannot be entered in the ledger: {Reason:l}", e.Message);
        }

        state.Enter(record);
        await notifications.TellAsync(record, cancellationToken);
    }

    private async Task<RunSummary> ScreenAsync(DateTimeOffset? night, CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        // Before the source is opened: where another machine has done the night, its files are gone from the drop folder.
        if (night is { } at && await ledger.HasSucceededSinceAsync(options.Value.Source, at, cancellationToken))
            throw new RunInProgressException($"The night of {BritishTime.Timestamp(at)} has been done.") { Reason = "already done" };
        using var source = sources.Find(options.Value.Source);
        var request = new RunRequest
        {
            FailedShare = new FailedShareLimit(options.Value.MaxFailedShare, options.Value.FailedShareFromRows),
            Night = night,
            Origin = origins.Create(toPublish: true),
        };
        var run = await screening.RunAsync(source, database, request, progress: null, cancellationToken);
        if (source is CsvDropReader drop) MoveTaken(drop, run.RunId);
        return run;
    }

    private void MoveTaken(CsvDropReader drop, string runId)
    {
        try
        {
            drop.MoveTaken(runId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Harmless: the next night reads them again and finds nothing new in them. But it takes time, and the folder grows.
            log.LogWarning("The files of {Source:l} cannot be moved to its folder {Folder:l}: {Type:l}", drop.Name, CsvDropReader.TakenFolder, e.GetType().Name);
        }
    }

    private async Task WaitForOfficeHoursToEndAsync(CancellationToken cancellationToken)
    {
        var hours = new OfficeHours(options.Value);
        while (hours.EndFor(clock.GetUtcNow()) is { } end)
        {
            state.Doing = $"waiting until {BritishTime.Timestamp(end)}, the end of office hours";
            log.LogWarning("The run waits until {End:l}: it would start in office hours", BritishTime.Timestamp(end));
            await Task.Delay(end - clock.GetUtcNow(), clock, cancellationToken);
        }
    }
}
