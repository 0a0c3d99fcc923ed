using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>The page of the daily management meeting: every broken order and every crime to be read today, on one side of A4.</summary>
internal static class DailyMeeting
{
    /// <summary>A broken order that the list asks nobody to read is shown for so long after it was recorded.</summary>
    internal static readonly TimeSpan BreachShown = TimeSpan.FromDays(7);

    /// <summary>Lines that one side of A4 has room for, tried in print with fifty references under them.</summary>
    internal const int Lines = 40;

    public static ForceReport Of(Tally tally)
    {
        var asOf = tally.Request.AsOf;
        var last = LastMeeting(asOf);
        // However long ago it was recorded: what nobody has decided does not go away with the period.
        var chosen = tally.StillOpen.Concat(tally.InScope).Where(crime => (crime.Settled is null || crime.Raised) && Belongs(crime, asOf)).ToList();
        var blind = chosen.Count(crime => crime.ReadBlind);
        var shown = chosen.Where(crime => !crime.ReadBlind)
            .OrderByDescending(crime => crime.RecordedAt >= last).ThenBy(Rank).ThenByDescending(crime => crime.RecordedAt).ThenBy(crime => crime.Key.CrimeReference, StringComparer.Ordinal).ToList();
        var (urgent, breaches, fresh) = (
            shown.Count(crime => crime.Score!.Priority == Priority.P1), shown.Count(crime => crime.Score!.OrderBreach), shown.Count(crime => crime.RecordedAt >= last));
        var older = shown.Count(crime => crime.RecordedAt < ForceReportStore.Since(tally.Request));
        var overdue = shown.Count(crime => crime.Score!.DueBy < asOf);
        var limits = new List<string>
        {
            "Broken orders that the list asks nobody to read are shown for a week after they were recorded; everything else stays until somebody has decided it, and comes back when it becomes more urgent than it was then.",
            "The machine orders the reading. None of these is stalking until a person has said so.",
        };
        if (blind > 0) limits.Insert(0, $"{Wording.Count(blind, "crime is", "crimes are")} being read without the machine's opinion and stand on the list of the console alone.");
        limits.AddRange(tally.Blanks(("district", "district", crime => string.IsNullOrWhiteSpace(crime.District))));
        return new ForceReport(
            "daily-meeting", "Daily management meeting", "Chair of the daily management meeting, duty command team",
            shown.Count == 0
                ? "No broken order and no crime for today is undecided."
                : $"{Wording.Count(urgent, "crime", "crimes")} to be read the same day, {Wording.Count(breaches, "broken order", "broken orders")}; {Tally.Cell(fresh)} new since {BritishTime.DayAndClock(last)}, {Tally.Cell(overdue)} overdue.",
            [
                new ForceTable(
                    "list", "Undecided: broken orders and same-day crimes", "",
                    ["Crime", "Recorded", "District", "Class", "Why", "First signs", "Links", "Read by", "Recorded at", "Read by time", "Priority", "Order broken", "High risk", "Online", "New", "Overdue", "Reason"],
                    [.. shown.Select(crime => Row(crime, tally, last))]) { PageRows = Lines, FileColumns = 9, Empty = "Nothing to bring to the meeting." },
            ],
            [.. limits])
        { OneSide = true, Older = older };
    }

    /// <summary>The day before; on a Monday the Friday.</summary>
    internal static DateTimeOffset LastMeeting(DateTimeOffset asOf) =>
        asOf - TimeSpan.FromDays(BritishTime.DateOf(asOf).DayOfWeek switch { DayOfWeek.Monday => 3, DayOfWeek.Sunday => 2, _ => 1 });

    private static bool Belongs(ForceCrime crime, DateTimeOffset asOf) => crime.Score! switch
    {
        { Priority: Priority.P1 } => true,
        { OrderBreach: true, Priority: not Priority.None } => true,
        { OrderBreach: true } => crime.RecordedAt >= asOf - BreachShown,
        _ => false,
    };

    private static int Rank(ForceCrime crime) => crime.Score! switch
    {
        { Priority: Priority.P1, OrderBreach: true } => 0,
        { Priority: Priority.P1 } => 1,
        _ => 2,
    };

    private static ImmutableArray<string> Row(ForceCrime crime, Tally tally, DateTimeOffset last)
    {
        var asOf = tally.Request.AsOf;
        var (score, isNew, overdue) = (crime.Score!, crime.RecordedAt >= last, crime.Score!.DueBy < asOf);
        var why = new List<string>();
        if (score.Priority != Priority.None) why.Add(score.Priority.ToString());
        if (score.OrderBreach) why.Add("breach");
        if (score.HighRisk) why.Add("high risk");
        return
        [
            tally.Cell(crime.Key), (isNew ? "NEW " : "") + Day(crime.RecordedAt, asOf), Tally.Named(crime.District),
            crime.Class, string.Join(", ", why), FirstSigns(score.Reason), Tally.Cell(score.Linked),
            score.DueBy is { } due ? Day(due, asOf) + (overdue ? ", overdue" : "") : "–",
            BritishTime.Timestamp(crime.RecordedAt), score.DueBy is { } by ? BritishTime.Timestamp(by) : "",
            score.Priority == Priority.None ? "none" : score.Priority.ToString(), YesNo(score.OrderBreach), YesNo(score.HighRisk), YesNo(score.Online), YesNo(isNew), YesNo(overdue), score.Reason,
        ];
    }

    // The year only where it is not told by the day: a line is short.
    private static string Day(DateTimeOffset at, DateTimeOffset asOf) =>
        BritishTime.DateOf(at).ToString(at < asOf.AddMonths(-11) ? "d MMM yyyy" : "d MMM", CultureInfo.InvariantCulture);

    // The reason names the strongest first; a line has room for two.
    private static string FirstSigns(string reason)
    {
        var parts = reason.TrimEnd('.').Split("; ").Where(part => !part.StartsWith("linked to", StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return parts.Count == 0 ? reason.TrimEnd('.') : Tally.Sentence(string.Join("; ", parts));
    }

    private static string YesNo(bool holds) => holds ? "yes" : "no";
}
