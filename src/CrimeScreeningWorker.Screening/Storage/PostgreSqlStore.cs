using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>A process of the server: the one that serves a connection. Its number alone could come again.</summary>
/// <param name="Started">As the server writes it.</param>
internal sealed record ServerProcess(int Id, string Started);

/// <summary>Opens connections to a store on PostgreSQL.</summary>
internal static class PostgreSqlStore
{
    /// <summary>Where the tables lie unless the connection string says otherwise.</summary>
    public const string DefaultSchema = "screening";

    // Any number, the same in every version: it marks the database as one that a run writes to.
    private const long RunLockKey = 0x4352_494D_4553_4352;

    // Held, by any number at once, while a range of a back-scan is in work; and by a run as long as it lasts, alone.
    private const long RangeLockKey = RunLockKey + 1;

    // Held by who begins a back-scan or joins one, so that two in the same second are one.
    private const long EntryLockKey = RunLockKey + 2;

    /// <summary>Held while a model's place is changed.</summary>
    private const long ModelLockKey = RunLockKey + 3;

    /// <summary>Held from the first entry that a transaction adds to the audit log until it ends.</summary>
    private const long AuditLockKey = RunLockKey + 4;

    /// <summary>What the user that a night runs by is a member of; made by migration.</summary>
    public const string WorkerRole = "crime_screening_worker";

    /// <summary>The settings a store is opened with.</summary>
    /// <exception cref="StoreException">The password file cannot be used.</exception>
    public static NpgsqlConnectionStringBuilder Settings(StoreLocation location)
    {
        try
        {
            var settings = PostgreSqlServer.Settings(location.Server!, "CrimeScreeningWorker store");
            if (string.IsNullOrEmpty(settings.SearchPath)) settings.SearchPath = DefaultSchema;
            return settings;
        }
        catch (PostgreSqlServerException e)
        {
            throw new StoreException($"The store {location} cannot be used: {e.Message}.", e);
        }
    }

    public static Task<NpgsqlConnection> ConnectAsync(StoreLocation location, CancellationToken cancellationToken) =>
        ConnectAsync(Settings(location), cancellationToken);

