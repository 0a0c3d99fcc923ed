using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>The run ledger for those who look at it from outside a run; each call is a connection of its own.</summary>
/// <exception cref="StoreException">Every member: the store cannot be read.</exception>
public sealed class RunLedger(ScreeningDatabase database)
{
    /// <summary>Runs and starts that were turned away, newest first.</summary>
    public Task<IReadOnlyList<RunRecord>> ReadAsync(int limit, CancellationToken cancellationToken) =>
        InSessionAsync(store => store.ReadAsync(runId: null, limit, cancellationToken), cancellationToken);

    /// <summary>Null when there is no such run.</summary>
    public async Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken) =>
        (await InSessionAsync(store => store.ReadAsync(runId, limit: 1, cancellationToken), cancellationToken)).SingleOrDefault();

    /// <summary>The newest run over the source that succeeded; null before the first.</summary>
    public async Task<RunRecord?> FindLastGoodAsync(string source, CancellationToken cancellationToken) =>
        await InSessionAsync(
            async store => await store.FindLastGoodIdAsync(source, cancellationToken) is { } runId
                ? (await store.ReadAsync(runId, limit: 1, cancellationToken)).SingleOrDefault()
                : null,
            cancellationToken);

    /// <summary>Whether a run over the source that began then or later has succeeded.</summary>
    public Task<bool> HasSucceededSinceAsync(string source, DateTimeOffset since, CancellationToken cancellationToken) =>
        InSessionAsync(store => store.HasSucceededSinceAsync(source, since, cancellationToken), cancellationToken);

    /// <summary>Runs that succeeded and whose files the service has yet to publish, oldest first.</summary>
    public Task<IReadOnlyList<string>> ReadUnpublishedAsync(CancellationToken cancellationToken) =>
        InSessionAsync(store => store.ReadUnpublishedAsync(cancellationToken), cancellationToken);

    public Task MarkPublishedAsync(string runId, CancellationToken cancellationToken) =>
        InSessionAsync(
            async store =>
            {
                await store.SavePublishedAsync(runId, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>Enters a run that failed before it could begin; one over the source that did begin since stands there already and is given back.</summary>
    /// <param name="failed">Its id is chosen here.</param>
    public Task<RunRecord> EnterFailureAsync(RunRecord failed, RunOrigin origin, CancellationToken cancellationToken) => InSessionAsync(
        async (session, store) =>
        {
            var newest = (await store.ReadAsync(runId: null, limit: 50, cancellationToken))
                .FirstOrDefault(run => run.Source == failed.Source && run.State != RunState.Skipped);
            if (newest is not null && newest.StartedAt >= failed.StartedAt) return newest;
            await session.BeginAsync(cancellationToken);
            var runId = await store.SaveFailedAsync(failed, origin, cancellationToken);
            await session.CommitAsync(cancellationToken);
            return (await store.ReadAsync(runId, limit: 1, cancellationToken)).Single();
        },
        cancellationToken);

    private Task<T> InSessionAsync<T>(Func<RunStore, Task<T>> ask, CancellationToken cancellationToken) =>
        InSessionAsync((_, store) => ask(store), cancellationToken);

    private async Task<T> InSessionAsync<T>(Func<StoreSession, RunStore, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return await ask(session, new RunStore(session));
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}
