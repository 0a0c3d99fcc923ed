using System.Globalization;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>Instants in the words of the people who read them: Europe/London, twelve-hour clock, as GOV.UK writes them.</summary>
internal static class BritishTime
{
    /// <summary>Windows knows the zone by a name of its own where the runtime has no culture data to translate by.</summary>
    public static TimeZoneInfo London { get; } =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out var zone) ? zone : TimeZoneInfo.FindSystemTimeZoneById("GMT Standard Time");

    /// <summary><c>2026-01-14T17:00:00+00:00</c></summary>
    public static string Timestamp(DateTimeOffset instant) => Format(Local(instant), "yyyy-MM-dd'T'HH:mm:sszzz");

    /// <summary><c>2026-01-14T03:10:00.250+00:00</c></summary>
    public static string TimestampToMilliseconds(DateTimeOffset instant) => Format(Local(instant), "yyyy-MM-dd'T'HH:mm:ss.fffzzz");

    /// <summary>14 January 2026</summary>
    public static string Day(DateTimeOffset instant) => Format(Local(instant), "d MMMM yyyy");

    /// <summary>Wednesday 14 January 2026</summary>
    public static string Weekday(DateTimeOffset instant) => Format(Local(instant), "dddd d MMMM yyyy");

    /// <summary>7:42am, 5pm, midday, midnight</summary>
    public static string Clock(DateTimeOffset instant)
    {
        var local = Local(instant);
        return (local.Hour, local.Minute) switch
        {
            (0, 0) => "midnight",
            (12, 0) => "midday",
            (_, 0) => Format(local, "htt").ToLowerInvariant(),
            _ => Format(local, "h:mmtt").ToLowerInvariant(),
        };
    }

    /// <summary>14 January 2026, 7:42am</summary>
    public static string DayAndClock(DateTimeOffset instant) => $"{Day(instant)}, {Clock(instant)}";

    /// <summary>A period, with the day said once when it is one day; <paramref name="to"/> null for a moment.</summary>
    public static string Period(DateTimeOffset from, DateTimeOffset? to)
    {
        if (to is not { } end || end <= from) return DayAndClock(from);
        return DayNumber(from) == DayNumber(end)
            ? $"{DayAndClock(from)} to {Clock(end)}"
            : $"{DayAndClock(from)} to {DayAndClock(end)}";
    }

    /// <summary>Nights between the two on a London calendar.</summary>
    public static int DaysBetween(DateTimeOffset earlier, DateTimeOffset later) => DayNumber(later) - DayNumber(earlier);

    /// <summary>The instant at which a day begins in London.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, London.GetUtcOffset(local));
    }

    /// <summary>The day in London.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>First day of the London month it lies in.</summary>
    public static DateOnly Month(DateTimeOffset instant)
    {
        var local = Local(instant);
        return new DateOnly(local.Year, local.Month, 1);
    }

    private static int DayNumber(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime).DayNumber;

    private static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, London);

    private static string Format(DateTimeOffset local, string format) => local.ToString(format, CultureInfo.InvariantCulture);
}
