using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The extract's codes in a reader's words. What is not known is shown as the force wrote it.</summary>
internal static class Wording
{
    /// <summary>The means by which a victim is reached, in the order in which they are named; see <see cref="FactKind.Channel"/>.</summary>
    public static IReadOnlyList<(string Code, string Title)> Channels { get; } =
    [
        ("phone", "by telephone"),
        ("sms", "by text message"),
        ("app", "by messaging app"),
        ("email", "by email"),
        ("social-media", "on social media"),
        ("post", "by post"),
        ("bank-transfer", "by bank transfer"),
        ("third-party", "through other people"),
        ("tracker", "by a tracker"),
        ("in-person", "in person"),
    ];

    public static string Heading(TriageGroup group) => group switch
    {
        TriageGroup.Today => "Today (P1)",
        TriageGroup.NextWorkingDay => "Next working day (P2)",
        TriageGroup.ThisWeek => "This week (P3)",
        _ => "Already recorded as stalking: check risk and section",
    };

    public static string Tag(Priority priority) => priority switch
    {
        Priority.P1 => "P1 today",
        Priority.P2 => "P2 next working day",
        _ => "P3 this week",
    };

    public static string? Relationship(Crime crime) => crime.Relationship?.Trim().ToLowerInvariant() switch
    {
        null or "" or "unknown" => null,
        "partner" => "Partner",
        "ex-partner" => "Ex-partner",
        "family" => "Family",
        "friend" => "Friend",
        "acquaintance" => "Acquaintance",
        "colleague" => "Colleague",
        "neighbour" => "Neighbour",
        "professional" => "Professional contact",
        "stranger" => "Stranger",
        _ => crime.Relationship,
    };

    public static string Order(string code) => code.Trim().ToUpperInvariant() switch
    {
        "NMO" => "Non-molestation order",
        "RO" => "Restraining order",
        "SPO" => "Stalking protection order",
        "DVPO" => "Domestic violence protection order",
        "DAPO" => "Domestic abuse protection order",
        "OCC" => "Occupation order",
        "BAIL" => "Bail conditions",
        _ => code,
    };

    public static string Flag(string code) => code.Trim().ToUpperInvariant() switch
    {
        "DA" => "Domestic abuse",
        "CYBER" => "Online element",
        "STALKING" => "Stalking",
        "HATE" => "Hate crime",
        "VULN" => "Vulnerable person",
        _ => code,
    };

    /// <summary>A flag of the audit; <c>ORDER</c> stands for the column of orders.</summary>
    public static string AuditedFlag(string code) => code == "ORDER" ? "Order or breach" : Flag(code);

    public static string FlagState(FlagState state) => state switch
    {
        Facts.FlagState.Missing => "Not set",
        Facts.FlagState.Contradicted => "Set, the text says otherwise",
        _ => "Set, nothing says so",
    };

    public static string Limb(LimbState state) => state switch
    {
        LimbState.Shown => "Said in the records",
        LimbState.PartlyShown => "Partly said in the records",
        LimbState.Denied => "Denied in the text",
        _ => "Not stated",
    };

    public static string Effect(Contribution part) => (part.LogOdds, Math.Abs(part.LogOdds)) switch
    {
        ( > 0, >= 1) => "raises strongly",
        ( > 0, >= 0.4) => "raises",
        ( > 0, _) => "raises slightly",
        (_, >= 1) => "lowers strongly",
        (_, >= 0.4) => "lowers",
        _ => "lowers slightly",
    };

    public static string Link(Link link) => link.Strength switch
    {
        >= 0.8 => "strong link",
        >= 0.5 => "medium link",
        _ => "weak link",
    };

    public static string State(BehaviourState state) => state switch
    {
        BehaviourState.Seen => "seen",
        BehaviourState.SeenInLinkedCrime => "in a linked crime",
        BehaviourState.Denied => "denied in text",
        _ => "not stated",
    };

    public static string Suggestion(Suggestion suggestion)
    {
        var target = suggestion.SuggestedSection is "2A" or "4A"
            ? $"stalking, section {suggestion.SuggestedSection} (class {suggestion.SuggestedClass})"
            : $"class {suggestion.SuggestedClass}";
        return suggestion.Action switch
        {
            SuggestionAction.Reclassify => $"Consider recording as {target}; recorded now as class {suggestion.RecordedClass}.",
            SuggestionAction.AddIncluded => $"Keep class {suggestion.RecordedClass} and consider adding {target} as an included classification.",
            SuggestionAction.AddFlag => $"Keep class {suggestion.RecordedClass} and consider adding the stalking flag.",
            _ when suggestion.SuggestedSection is "2A" or "4A" =>
                $"Review whether section {suggestion.SuggestedSection} applies; recorded now as class {suggestion.RecordedClass}.",
            _ => $"Review the classification; recorded now as class {suggestion.RecordedClass}.",
        };
    }

    /// <summary>With a capital, to stand alone.</summary>
    public static string? Sentence(string? text) => string.IsNullOrEmpty(text) ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : $"{number:N0} {many}";
}
