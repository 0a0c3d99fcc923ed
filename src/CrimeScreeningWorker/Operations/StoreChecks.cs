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

            List<Finding> findings = [Rights(database.Location), await ClockAsync(database, clock.GetUtcNow(), cancellationToken)];
            if (database.Location.Dialect == StoreDialect.PostgreSql) findings.Add(await RoleAsync(database, cancellationToken));
            return findings;
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

    /// <summary>Whether the user may do what a night does, and no more.</summary>
    private static async Task<Finding> RoleAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        var (user, isMember, isMighty) = await database.ReadRoleAsync(cancellationToken);
        if (isMighty)
        {
            return Finding.Warning(
                "role", $"{user} may do anything in the database, or owns the store.",
                $"Give the service a user of its own: create role NAME login; grant {PostgreSqlStore.WorkerRole} to NAME.");
        }

        return isMember
            ? Finding.Good("role", $"{user} is a member of {PostgreSqlStore.WorkerRole}, and no more.")
            : Finding.Failed("role", $"{user} is not a member of {PostgreSqlStore.WorkerRole}.", $"As the store's owner: grant {PostgreSqlStore.WorkerRole} to {user}.");
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
