using SQLitePCL;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>What the library of SQLite is told once in a process, before the first file is opened.</summary>
internal static class SqliteEngine
{
    private const int CountMemory = 9;

    private static readonly Lazy<bool> Told = new(Tell);

    /// <summary>The memory in use is not counted, which costs a lock each time that some is asked for. Nobody reads the count.</summary>
    /// <remarks>
    /// The lock around each call of a connection stays: the driver lets the collector's thread close what it has prepared, and without the lock that ends
    /// the process.
    /// </remarks>
    /// <returns>Whether it is so: where a file was open before, the library stays as it was, which is slower and no less right.</returns>
    public static bool Configure() => Told.Value;

    private static bool Tell()
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(CountMemory, 0) == raw.SQLITE_OK;
    }
}
