using System.Data.Common;
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
    public static async Task<bool> TryLockForRunAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            // The server needs a moment to see that a connection has ended: a run that follows one that was killed waits that long.
            await connection.ExecuteAsync(new CommandDefinition(
                "set lock_timeout = '1s'; select pg_advisory_lock(@key); reset lock_timeout", new { key = RunLockKey }, cancellationToken: cancellationToken));
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }
}
