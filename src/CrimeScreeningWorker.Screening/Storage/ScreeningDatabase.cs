using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>The store: opens connections to it, and brings its schema up to date. Nothing is touched until it is asked to.</summary>
#pragma warning disable CA1001 // Of the gate only a wait handle would be to dispose of, and it is waited for without one.
public sealed class ScreeningDatabase(StoreLocation location)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim writers = new(1, 1);

    public StoreLocation Location => location;

    /// <summary>Pages the file may grow to; for tests of a disk that fills.</summary>
    internal int? MaxPages { get; init; }

    /// <summary>
    /// Connections are kept open for the next who asks, and writers of this process take turns instead of asking again and again: for many
    /// people at once. Not for a run, which opens two connections and leaves nothing open behind it.
    /// </summary>
    public bool ServesMany { get; init; }

    /// <summary>How long a run waits for the ranges of a back-scan that are in work, before it ends the connections of those who work on them.</summary>
    internal TimeSpan RangePatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Checks that an embedded store can be written as far as its file and folder tell, before anything opens it: SQLite leaves files behind where it only looked.</summary>
    /// <exception cref="StoreException">It cannot.</exception>
    public void CheckWritable()
    {
        if (location.Dialect == StoreDialect.Sqlite) StoreFileCheck.Writable(location);
    }

    /// <summary>Makes the store ready to be written: checks that it can be, creates it when missing, applies what its schema lacks.</summary>
    /// <exception cref="StoreException">
    /// It cannot be opened or written, is no store of this program, or was written by a newer version; nothing has been written then.
    /// </exception>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        location.Dialect == StoreDialect.Sqlite ? PrepareFileAsync(cancellationToken) : PrepareServerAsync(cancellationToken);

    private async Task PrepareFileAsync(CancellationToken cancellationToken)
    {
        StoreFileCheck.Writable(location);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(location.Path)!);
            using var migrating = await MigrationLock.TakeAsync(location, cancellationToken);
            await using var connection = await ConnectAsync(SqliteOpenMode.ReadWriteCreate, cancellationToken);
            await StoreSchema.CheckAsync(connection, location, mustExist: false, cancellationToken);
            await ExecuteAsync(connection, "pragma journal_mode = wal", cancellationToken);
            StoreSchema.Migrate(connection, location);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(location);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"The store {location} cannot be created: no right to write its folder.", e);
        }
        catch (IOException e)
        {
            throw new StoreException($"The store {location} cannot be created: its folder cannot be made.", e);
        }
    }

    // A worker's role may not change the schema, and need not where there is nothing to change.
    private async Task PrepareServerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await PostgreSqlStore.ConnectAsync(location, cancellationToken);
            if (await StoreSchema.CheckAsync(connection, location, mustExist: false, cancellationToken) < StoreSchema.Newest(location.Dialect))
                StoreSchema.Migrate(connection, location);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(location);
        }
    }

    /// <summary>Names of the scripts that <see cref="PrepareAsync"/> would apply, in their order. Nothing is written.</summary>
    /// <exception cref="StoreException">As for <see cref="PrepareAsync"/>.</exception>
    public async Task<IReadOnlyList<string>> ReadPendingScriptsAsync(CancellationToken cancellationToken)
    {
        if (location.Dialect == StoreDialect.Sqlite)
        {
            StoreFileCheck.Writable(location);
            if (!File.Exists(location.Path)) return StoreSchema.ScriptsAfter(location.Dialect, 0);
        }

        try
        {
            await using var session = await OpenAsync(cancellationToken);
            return StoreSchema.ScriptsAfter(location.Dialect, await StoreSchema.CheckAsync(session.Connection, location, mustExist: false, cancellationToken));
        }
        catch (DbException e)
        {
            throw e.ToStoreException(location);
        }
    }

    /// <summary>The user of a store on a server: its name, whether it has the worker's role, and whether it may do more than that role allows.</summary>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    internal async Task<(string User, bool IsWorker, bool IsMighty)> ReadRoleAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select current_user::text as "User", coalesce(pg_has_role(to_regrole(@role), 'member'), false) as IsWorker,
                   (select rolsuper from pg_roles where rolname = current_user)
                   or exists (select from pg_tables where schemaname = any (current_schemas(false)) and pg_has_role(tableowner, 'member')) as IsMighty
            """;
        try
        {
            await using var session = await OpenAsync(cancellationToken);
            return await session.Connection.QuerySingleAsync<(string, bool, bool)>(
                new CommandDefinition(sql, new { role = PostgreSqlStore.WorkerRole }, cancellationToken: cancellationToken));
        }
        catch (DbException e)
        {
            throw e.ToStoreException(location);
        }
    }

    /// <summary>Checks that a store is there and is of this version: for what only reads.</summary>
    /// <exception cref="StoreException">It is missing, cannot be opened, is no store of this program, or is of another version.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (location.Dialect == StoreDialect.PostgreSql)
        {
            await using var session = await OpenAsync(cancellationToken);
            await StoreSchema.CheckAsync(session.Connection, location, mustExist: true, cancellationToken);
            return;
        }

        if (!File.Exists(location.Path)) throw new StoreException($"There is no store at {location}: run a screening first.");
        StoreFileCheck.Readable(location);
        try
        {
            await using var connection = await ConnectAsync(SqliteOpenMode.ReadWrite, cancellationToken);
            await StoreSchema.CheckAsync(connection, location, mustExist: true, cancellationToken);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(location);
        }
    }

    /// <summary>Opens it to write a run: only one run writes at a time. Dispose to let the next one in.</summary>
    /// <exception cref="StoreException">Another run is writing.</exception>
    internal async Task<StoreSession> OpenForRunAsync(CancellationToken cancellationToken)
    {
        if (location.Dialect == StoreDialect.Sqlite)
        {
            var held = await RunLock.TakeAsync(location, RangePatience, cancellationToken);
            try
            {
                return new StoreSession(await ConnectAsync(SqliteOpenMode.ReadWrite, cancellationToken), location.Dialect, held);
            }
            catch (DbException e)
            {
                held.Dispose();
                throw e.ToStoreException(location);
            }
        }

        try
        {
            var connection = await PostgreSqlStore.ConnectForRunAsync(location, cancellationToken);
            var session = new StoreSession(connection, location.Dialect);
            if (await TryHoldAsync(session, connection, cancellationToken)) return session;
            throw new RunInProgressException($"The store {location} is in use: another run is writing to it.");
        }
        catch (DbException e)
        {
            throw e.ToStoreException(location);
        }
    }

    /// <summary>
    /// Takes a run's hold of a store on a server again after its connection was lost. What the lost connection left on the server is ended
    /// first, so that what the store says afterwards is final. A file has no connection to lose.
    /// </summary>
    /// <exception cref="DbException">Not now; it may be tried again.</exception>
    /// <exception cref="StoreException">Another run has taken the store meanwhile.</exception>
    internal async Task ReopenForRunAsync(StoreSession session, CancellationToken cancellationToken)
    {
        var connection = await PostgreSqlStore.ConnectForRunAsync(location, cancellationToken);
        if (await TryHoldAsync(session, connection, cancellationToken)) await session.ReplaceAsync(connection);
        else throw new StoreException($"The store {location} was taken by another run while this one had lost its connection: that one goes on from here.");
    }

    /// <summary>Takes the run lock on a connection, which is closed unless it could be taken.</summary>
    private async Task<bool> TryHoldAsync(StoreSession session, DbConnection connection, CancellationToken cancellationToken)
    {
        var held = false;
        try
        {
            // Known before the lock is asked for: should the answer be lost, the lock is not.
            session.Served.Add(await PostgreSqlStore.IdentifyAsync(connection, cancellationToken));
            await PostgreSqlStore.EndAsync(connection, session.Served, cancellationToken);
            if (!await PostgreSqlStore.TryLockForRunAsync(connection, cancellationToken)) return false;
            await PostgreSqlStore.WaitForRangesAsync(connection, RangePatience, cancellationToken);
            return held = true;
        }
        finally
        {
            if (!held) await connection.DisposeAsync();
        }
    }

    internal async Task<StoreSession> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new StoreSession(
                location.Dialect == StoreDialect.Sqlite
                    ? await ConnectAsync(SqliteOpenMode.ReadWrite, cancellationToken)
                    : await PostgreSqlStore.ConnectAsync(location, cancellationToken),
                location.Dialect,
                turns: ServesMany && location.Dialect == StoreDialect.Sqlite ? writers : null);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(location);
        }
    }

    private async Task<SqliteConnection> ConnectAsync(SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        SqliteEngine.Configure();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = location.Path,
            Mode = mode,
            ForeignKeys = true,
            DefaultTimeout = 30,
            Pooling = ServesMany,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // With a write-ahead log, "normal" can lose the newest batches to a power cut, never to a kill, and never leaves half of one. The
            // log may grow to 32 MB before it is folded in: pages that many batches touch are then written to the file once.
            const string settings = """
                pragma synchronous = normal; pragma wal_autocheckpoint = 8000; pragma busy_timeout = 30000; pragma temp_store = memory
                """;
            await ExecuteAsync(connection, settings, cancellationToken);
            // Of many connections each has its own pages in memory.
            await ExecuteAsync(connection, ServesMany ? "pragma cache_size = -16384" : "pragma cache_size = -65536", cancellationToken);
            if (MaxPages is { } pages) await ExecuteAsync(connection, $"pragma max_page_count = {pages}", cancellationToken);
            return connection;
        }
        catch (DbException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, string pragma, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Pragmas take no parameters; each is a literal of this class.
        command.CommandText = pragma;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
