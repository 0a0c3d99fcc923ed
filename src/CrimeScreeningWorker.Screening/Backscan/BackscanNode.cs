using System.Data.Common;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>
/// Takes part in a back-scan until it is done: claims a range, does it, and commits the work with the mark that it is done. Any number of
/// machines do so at once; a claim ends with its connection, so a range whose machine is killed is open again and nothing of it stands.
/// </summary>
/// <param name="audit">What the audit log says of it; null: as the options' defaults say.</param>
public sealed class BackscanNode(
    ScreeningDatabase database, ScreeningSteps steps, ScreeningScope scope, LinkageOptions linkage, TimeProvider time, AuditOptions? audit = null)
{
    /// <summary>Crimes that are in memory at a time.</summary>
    internal const int ChunkSize = 500;

    private static readonly TimeSpan StatusEach = TimeSpan.FromSeconds(1);

    /// <param name="progress">Told how it stands after a range, once a second at most, and while this machine waits.</param>
    /// <param name="cancellationToken">Heard within a range: what is not committed of it is undone, and the range is open again.</param>
    /// <returns>How it stands at its end.</returns>
    /// <exception cref="BackscanException">This machine cannot take part.</exception>
    /// <exception cref="SourceException">The source cannot be read; the others go on.</exception>
    /// <exception cref="StoreException">The store cannot be used; the others go on.</exception>
    public async Task<BackscanStatus> WorkAsync(
        IRangedSource source, BackscanRequest request, IProgress<BackscanStatus>? progress, CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        var content = await source.OpenAsync(cancellationToken);
        using var alone = database.Location.Dialect == StoreDialect.Sqlite ? await BackscanLock.TakeAsync(database.Location, cancellationToken) : null;
        var retries = new RangeRetries(request.Patience, time);
        var entered = new EnteredBackscan(source, content, request);
        long? told = null;
        StoreSession? session = null;
        try
        {
            while (true)
            {
                Exception fault;
                try
                {
                    session ??= await OpenAsync(cancellationToken);
                    var outcome = await new BackscanTurn(database, session, steps, scope, linkage, time, audit ?? new AuditOptions()).TakeAsync(entered, cancellationToken);
                    retries.WentWell();
                    if (outcome == TurnOutcome.Done) return await StatusAsync(session, entered);
                    if (progress is not null && entered.Backscan is not null && (told is null || time.GetElapsedTime(told.Value) >= StatusEach))
                    {
                        progress.Report(await StatusAsync(session, entered));
                        told = time.GetTimestamp();
                    }

                    if (outcome == TurnOutcome.Wait) await Task.Delay(request.Pause, time, cancellationToken);
                    continue;
                }
                catch (DbException e) when (retries.MayTryAgain(e))
                {
                    fault = e;
                }
                catch (StoreException e) when (retries.MayTryAgain(e))
                {
                    fault = e;
                }
                catch (SourceException e) when (retries.MayTryAgain(e))
                {
                    fault = e;
                }

                // Whatever it was in the middle of is undone with the connection.
                if (session is not null) await session.DisposeAsync();
                session = null;
                await retries.PauseAsync(fault, cancellationToken);
            }
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
        catch (InvalidDataException e)
        {
            throw new StoreException($"The store {database.Location} is damaged: a reading in it cannot be understood.", e);
        }
        finally
        {
            if (session is not null) await session.DisposeAsync();
        }
    }

    private async Task<StoreSession> OpenAsync(CancellationToken cancellationToken)
    {
        var session = await database.OpenAsync(cancellationToken);
        if (session.OnPostgreSql) await PostgreSqlStore.PrepareForRangesAsync(session.Connection, cancellationToken);
        return session;
    }

    private static async Task<BackscanStatus> StatusAsync(StoreSession session, EnteredBackscan entered) =>
        (await new BackscanStore(session).ReadStatusAsync(entered.RunId, CancellationToken.None))!;
}

/// <summary>What a machine takes part in.</summary>
internal sealed class EnteredBackscan(IRangedSource source, string? content, BackscanRequest request)
{
    public IRangedSource Source => source;

    public string? Content => content;

    public BackscanRequest Request => request;

    /// <summary>As this machine saw it last; null before it has entered.</summary>
    public StoredBackscan? Backscan { get; set; }

    /// <summary>Its row of the ledger.</summary>
    public string? RunId { get; set; }
}
