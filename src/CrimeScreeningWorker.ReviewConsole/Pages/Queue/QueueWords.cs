namespace CrimeScreeningWorker.ReviewConsole.Pages.Queue;

/// <summary>The choices of the filter in words.</summary>
internal static class QueueWords
{
    public static IReadOnlyList<(string Value, string Title)> States { get; } =
    [
        ("todo", "Still to do"),
        ("mine", "Mine"),
        ("unclaimed", "Nobody has it"),
        ("waiting", "Waiting for somebody"),
        ("snoozed", "Snoozed"),
        ("decided", "Decided"),
        ("all", "Everything"),
    ];

    public static IReadOnlyList<(string Value, string Title)> Bands { get; } = [("P1", "Urgent: today"), ("P2", "Next working day"), ("P3", "This week")];

    /// <summary>Questions with yes and no.</summary>
    public static IReadOnlyList<(string Name, string Title, string Yes, string No)> Questions { get; } =
    [
        ("domestic", "Within a family or relationship", "Domestic", "Not domestic"),
        ("order", "Order broken", "Order broken", "No order broken"),
        ("risk", "High-risk indicator", "High-risk indicator", "No high-risk indicator"),
        ("online", "Online element", "Online element", "No online element"),
    ];

    public static string Of(QueueChoice choice)
    {
        foreach (var (name, _, yes, no) in Questions)
            if (name == choice.Name) return choice.Value == "yes" ? yes : no;
        return choice.Name switch
        {
            "state" => States.First(state => state.Value == choice.Value).Title,
            "band" => Bands.First(band => band.Value == choice.Value).Title,
            "class" => $"Class {choice.Value}",
            "reference" => $"Reference has “{choice.Value}”",
            _ => choice.Value,
        };
    }
}
