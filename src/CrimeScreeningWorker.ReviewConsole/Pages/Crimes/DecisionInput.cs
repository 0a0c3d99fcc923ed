using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Crimes;

/// <summary>The decision form as it was filled in.</summary>
internal sealed class DecisionInput
{
    private const int LongestNote = 4_000;

    public StalkingAnswer? Stalking { get; set; }

    public bool? ShownRightly { get; set; }

    public string? Reason { get; set; }

    public string? Note { get; set; }

    /// <summary>Codes of <see cref="ToCdi"/>.</summary>
    public string[] Suggest { get; set; } = [];

    /// <summary>What a coordinator can ask crime data integrity to look at.</summary>
    public static IReadOnlyList<(string Code, string Title)> ToCdi { get; } =
    [
        ("2a", "Reclassify to stalking, section 2A"),
        ("4a", "Reclassify to stalking, section 4A"),
        ("included", "Add stalking as an included classification"),
        ("flag", "Add the stalking flag"),
        ("join", "Join to the course of conduct"),
    ];

    public void Check(ModelStateDictionary state)
    {
        if (Stalking is null) state.AddModelError("stalking-yes", "Say whether it is stalking");
        if (ShownRightly is null) state.AddModelError("shown-yes", "Say whether it was right to show you this");
        if (DecisionReasons.Find(Reason) is not { } reason) state.AddModelError("reason", "Choose why");
        else if (Stalking is { } answer && !reason.For.Contains(answer))
            state.AddModelError("reason", $"“{reason.Title}” is no reason for “{ReviewWording.Answer(answer).ToLowerInvariant()}”: choose another");
        else if (Reason == "other" && string.IsNullOrWhiteSpace(Note)) state.AddModelError("decision-note", "Say what the reason is");
        if (Note?.Length > LongestNote) state.AddModelError("decision-note", $"The note is longer than {LongestNote:N0} characters");
    }

    /// <summary>The checked form. What is suggested to crime data integrity stands in the note, where its desk reads it.</summary>
    public DecisionForm ToForm()
    {
        var asked = ToCdi.Where(entry => Suggest.Contains(entry.Code, StringComparer.Ordinal)).Select(entry => entry.Title).ToList();
        var note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim();
        if (asked.Count > 0) note = $"{note}{(note is null ? "" : "\n")}For crime data integrity: {string.Join("; ", asked)}.";
        return new DecisionForm(Stalking!.Value, ShownRightly!.Value, Reason!, note);
    }
}
