using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Frame;

/// <summary>The sections of the console, in the order of the header.</summary>
/// <param name="Section">As a page says it in <c>ViewData["Section"]</c>.</param>
internal sealed record NavigationItem(string Section, string Title, string Address, string Policy)
{
    private static readonly NavigationItem[] All =
    [
        new("queue", "Today's list", "/queue", Policies.ReadQueue),
        new("desk", "Data-integrity desk", "/desk", Policies.ReadDesk),
        new("people", "People", "/people", Policies.SearchPeople),
        new("reports", "Actions", "/reports/actions", Policies.ReadReports),
        new("runs", "Runs", "/runs", Policies.ReadRuns),
        new("access", "Who looked", "/access", Policies.ReadAccessLog),
        new("help", "Help", "/help", Policies.SignedIn),
    ];

    public static IEnumerable<NavigationItem> For(ReviewRole role) => All.Where(item => role.MayDo(item.Policy));

    /// <summary>Where a person begins the day.</summary>
    public static string HomeOf(ReviewRole role) => For(role).First().Address;
}
