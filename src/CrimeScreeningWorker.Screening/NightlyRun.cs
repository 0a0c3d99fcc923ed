using System.Data.Common;
using System.Globalization;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrimeScreeningWorker.Screening;

/// <summary>One run of the whole path over one source: what is new or changed is taken in, read, linked and scored, a batch a transaction.</summary>
/// <remarks>
/// A kill at any moment loses nothing: what was committed stays, and the next run over the source takes it over and goes on, so that
/// store and counts end as if nothing had happened. A fault of the store that passes is waited out within the run itself.
/// </remarks>
/// <param name="retries">Null: as the options' defaults say.</param>
/// <param name="review">Of what a run does for the reviewers at its end; null: as the options' defaults say.</param>
/// <param name="audit">What the audit log says of the run; null: as the options' defaults say.</param>
/// <param name="log">Told of retries and of crimes that a step failed on, by reference and count; null: nobody is.</param>
public sealed class NightlyRun(
    ScreeningDatabase database, ScreeningSteps steps, ScreeningScope scope, LinkageOptions linkage, TimeProvider time,
    RetryOptions? retries = null, ILogger? log = null, ReviewOptions? review = null, AuditOptions? audit = null)
{
    private readonly ILogger log = log ?? NullLogger.Instance;
    private readonly ReviewOptions review = review ?? new ReviewOptions();

    /// <param name="progress">Told after every batch, on the thread that runs.</param>
    /// <param name="cancellationToken">Heard between batches: a batch is in the store whole or not at all.</param>
    /// <exception cref="SourceException">The source cannot be read. Nothing has been written if it could not be opened.</exception>
    /// <exception cref="StoreException">The store cannot be opened (nothing has been written then), or failed on the way.</exception>
    /// <exception cref="RunInProgressException">Another run is writing, or has done the night; the ledger says that this one was turned away.</exception>
    /// <exception cref="RunFailedException">More rows could not be read than the request allows. The next run over the source takes over.</exception>
    /// <exception cref="OperationCanceledException">What was done so far stays; the next run over the source takes it over.</exception>
    public async Task<RunSummary> ExecuteAsync(
        ISourceReader source, RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        using var activity = ScreeningTelemetry.StartRun(source.Name);
        var retrying = new FaultRetries("store", retries ?? new RetryOptions(), time, log);
        await source.OpenAsync(cancellationToken);
        await retrying.ExecuteAsync(_ => database.PrepareAsync(cancellationToken), StoreFaults.IsStarting, cancellationToken);
        await using var store = await OpenForRunAsync(source, request, retrying, cancellationToken);
        var runs = new RunStore(store.Session);
        StartedRun? run = null;
        string? failure = "The run ended by an error that is in the log.";
        try
        {
            await store.ExecuteAsync(async () => run = await StartAsync(store.Session, runs, source, request), cancellationToken);
            var screening = new BatchScreening(
                store.Session, run!, source.Name, steps, scope, linkage, new RunAudit(audit ?? new AuditOptions(), run!.RunId, time), log);
            await store.ExecuteAsync(screening.BeginAsync, cancellationToken);
            await store.ExecuteAsync(run!, screening.ApplyJudgementsAsync, isDone: _ => false, cancellationToken);
            await foreach (var batch in screening.ReadAheadAsync(source.ReadAsync(run!.Watermark, cancellationToken)).Beside(waiting: 1, cancellationToken))
            {
                await store.ExecuteAsync(run, () => screening.ScreenAsync(batch), ledger => screening.WasCommitted(ledger.Counts), cancellationToken);
                progress?.Report(new RunProgress(screening.Counts.Read, batch.Source.Position, source.Length, screening.Queued));
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (screening.Cut > 0)
                log.LogWarning("{Cut} narratives are longer than {Words} words: what lies behind is not read", screening.Cut, TokenBuffer.MostTokens);
            if (request.FailedShare is { } limit && limit.IsPassed(screening.Counts))
                throw new RunFailedException(TooManyFailed(source, screening.Counts, limit));
            await store.ExecuteAsync(
                run,
                () => ScreeningTelemetry.InStageAsync("review", () => new ReviewAfterRun(store.Session, review, scope).ExecuteAsync(run, time.GetUtcNow())),
                isDone: _ => false, CancellationToken.None);
            await store.ExecuteAsync(
                run, () => runs.FinishAsync(run.Id, RunState.Succeeded, time.GetUtcNow(), failure: null, CancellationToken.None),
                ledger => ledger.State == RunState.Succeeded, CancellationToken.None);
            failure = null;
            RunSummary? summary = null;
            await store.ExecuteAsync(async () => summary = await SummariseAsync(runs, run), CancellationToken.None);
            return summary!;
        }
        catch (DbException e)
        {
            var fault = e.ToStoreException(database.Location, retrying.Tried);
            failure = fault.Message;
            throw fault;
        }
        catch (StoreException e)
        {
            failure = e.Message;
            throw;
        }
        catch (InvalidDataException e)
        {
            failure = $"The store {database.Location} is damaged: a reading in it cannot be understood.";
            throw new StoreException(failure, e);
        }
        catch (SourceException e)
        {
            failure = e.Message;
            throw;
        }
        catch (RunFailedException e)
        {
            failure = e.Message;
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            failure = "Stopped on request.";
            throw;
        }
        finally
        {
            if (failure is not null && run is not null)
                await TryMarkAsync(store, runs, run, cancellationToken.IsCancellationRequested ? RunState.Cancelled : RunState.Failed, failure);
        }
    }

    /// <summary>The store, held for this run; when another run holds it, that this one was turned away is written down first.</summary>
    private async Task<HeldStore> OpenForRunAsync(ISourceReader source, RunRequest request, FaultRetries retrying, CancellationToken cancellationToken)
    {
        StoreSession? held = null;
        try
        {
            await retrying.ExecuteAsync(
                async _ => held = await database.OpenForRunAsync(CancellationToken.None), StoreFaults.IsStarting, cancellationToken);
            // Only now is it certain: another machine may have done the night between this one's start and its turn.
            if (request.Night is { } night && await new RunStore(held!).HasSucceededSinceAsync(source.Name, night, CancellationToken.None))
                throw new RunInProgressException($"The night of {night:u} has been done already.") { Reason = "already done" };
            return new HeldStore(database, held!, retrying);
        }
        catch (RunInProgressException e)
        {
            if (held is not null) await held.DisposeAsync();
            await using var session = await database.OpenAsync(CancellationToken.None);
            await session.BeginAsync(CancellationToken.None);
            await new RunStore(session).SaveSkippedAsync(source.Name, time.GetUtcNow(), request.Origin?.Node, e.Reason, CancellationToken.None);
            await session.CommitAsync(CancellationToken.None);
            throw;
        }
    }

    private static string TooManyFailed(ISourceReader source, RunCounts counts, FailedShareLimit limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Quarantined} of {counts.Read} rows of {source.Name} could not be read, more than the {limit.Share * 100:0.##} in 100 that may fail: nothing is published.");

    private async Task<StartedRun> StartAsync(StoreSession session, RunStore runs, ISourceReader source, RunRequest request)
    {
        var now = time.GetUtcNow();
        await session.BeginAsync(CancellationToken.None);
        var run = await runs.StartAsync(
            source.Name, now, request.AsOf ?? now, steps.RuleBookVersion, steps.ModelVersion, CancellationToken.None);
        if (request.Origin is { } origin) await runs.SaveOriginAsync(run.Id, origin, CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
        return run;
    }

    private async Task<RunSummary> SummariseAsync(RunStore runs, StartedRun run)
    {
        var record = (await runs.ReadAsync(run.RunId, limit: 1, CancellationToken.None)).Single();
        return new RunSummary(
            record.RunId, record.StartedAt, record.FinishedAt!.Value, record.Source, database.Location.ToString(),
            record.RuleBookVersion, record.ModelVersion, record.Counts)
        { AsOf = record.AsOf };
    }

    /// <summary>On a full disk even this may fail; then the next run finds the row as it is and takes over all the same.</summary>
    private async Task TryMarkAsync(HeldStore store, RunStore runs, StartedRun run, RunState state, string failure)
    {
        try
        {
            await store.RecoverAsync(CancellationToken.None);
            await runs.FinishAsync(run.Id, state, time.GetUtcNow(), failure, CancellationToken.None);
        }
        catch (DbException)
        {
            // The error that ended the run is on its way to the caller and must not be hidden by this one.
        }
        catch (StoreException)
        {
            // Nor by another run that has taken this one over: then the row is that run's.
        }
    }
}
