using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.ReviewConsole.Pages;

/// <summary>How long there is until something is due, for a tag: the words say it, and the colour says it again.</summary>
internal sealed record DueTag(string Text, string Colour)
{
    private const int Soon = 8;

    public static DueTag Of(DateTimeOffset due, DateTimeOffset now)
    {
        var left = due - now;
        if (left < TimeSpan.Zero) return new DueTag($"Late by {Span(-left)}", "red");
        return new DueTag(left < TimeSpan.FromMinutes(1) ? "Due now" : $"Due in {Span(left)}", left.TotalHours <= Soon ? "orange" : "blue");
    }

    /// <summary><c>19 hours ago</c></summary>
    public static string Ago(DateTimeOffset then, DateTimeOffset now) => now - then < TimeSpan.FromMinutes(1) ? "just now" : $"{Span(now - then)} ago";

    /// <summary>The largest unit that says enough: minutes up to two hours, hours up to two days, then days.</summary>
    public static string Span(TimeSpan span) => span.TotalMinutes switch
    {
        < 1 => "less than a minute",
        < 120 and var minutes => Wording.Count((int)minutes, "minute", "minutes"),
        < 2 * 24 * 60 and var minutes => Wording.Count((int)(minutes / 60), "hour", "hours"),
        var minutes => Wording.Count((int)(minutes / 60 / 24), "day", "days"),
    };
}
