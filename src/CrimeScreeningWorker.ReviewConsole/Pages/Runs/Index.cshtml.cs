using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.Screening.Runs;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Runs;

/// <summary>The ledger of the nights: one sentence each.</summary>
[Authorize(Policy = Policies.ReadRuns)]
[NotAudited]
internal sealed class IndexModel(RunLedger ledger) : PageModel
{
    public const int Most = 60;

    public IReadOnlyList<RunRecord> Runs { get; private set; } = [];

    public async Task OnGetAsync() => Runs = await ledger.ReadAsync(Most, HttpContext.RequestAborted);
}
