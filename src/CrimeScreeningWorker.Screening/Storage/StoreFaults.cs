using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>Puts a database's own error into a sentence that says what to do, without any content of a record.</summary>
internal static class StoreFaults
{
    // https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    public static StoreException ToStoreException(this DbException fault, StoreLocation location)
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
        return new StoreException($"The store {location} {what}.", fault);
    }
}
