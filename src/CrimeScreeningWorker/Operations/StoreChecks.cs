using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Operations;

/// <summary>Checks of the store, and of the clock against what the ledger has seen.</summary>
internal static class StoreChecks
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<Finding>> ExamineAsync(ScreeningDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var pending = await database.ReadPendingScriptsAsync(cancellationToken);
            if (database.Location.Dialect == StoreDialect.Sqlite && !File.Exists(database.Location.Path))
            {
                return
                [
                    Finding.Good("store", $"{database.Location} does not exist yet; the first run makes it."),
                    Finding.Good("clock", $"{BritishTime.DayAndClock(clock.GetUtcNow())}."),
                ];
            }

            if (pending.Count > 0)
            {
                return
                [
                    Finding.Warning(
                        "store", $"{database.Location} lacks {pending.Count} changes of its schema.", "Run migrate, or let the next run apply them."),
                    Finding.Good("clock", $"{BritishTime.DayAndClock(clock.GetUtcNow())}."),
                ];
            }

            return [Rights(database.Location), await ClockAsync(database, clock.GetUtcNow(), cancellationToken)];
        }
        catch (StoreException e)
        {
            return [Finding.Failed("store", e.Message, "See docs/operations.md, Restore, when it is damaged; else mend its place and rights.")];
        }
    }

    private static Finding Rights(StoreLocation store)
    {
        if (store.Dialect == StoreDialect.Sqlite && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(store.Path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None)
        {
            return Finding.Warning(
                "store", $"{store} is up to date, but every user of this machine may read it.", "It holds narratives: chmod o= the file and its folder.");
        }

        return Finding.Good("store", $"{store} is up to date.");
    }

    private static async Task<Finding> ClockAsync(ScreeningDatabase database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newest = (await new RunLedger(database).ReadAsync(limit: 1, cancellationToken)).SingleOrDefault();
        return newest is { } run && run.StartedAt > now + ClockTolerance
            ? Finding.Failed(
                "clock", $"it stands at {BritishTime.DayAndClock(now)}, before the newest run of {BritishTime.DayAndClock(run.StartedAt)}.",
                "Set the clock, and keep it by NTP.")
            : Finding.Good("clock", $"{BritishTime.DayAndClock(now)}, later than every run.");
    }
}
