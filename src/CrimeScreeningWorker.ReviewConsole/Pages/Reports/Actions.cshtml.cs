using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Reports;

/// <summary>How often each action was considered and taken, by month: counts, and nobody's case.</summary>
[Authorize(Policy = Policies.ReadReports)]
internal sealed class ActionsModel(Decisions decisions, TimeProvider time) : PageModel
{
    private const int Months = 12;

    /// <summary>Fewer cases than this in a month may let somebody be recognised.</summary>
    public const int Few = 5;

    public IReadOnlyList<ActionCount> Counts { get; private set; } = [];

    /// <summary>Newest first.</summary>
    public IEnumerable<IGrouping<DateOnly, ActionCount>> ByMonth => Counts.GroupBy(count => count.Month).OrderByDescending(month => month.Key);

    public async Task OnGetAsync()
    {
        var now = time.GetUtcNow();
        var from = BritishTime.StartOf(BritishTime.Month(now).AddMonths(1 - Months));
        Counts = await decisions.CountActionsAsync(HttpContext.Reviewer(), from, now.AddDays(1), HttpContext.RequestAborted);
    }
}
