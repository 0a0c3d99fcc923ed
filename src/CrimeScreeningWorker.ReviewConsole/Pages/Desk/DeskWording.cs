using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Desk;

/// <summary>What the data-integrity desk does, in words, and where its pages stand.</summary>
internal static class DeskWording
{
    public static string Address(CrimeKey crime) =>
        $"/desk/{Uri.EscapeDataString(crime.ForceCode)}/{string.Join('/', crime.CrimeReference.Split('/').Select(Uri.EscapeDataString))}";

    public static string Title(CdiPart part) => part switch
    {
        CdiPart.ToDo => "To decide",
        CdiPart.Opinion => "With the registrar",
        CdiPart.Requested => "Asked for",
        CdiPart.Chase => "To chase",
        CdiPart.Applied => "Done",
        _ => "Rejected",
    };

    /// <summary>What a part holds, in a sentence.</summary>
    public static string Meaning(CdiPart part) => part switch
    {
        CdiPart.ToDo => "Suggestions that nobody has decided. First those whose time to be recorded rightly still runs, the soonest end on top; then the late ones, the oldest first.",
        CdiPart.Opinion => "The registrar was asked for a second opinion.",
        CdiPart.Requested => "Accepted or amended, and in the request file. The next night's extract says whether the crime system was changed.",
        CdiPart.Chase => "The extract shows another change, somebody said no, or nothing has happened for days: somebody should ask.",
        CdiPart.Applied => "The extract shows the change.",
        _ => "Looked at and not asked for.",
    };

    public static string Request(CdiRequest request) => request.Action switch
    {
        CdiAction.Reclassify => $"Reclassify to {request.Value}",
        CdiAction.AddIncluded => $"Add {request.Value} as an included classification",
        _ => $"Add the flag {request.Value}",
    };

    public static string Action(CdiAction action) => action switch
    {
        CdiAction.Reclassify => "Reclassify: another class in place of the recorded one",
        CdiAction.AddIncluded => "Add an included classification: the recorded class stays",
        _ => "Add a flag",
    };

    public static (string Text, string Colour) Status(CdiSuggestion suggestion) => suggestion.Status switch
    {
        _ when suggestion.Anew => ("Suggested anew", "blue"),
        CdiStatus.Open when suggestion.OpinionBy is not null => ("Opinion given", "blue"),
        CdiStatus.Open => ("To decide", "blue"),
        CdiStatus.Opinion => ("With the registrar", "purple"),
        CdiStatus.Rejected => ("Rejected", "grey"),
        CdiStatus.Requested => (suggestion.HandedOutAt is null ? "Accepted, not handed out" : "Asked for", "yellow"),
        CdiStatus.Applied => ("Done", "green"),
        CdiStatus.Refused => ("Refused", "red"),
        _ => ("Ignored", "orange"),
    };

    /// <summary>A step of the history, as its heading.</summary>
    public static string Step(string kind) => kind switch
    {
        "accepted" => "Accepted",
        "amended" => "Amended",
        "rejected" => "Rejected",
        "opinion_asked" => "Registrar asked",
        "opinion_given" => "Registrar's opinion",
        "withdrawn" => "Decision taken back",
        "handed_out" => "Handed out in a request file",
        "told_refused" => "Refused by the crime system's keepers",
        "applied" => "The extract shows the change",
        "refused" => "The extract shows another change",
        _ => "No change seen in time",
    };

    public static string Reason(string? code) => CdiReasons.Find(code)?.Title ?? code ?? "";
}
