using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;
using CrimeScreeningWorker.Service;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Commands;

/// <summary>A run over one source into one store, and its files: what <c>demo</c>, <c>screen</c> and <c>export</c> have in common.</summary>
internal sealed class ScreeningRun(
    RuleBook book, LiveModel live, Linker linker, ScreeningScope scope,
    IOptions<LinkageOptions> linkage, IOptions<RetryOptions> retries, IOptions<ReviewOptions> review, IOptions<AuditOptions> audit, ConfiguredSources sources, RunOrigins origins,
    OutputWriter output, TimeProvider clock, ILogger<ScreeningRun> log)
{
    /// <summary>Of the two books that narratives are read with.</summary>
    public string RuleBookVersion => live.Paths.RuleBookVersion;

    /// <summary>Rule book, text model, linker and scorer as a run over this store is given them: with the model that is live there.</summary>
    /// <exception cref="ModelException">The live model cannot be used.</exception>
    /// <exception cref="StoreException">The store cannot be read, or could not be written then.</exception>
    public async Task<ScreeningSteps> StepsAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        database.CheckWritable();
        var path = await live.OfAsync(database, cancellationToken);
        return new ScreeningSteps(path.Reader.Read, (crime, others) => linker.Link(crime, others), path.Scorer.Score, RuleBookVersion, path.ModelVersion);
    }

    /// <summary>The version of the live model for the ledger of a night that failed, whatever state it is in.</summary>
    /// <returns>Null: the model itself is what cannot be used.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<string?> FindModelVersionAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            return (await live.OfAsync(database, cancellationToken)).ModelVersion;
        }
        catch (ModelException)
        {
            return null;
        }
    }

    /// <summary>Screens a crime extract, of a configured source or a file, and writes the output files of the run.</summary>
    public async Task<(RunSummary Summary, TriageList List)> ScreenAsync(
        string source, StoreLocation store, string folder, DateTimeOffset? asOf, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        using var extract = sources.Find(source);
        var database = new ScreeningDatabase(store);
        OutputWriter.Check(folder);
        var summary = await RunAsync(extract, database, new RunRequest(asOf) { Origin = origins.Create(toPublish: false) }, progress, cancellationToken);
        return (summary, await WriteAsync(database, folder, summary, summary.RunId, cancellationToken));
    }

    /// <summary>Takes a source down the path; the files are the caller's to write.</summary>
    public async Task<RunSummary> RunAsync(
        ISourceReader source, ScreeningDatabase database, RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var run = new NightlyRun(database, await StepsAsync(database, cancellationToken), scope, linkage.Value, clock, retries.Value, log, review.Value, audit.Value);
        var summary = await run.ExecuteAsync(source, request, progress, cancellationToken);
        log.LogInformation(
            "Run {RunId:l}: {Read} read, {Quarantined} quarantined, {Queued} queued", summary.RunId, summary.Counts.Read,
            summary.Counts.Quarantined, summary.Counts.Queued);
        return summary;
    }

    /// <summary>Writes the files for all that a store holds.</summary>
    public async Task<(RunSummary Summary, TriageList List)> ExportAsync(StoreLocation store, string folder, CancellationToken cancellationToken)
    {
        var database = new ScreeningDatabase(store);
        await database.CheckAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var counts = await new ScreenedCrimeReader(database).CountAsync(cancellationToken);
        var model = (await live.OfAsync(database, cancellationToken)).ModelVersion;
        var summary = new RunSummary("export", now, now, "store", store.ToString(), RuleBookVersion, model, counts);
        return (summary, await WriteAsync(database, folder, summary, runId: null, cancellationToken));
    }

    /// <summary>Writes the files of one run, or of all.</summary>
    public async Task<TriageList> WriteAsync(
        ScreeningDatabase database, string folder, RunSummary summary, string? runId, CancellationToken cancellationToken)
    {
        // In the log before it is handed out.
        if (audit.Value is { Enabled: true } said)
        {
            var act = new AuditAct(
                AuditKind.Disclosure, clock.GetUtcNow(), said.Actor, "run", runId is null ? "Output files of the whole store" : $"Output files of the run {runId}",
                said.ExportReason)
            { Recipient = said.ExportRecipient };
            await new AuditLog(database).WriteAsync(act, cancellationToken);
        }

        var crimes = new ScreenedCrimeReader(database);
        await using var screened = await crimes.OpenAsync(runId, cancellationToken);
        return await ScreeningTelemetry.InStageAsync("files", () => output.WriteAsync(
            folder, summary, screened, QuarantineAsync(), OutputContext.Of(scope, book), cancellationToken));

        async IAsyncEnumerable<RejectedRecord> QuarantineAsync()
        {
            foreach (var row in await crimes.ReadQuarantineAsync(runId, cancellationToken)) yield return row;
        }
    }
}
