using System.Data;
using System.Data.Common;
using System.Runtime.ExceptionServices;
using CrimeScreeningWorker.Screening.Storage;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>The store as a run holds it: work on it is taken up again when it failed by a fault that passes, over a new connection if need be.</summary>
internal sealed class HeldStore(ScreeningDatabase database, StoreSession session, FaultRetries retries) : IAsyncDisposable
{
    public StoreSession Session => session;

    /// <summary>Does what may be done twice.</summary>
    public Task ExecuteAsync(Func<Task> work, CancellationToken cancellationToken) => ExecuteAsync(_ => work(), cancellationToken);

    /// <summary>Does work of a run that is in the ledger. Before it is done again, the ledger is asked how far it had come.</summary>
    /// <param name="isDone">Whether by the ledger it was done, and only the answer was lost.</param>
    /// <exception cref="StoreException">Another run has taken this one over while the connection was lost.</exception>
    public Task ExecuteAsync(StartedRun run, Func<Task> work, Func<RunRecord, bool> isDone, CancellationToken cancellationToken) => ExecuteAsync(
        async again =>
        {
            if (again && isDone(await ReadOwnAsync(run))) return;
            await work();
        },
        cancellationToken);

    /// <summary>Makes the session fit for use once more: what was not committed is undone. One attempt.</summary>
    /// <exception cref="DbException">Not now.</exception>
    /// <exception cref="StoreException">Another run has taken the store meanwhile.</exception>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (session.Connection.State == ConnectionState.Open)
        {
            try
            {
                await session.EndAsync();
                return;
            }
            catch (NpgsqlException)
            {
                // A connection that cannot even undo is of no use any more.
            }
        }

        await database.ReopenForRunAsync(session, cancellationToken);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private Task ExecuteAsync(Func<bool, Task> work, CancellationToken cancellationToken) => retries.ExecuteAsync(
        async again =>
        {
            try
            {
                if (again) await RecoverAsync(cancellationToken);
                await work(again);
            }
            catch (InvalidOperationException e) when (session.Connection.State != ConnectionState.Open)
            {
                // A connection that broke between two statements is refused by its own class, as if it had never been opened.
                throw new NpgsqlException("The connection was lost.", new IOException("The connection was lost.", e));
            }
            catch (DataException e) when (e.InnerException is DbException cause)
            {
                // Dapper takes a connection that breaks within a row for a value that it cannot read.
                ExceptionDispatchInfo.Throw(cause);
            }
        },
        StoreFaults.MayPass, cancellationToken);

    private async Task<RunRecord> ReadOwnAsync(StartedRun run)
    {
        var record = (await new RunStore(session).ReadAsync(run.RunId, limit: 1, CancellationToken.None)).Single();
        return record is { ResumedBy: null, State: RunState.Running or RunState.Succeeded }
            ? record
            : throw new StoreException(
                $"The store {database.Location} was taken by another run while this one had lost its connection: that one goes on from here.");
    }
}
