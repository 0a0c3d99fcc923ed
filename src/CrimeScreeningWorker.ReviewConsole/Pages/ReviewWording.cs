using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.ReviewConsole.Pages;

/// <summary>What people do with an item, in words.</summary>
internal static class ReviewWording
{
    public static string Heading(Priority priority) => priority switch
    {
        Priority.P1 => "Urgent: today",
        Priority.P2 => "Next working day",
        Priority.P3 => "This week",
        _ => "Below the review threshold",
    };

    public static string Band(Priority priority) => priority switch
    {
        Priority.P1 => "Urgent",
        Priority.P2 => "Next working day",
        Priority.P3 => "This week",
        _ => "Below the threshold",
    };

    public static string Colour(Priority priority) => priority switch
    {
        Priority.P1 => "red",
        Priority.P2 => "orange",
        Priority.P3 => "blue",
        _ => "grey",
    };

    public static string Answer(StalkingAnswer answer) => answer switch
    {
        StalkingAnswer.Yes => "Stalking",
        StalkingAnswer.No => "Not stalking",
        _ => "Unsure",
    };

    public static string Reason(string? code) => DecisionReasons.Find(code)?.Title ?? code ?? "";

    public static string Change(ItemChange change) => change switch
    {
        ItemChange.Record => "the record was changed",
        ItemChange.Links => "another linked crime",
        ItemChange.Urgency => "another urgency",
        ItemChange.Order => "an order broken",
        _ => "a colleague did or said something",
    };

    public static string Action(ReviewAction action) => action switch
    {
        ReviewAction.SpoConsidered => "Stalking protection order considered",
        ReviewAction.AdvocateReferral => "Victim offered or referred to a stalking advocate",
        ReviewAction.RiskToolPresent => "Risk tool on the record (DASH, DARA, S-DASH, SASH or SST)",
        ReviewAction.CyberFlag => "Online flag to be set",
        _ => "Other force told",
    };

    /// <summary>What a person did, as a heading of the history.</summary>
    public static string Kind(ReviewEvent said) => said.Kind switch
    {
        ReviewEventKind.Claimed => "Claimed",
        ReviewEventKind.Released => "Let go",
        ReviewEventKind.HandedOver => $"Handed over to {said.Person}",
        ReviewEventKind.Assigned => said.Person is null ? "Assigned to nobody" : $"Assigned to {said.Person}",
        ReviewEventKind.Decided => $"Decided: {Decision(said)}",
        ReviewEventKind.SecondDecided => $"Second reader decided: {Decision(said)}",
        ReviewEventKind.Undone => "Decision undone",
        ReviewEventKind.Reversed => "Decision taken back",
        ReviewEventKind.Waiting => $"Waiting until {Day(said.Until)}",
        ReviewEventKind.Resumed => "Waiting ended",
        ReviewEventKind.Snoozed => $"Snoozed until {Day(said.Until)}",
        ReviewEventKind.Woken => "Snooze ended",
        ReviewEventKind.Noted => "Note",
        ReviewEventKind.Corrected => "Correction of a note",
        _ => $"{Action(said.Action ?? default)}: {(said.Answer == true ? "yes" : "no")}",
    };

    /// <summary>The group of the history that an event belongs to.</summary>
    public static string Group(ReviewEventKind kind) => kind switch
    {
        ReviewEventKind.Decided or ReviewEventKind.SecondDecided or ReviewEventKind.Undone or ReviewEventKind.Reversed => "decisions",
        ReviewEventKind.Noted or ReviewEventKind.Corrected => "notes",
        ReviewEventKind.Acted => "actions",
        _ => "assignments",
    };

    public static string Day(DateTimeOffset? instant) => instant is { } day ? BritishTime.Day(day) : "";

    private static string Decision(ReviewEvent said) => said.Stalking is { } answer ? Answer(answer).ToLowerInvariant() : "";
}
