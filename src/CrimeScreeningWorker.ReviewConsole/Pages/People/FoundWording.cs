using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Pages.People;

/// <summary>What a search found, in words.</summary>
internal static class FoundWording
{
    public static string By(IEnumerable<FoundBy> by) => string.Join("; ", by.Select(By));

    public static string Status(FoundCrime crime) => (crime.Status, crime.Stalking) switch
    {
        (null, _) => "History only",
        (ReviewStatus.Decided, { } answer) => $"Decided: {ReviewWording.Answer(answer).ToLowerInvariant()}",
        (ReviewStatus.Waiting, _) => "Waiting",
        (ReviewStatus.Snoozed, _) => "Snoozed",
        _ => "Not decided",
    };

    private static string By(FoundBy by) => by switch
    {
        FoundBy.Reference => "this crime's number",
        FoundBy.ReferenceInText => "its text names this crime number",
        FoundBy.Victim => "the victim",
        FoundBy.Suspect => "the suspect",
        FoundBy.Phone => "its text names this telephone number",
        FoundBy.Email => "its text names this e-mail address",
        FoundBy.Account => "its text names this account",
        FoundBy.Vehicle => "its text names this registration",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "A way of finding a crime."),
    };
}
