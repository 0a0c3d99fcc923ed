using CrimeScreeningWorker.Screening.Triage;
using Quartz;

namespace CrimeScreeningWorker.Service;

/// <summary>The nights of a cron expression, by the clock of Europe/London.</summary>
internal sealed class NightSchedule(string expression)
{
    // At 01:00 UTC the clock jumps to 02:00 in March and falls back to 01:00 in October: local times in between are left out or come
    // twice. An hour of margin costs nothing.
    private static readonly TimeOnly ChangeFrom = new(1, 0), ChangeTo = new(3, 0);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(2 * 366);
    private const int MostFires = 5_000;

    private readonly CronExpression cron = new(expression, BritishTime.London);

    /// <summary>What makes an expression unusable, as a sentence; null when nothing does.</summary>
    public static string? FindFault(string expression, DateTimeOffset now)
    {
        if (!CronExpression.TryParse(expression, out var parsed) || parsed is null)
        {
            return $"'{expression}' is no cron expression of Quartz (second minute hour day-of-month month day-of-week), "
                + "such as '0 30 4 * * ?' for half past four each morning.";
        }

        var schedule = new NightSchedule(expression);
        if (schedule.Next(now) is not { } first) return $"'{expression}' never comes again.";
        var fires = 0;
        for (DateTimeOffset? fire = first; fire is { } at && at < now + Ahead && fires < MostFires; fire = schedule.Next(at), fires++)
        {
            var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, BritishTime.London).DateTime);
            if (local >= ChangeFrom && local < ChangeTo)
            {
                return $"'{expression}' starts a run at {local:HH:mm} by the clock of Europe/London; between 01:00 and 03:00 the clock changes, and a night "
                    + "could be left out or come twice: choose another time.";
            }
        }

        return null;
    }

    public DateTimeOffset? Next(DateTimeOffset after) => cron.GetNextValidTimeAfter(after);

    public DateTimeOffset? Previous(DateTimeOffset before) => cron.GetPreviousValidTimeBefore(before);

    /// <summary>Nights that should have started after a moment and until now; counted up to 1000.</summary>
    public int CountSince(DateTimeOffset after, DateTimeOffset now)
    {
        var count = 0;
        for (var fire = Next(after); fire is { } at && at <= now && count < 1_000; fire = Next(at)) count++;
        return count;
    }
}
