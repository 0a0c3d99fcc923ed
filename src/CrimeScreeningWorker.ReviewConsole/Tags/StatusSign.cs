namespace CrimeScreeningWorker.ReviewConsole.Tags;

/// <summary>The two signs before a status, each with words for those who do not see it.</summary>
internal static class StatusSign
{
    // Drawn for this console: a head with shoulders, and a screen on a foot.
    private const string Person = "<circle cx=\"8\" cy=\"4.5\" r=\"3.5\"/><path d=\"M1 16c0-4.5 3-7 7-7s7 2.5 7 7z\"/>";
    private const string Machine = "<path d=\"M1 2h14v10H9.5v2H12v2H4v-2h2.500v-2H1zm2 2v6h10V4z\"/>";

    public static string Of(StatusOf by) =>
        $"<svg class=\"console-icon\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\" focusable=\"false\" fill=\"currentColor\">" +
        $"{(by == StatusOf.Person ? Person : Machine)}</svg><span class=\"govuk-visually-hidden\">{(by == StatusOf.Person ? "Person: " : "Machine: ")}</span>";
}
