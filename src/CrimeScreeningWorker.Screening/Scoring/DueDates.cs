namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>By when a person should have looked: same day, next working day, this week; local time in Europe/London.</summary>
/// <remarks>Working days are Monday to Friday. Bank holidays are not known to the worker; an item due on one is simply due that day.</remarks>
internal sealed class DueDates(int dueHour)
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <returns>Null for <see cref="Priority.None"/>.</returns>
    public DateTimeOffset? DueBy(Priority priority, DateTimeOffset asOf)
    {
        var local = TimeZoneInfo.ConvertTime(asOf, London);
        // What a run finds after the day's hour is read the next day.
        var today = DateOnly.FromDateTime(local.DateTime).AddDays(local.Hour >= dueHour ? 1 : 0);
        return priority switch
        {
            Priority.P1 => At(today),
            Priority.P2 => At(NextWorkingDay(today)),
            Priority.P3 => At(today.AddDays(7)),
            _ => null,
        };
    }

    private static DateOnly NextWorkingDay(DateOnly day)
    {
        do day = day.AddDays(1);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return day;
    }

    private DateTimeOffset At(DateOnly day)
    {
        var local = day.ToDateTime(new TimeOnly(dueHour, 0));
        return new DateTimeOffset(local, London.GetUtcOffset(local));
    }
}