    /// <summary>
    /// A connection for a run to hold the store by. It is never pooled, whatever the settings say: a pool would keep the lock after the
    /// run, until somebody else uses the connection.
    /// </summary>
    public static async Task<NpgsqlConnection> ConnectForRunAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        var settings = Settings(location);
        settings.Pooling = false;
        return await ConnectAsync(settings, cancellationToken);
    }

    private static async Task<NpgsqlConnection> ConnectAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (DbException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The process that serves this connection. The server is told to look for a client that has vanished within a minute: until it
    /// notices, the run lock stays held and no other machine can take over.
    /// </summary>
    public static async Task<ServerProcess> IdentifyAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        const string sql = """
            select set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
                   set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '60000', false);
            select pid as Id, extract(epoch from backend_start)::text as Started from pg_stat_activity where pid = pg_backend_pid()
            """;
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
        await results.ReadAsync();
        return await results.ReadSingleAsync<ServerProcess>();
    }

    /// <summary>Ends what is left of connections that were lost, and returns when they are gone: until then they hold locks, and may yet commit.</summary>
    public static async Task EndAsync(DbConnection connection, IEnumerable<ServerProcess> lost, CancellationToken cancellationToken)
    {
        const string sql = """
            select pg_terminate_backend(pid, 5000) from pg_stat_activity
            where  pid = @Id and extract(epoch from backend_start)::text = @Started and pid <> pg_backend_pid()
            """;
        foreach (var process in lost) await connection.ExecuteAsync(new CommandDefinition(sql, process, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Marks this connection as the one that a run writes by. The server lets the mark go when the connection ends, however it ends, so a
    /// run that has lost its connection can neither write nor keep another from starting.
    /// </summary>
    /// <returns>False when another run holds it.</returns>
    public static Task<bool> TryLockForRunAsync(DbConnection connection, CancellationToken cancellationToken) =>
        // The server needs a moment to see that a connection has ended: a run that follows one that was killed waits that long.
        TryLockAsync(connection, RunLockKey, TimeSpan.FromSeconds(1), cancellationToken);

    /// <summary>
    /// Waits until the ranges of a back-scan that are in work are done. While it waits none begins, so that takes as long as the longest of
    /// them; past the patience the connections that still hold one are ended, and their ranges are open again.
    /// </summary>
    public static async Task WaitForRangesAsync(DbConnection connection, TimeSpan patience, CancellationToken cancellationToken)
    {
        // A statement must not take longer than the connection waits for an answer.
        var longest = TimeSpan.FromSeconds(10);
        for (var left = patience; left > TimeSpan.Zero; left -= longest)
            if (await TryLockAsync(connection, RangeLockKey, left < longest ? left : longest, cancellationToken)) return;

        const string end = """
            select pg_terminate_backend(pid) from pg_locks
            where  locktype = 'advisory' and granted and objsubid = 1 and (classid::bigint << 32) + objid::bigint = @key
                   and database = (select oid from pg_database where datname = current_database())
            """;
        await connection.ExecuteAsync(new CommandDefinition(end, new { key = RangeLockKey }, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "set lock_timeout = '20s'; select pg_advisory_lock(@key); reset lock_timeout", new { key = RangeLockKey }, cancellationToken: cancellationToken));
    }

    /// <summary>Sees to it that the claims of a machine that is switched off, cut off or stopped do not outlive it for long.</summary>
    public static Task PrepareForRangesAsync(DbConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(new CommandDefinition(
        """
        set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4; set tcp_user_timeout = '40s';
        set idle_in_transaction_session_timeout = '15min'
        """,
        cancellationToken: cancellationToken));

    /// <summary>Begins work on a range, until the transaction ends.</summary>
    /// <returns>False while a run is going on, or waits to.</returns>
    public static Task<bool> TryBeginRangeAsync(StoreSession session) => session.Connection.ExecuteScalarAsync<bool>(
        new CommandDefinition("select pg_try_advisory_xact_lock_shared(@key)", new { key = RangeLockKey }, session.Transaction));

    /// <summary>Waits until nobody else begins or joins a back-scan; until the transaction ends.</summary>
    public static Task BeginEnteringAsync(StoreSession session) => session.Connection.ExecuteAsync(
        new CommandDefinition("select pg_advisory_xact_lock(@key)", new { key = EntryLockKey }, session.Transaction));

    /// <summary>Waits until nobody else changes which model is live; until the transaction ends.</summary>
    public static Task LockModelsAsync(StoreSession session) => session.Connection.ExecuteAsync(
        new CommandDefinition("select pg_advisory_xact_lock(@key)", new { key = ModelLockKey }, session.Transaction));

    /// <summary>Waits until nobody else adds to the audit log; until the transaction ends.</summary>
    public static Task LockForAuditAsync(StoreSession session) => session.Connection.ExecuteAsync(
        new CommandDefinition("select pg_advisory_xact_lock(@key)", new { key = AuditLockKey }, session.Transaction));

    /// <summary>How many transactions work on a range.</summary>
    public static async Task<int> CountRangesInWorkAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        const string sql = """
            select count(*)::int from pg_locks
            where  locktype = 'advisory' and granted and mode = 'ShareLock' and objsubid = 1 and (classid::bigint << 32) + objid::bigint = @key
                   and database = (select oid from pg_database where datname = current_database())
            """;
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, new { key = RangeLockKey }, cancellationToken: cancellationToken));
    }

    private static async Task<bool> TryLockAsync(DbConnection connection, long key, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            var sql = string.Create(
                CultureInfo.InvariantCulture,
                $"set lock_timeout = {Math.Max(1, (long)patience.TotalMilliseconds)}; select pg_advisory_lock(@key); reset lock_timeout");
            await connection.ExecuteAsync(new CommandDefinition(sql, new { key }, cancellationToken: cancellationToken));
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }
}
