using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>Puts a database's own error into a sentence that says what to do, without any content of a record.</summary>
internal static class StoreFaults
{
    // https://www.sqlite.org/rescode.html
    internal const int IoError = 10, Full = 13;

    private const string IdleInTransaction = "25P03", IdleSession = "57P05";
    private const int Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, CannotOpen = 14, NotADatabase = 26;

    /// <param name="tried">What was done about it, to end the sentence with.</param>
    public static StoreException ToStoreException(this DbException fault, StoreLocation location, string tried = "")
    {
        var what = fault is SqliteException sqlite
            ? sqlite.SqliteErrorCode switch
            {
                Busy or Locked => "is in use: another program is writing to it",
                ReadOnly => "cannot be written: the file or its folder is read-only",
                IoError => "cannot be read or written: the disk gave an error",
                Corrupt => "is damaged: restore it from a backup",
                Full => "cannot grow: the disk is full",
                CannotOpen => "cannot be opened: the file or its folder is missing or may not be written",
                NotADatabase => "is not a SQLite database",
                var code => $"gave an error (SQLite {code}, {sqlite.SqliteExtendedErrorCode})",
            }
            : fault is NpgsqlException server
                ? PostgreSqlFaults.Describe(server, PostgreSqlStore.Settings(location))
                : "gave an error";
        return new StoreException($"The store {location} {what}{tried}.", fault);
    }

    /// <summary>Whether the same may succeed a little later, with nobody doing anything about it.</summary>
    /// <remarks>A full disk is none of them: it stays full until somebody makes room, and the next run goes on from there.</remarks>
    public static bool MayPass(Exception fault) => Cause(fault) switch
    {
        SqliteException { SqliteErrorCode: Busy or Locked } => true,
        PostgresException server => IsAway(server) || server.SqlState is
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.OutOfMemory or IdleInTransaction or IdleSession,
        NpgsqlException { IsTransient: true } => true,
        _ => false,
    };

    /// <summary>
    /// Whether a server that is met for the first time says itself that it will be there soon. One that does not answer at all may as well
    /// have been given a wrong address: that is said at once.
    /// </summary>
    public static bool IsStarting(Exception fault) => Cause(fault) is PostgresException server && IsAway(server);

    /// <summary>What happened, in a word for the log.</summary>
    public static string Kind(Exception fault) => Cause(fault) switch
    {
        PostgresException server => $"PostgreSQL {server.SqlState}",
        SqliteException file => $"SQLite {file.SqliteErrorCode}",
        { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        { InnerException: { } inner } => inner.GetType().Name,
        var other => other.GetType().Name,
    };

    // 08: the connection, https://www.postgresql.org/docs/current/errcodes-appendix.html.
    private static bool IsAway(PostgresException server) => server.SqlState.StartsWith("08", StringComparison.Ordinal) || server.SqlState is
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
        or PostgresErrorCodes.TooManyConnections;

    private static Exception Cause(Exception fault) => fault is StoreException && fault.InnerException is { } inner ? inner : fault;
}
