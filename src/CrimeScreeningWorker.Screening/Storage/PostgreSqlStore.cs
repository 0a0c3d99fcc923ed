using System.Data.Common;
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
