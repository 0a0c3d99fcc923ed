using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Desk;

/// <summary>The desk's decision as it was filled in.</summary>
internal sealed class DeskInput
{
    private const int LongestNote = 4_000;

    /// <summary><c>accept</c>, <c>amend</c> or <c>reject</c>.</summary>
    public string? Verdict { get; set; }

    /// <summary>Of an amendment.</summary>
    public CdiAction? Action { get; set; }

    /// <inheritdoc cref="Action"/>
    public string? Value { get; set; }

    public string? Reason { get; set; }

    public string? Note { get; set; }

    public void Check(ModelStateDictionary state)
    {
        if (Verdict is not ("accept" or "amend" or "reject")) state.AddModelError("verdict-accept", "Say whether you accept, amend or reject it");
        if (Verdict == "amend" && Action is null) state.AddModelError("amend-action", "Say what should change");
        if (Verdict == "amend" && string.IsNullOrWhiteSpace(Value)) state.AddModelError("amend-value", "Enter the class, the offence code or the flag");
        if (CdiReasons.Find(Reason) is not { } reason) state.AddModelError("reason", "Choose why");
        else if (Verdict == "reject" ? !reason.Rejects : Verdict is not null && !reason.Accepts)
            state.AddModelError("reason", $"“{reason.Title}” does not fit what you chose: choose another");
        else if (reason.Code == "other" && string.IsNullOrWhiteSpace(Note)) state.AddModelError("note", "Say what the reason is");
        if (Note?.Length > LongestNote) state.AddModelError("note", $"The note is longer than {LongestNote:N0} characters");
    }
}
