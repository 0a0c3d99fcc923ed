using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
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
    RuleBook book, FactBook facts, LoadedTextModel model, NarrativeReader reader, Linker linker, CrimeScorer scorer, ScreeningScope scope,
    IOptions<LinkageOptions> linkage, IOptions<RetryOptions> retries, IOptions<ReviewOptions> review, ConfiguredSources sources, RunOrigins origins,
    OutputWriter output, TimeProvider clock, ILogger<ScreeningRun> log)
{
    public string ModelVersion { get; } = model.Manifest.Version;

    /// <summary>Of the two books that narratives are read with: a reading of other ones is made again.</summary>
    public string RuleBookVersion { get; } = $"{book.Version}-{facts.Version}";

    /// <summary>Rule book, text model, linker and scorer as a run is given them.</summary>
    public ScreeningSteps Steps { get; } =
        new(reader.Read, (crime, others) => linker.Link(crime, others), scorer.Score, $"{book.Version}-{facts.Version}", model.Manifest.Version);

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
        var run = new NightlyRun(database, Steps, scope, linkage.Value, clock, retries.Value, log, review.Value);
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
        var summary = new RunSummary("export", now, now, "store", store.ToString(), RuleBookVersion, ModelVersion, counts);
        return (summary, await WriteAsync(database, folder, summary, runId: null, cancellationToken));
    }

    /// <summary>Writes the files of one run, or of all.</summary>
    public Task<TriageList> WriteAsync(
        ScreeningDatabase database, string folder, RunSummary summary, string? runId, CancellationToken cancellationToken)
    {
        var crimes = new ScreenedCrimeReader(database);
        return output.WriteAsync(
            folder, summary, crimes.ReadAsync(runId, cancellationToken), QuarantineAsync(), OutputContext.Of(scope, book), cancellationToken);

        async IAsyncEnumerable<RejectedRecord> QuarantineAsync()
        {
            foreach (var row in await crimes.ReadQuarantineAsync(runId, cancellationToken)) yield return row;
        }
    }
}
