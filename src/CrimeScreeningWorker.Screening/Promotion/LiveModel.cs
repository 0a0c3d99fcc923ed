using System.Collections.Concurrent;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using Dapper;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>
/// The model that a store's crimes are scored with: the one that a person promoted, and while nobody has, the configured one. Asked for at the
/// beginning of every run and of every page, so that a promotion needs no restart; a model is read once and kept.
/// </summary>
/// <param name="configured">Loads the configured model; called when it is needed.</param>
public sealed class LiveModel(ScoringPaths paths, Func<LoadedTextModel> configured)
{
    private readonly Lazy<ScoringPath> own = new(() => paths.Of(configured()));
    private readonly ConcurrentDictionary<string, ScoringPath> promoted = new(StringComparer.Ordinal);

    /// <summary>The configured model, promoted or not.</summary>
    /// <exception cref="ModelException">There is none, or it cannot be used.</exception>
    public ScoringPath Configured => own.Value;

    public ScoringPaths Paths => paths;

    /// <exception cref="ModelException">The live model is not what was promoted, or this program cannot use it; none is taken in its place.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<ScoringPath> OfAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (await FindVersionAsync(database, cancellationToken) is not { } version) return Configured;
        if (promoted.TryGetValue(version, out var known)) return known;
        // The shipped model is in the store as well once another was promoted over it; there it is the same to the byte.
        var path = paths.Of(await new ModelRegistry(database).LoadAsync(version, cancellationToken));
        return promoted.GetOrAdd(version, path);
    }

    // A store that is not there yet, or that an older program left, has had no promotion: it is made ready later, by the run.
    private static async Task<string?> FindVersionAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        if (database.Location.Dialect == StoreDialect.Sqlite && !File.Exists(database.Location.Path)) return null;
        const string ofFile = "select count(*) from sqlite_schema where type = 'table' and name = 'model_event'";
        const string ofServer = "select count(*) from pg_catalog.pg_tables where tablename = 'model_event' and schemaname = any (current_schemas(false))";
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var tables = await session.Connection.ExecuteScalarAsync<long>(
                new CommandDefinition(session.OnPostgreSql ? ofServer : ofFile, cancellationToken: cancellationToken));
            if (tables == 0) return null;
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }

        return await new ModelRegistry(database).FindLiveAsync(at: null, cancellationToken);
    }
}
