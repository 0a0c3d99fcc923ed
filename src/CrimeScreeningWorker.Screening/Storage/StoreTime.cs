using System.Globalization;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>An instant as the store keeps it: UTC text whose order is time order, and the offset it was written with, in minutes.</summary>
internal static class StoreTime
{
    // Of a time in UTC: yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'.
    private const string Format = "O";

    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static string? ToText(DateTimeOffset? time) => time is { } known ? ToText(known) : null;

    public static long ToOffset(DateTimeOffset time) => (long)time.Offset.TotalMinutes;

    public static long? ToOffset(DateTimeOffset? time) => time is { } known ? ToOffset(known) : null;

    public static DateTimeOffset Parse(string text, long offsetMinutes = 0) =>
        new DateTimeOffset(
            DateTime.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind))
        .ToOffset(TimeSpan.FromMinutes(offsetMinutes));
}
