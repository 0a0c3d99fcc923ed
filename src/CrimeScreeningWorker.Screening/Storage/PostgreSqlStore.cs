using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Storage;

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

    public static async Task<NpgsqlConnection> ConnectAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(Settings(location).ConnectionString);
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
