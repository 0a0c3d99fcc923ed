using System.Data.Common;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>Tells faults that pass from those that stay, and how long to wait before a range is tried again.</summary>
/// <param name="patience">How long since the last range that went well.</param>
internal sealed class RangeRetries(TimeSpan patience, TimeProvider time)
{
    private const int MostConflicts = 100;
    private static readonly TimeSpan AfterConflict = TimeSpan.FromMilliseconds(50), First = TimeSpan.FromMilliseconds(500), Longest = TimeSpan.FromSeconds(15);

    private long since = time.GetTimestamp();
    private int conflicts;
    private TimeSpan pause = First;

    public void WentWell() => (since, conflicts, pause) = (time.GetTimestamp(), 0, First);

    public bool MayTryAgain(Exception fault) =>
        IsConflict(fault) ? ++conflicts <= MostConflicts : Passes(fault) && time.GetElapsedTime(since) < patience;

    public Task PauseAsync(Exception fault, CancellationToken cancellationToken)
    {
        if (IsConflict(fault)) return Task.Delay(AfterConflict, time, cancellationToken);
        var now = pause;
        pause = pause * 2 < Longest ? pause * 2 : Longest;
        return Task.Delay(now, time, cancellationToken);
    }

    /// <summary>Two machines met over the same rows: one of them goes again and sees what the other did.</summary>
    private static bool IsConflict(Exception fault) =>
        Database(fault) is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    private static bool Passes(Exception fault) => Database(fault) switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        { } known => known.IsTransient,
        null => false,
    };

    private static DbException? Database(Exception? fault) => fault switch
    {
        null => null,
        DbException known => known,
        _ => Database(fault.InnerException),
    };
}
