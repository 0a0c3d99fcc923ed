using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Access;

/// <summary>Who looked at what. That somebody looked here is written down as well.</summary>
[Authorize(Policy = Policies.ReadAccessLog)]
[EnableRateLimiting(RateLimits.Search)]
internal sealed class IndexModel(AccessLog log) : PageModel
{
    public const int Most = 200;

    public string? Force { get; private set; }

    public string? Reference { get; private set; }

    public string? Person { get; private set; }

    public IReadOnlyList<AccessRecord> Rows { get; private set; } = [];

    public Task OnGetAsync() => ReadAsync(null, null);

    /// <summary>By a form, for a colleague's name has no place in an address.</summary>
    [HandlerPolicy(Policies.ReadAccessLog)]
    [Audited(AccessAct.Search)]
    public async Task<IActionResult> OnPostAsync(string? force, string? reference, string? person)
    {
        (Force, Reference, Person) = (Given(force), Given(reference), Given(person));
        if (Force is null != Reference is null)
            ModelState.AddModelError(Force is null ? nameof(force) : nameof(reference), "Enter both the force and the crime reference, or neither");
        else
            await ReadAsync(Force is null ? null : new CrimeKey(Force.ToUpperInvariant(), Reference!), Person);
        return Page();
    }

    private async Task ReadAsync(CrimeKey? crime, string? person)
    {
        var own = HttpContext.Reviewer();
        // One more is asked for than is shown, so that the page can say that there are more.
        Rows = [.. (await log.ReadAsync(crime, person, Most + 1, HttpContext.RequestAborted)).Where(row => row.Crime is not { } one || own.MaySee(one))];
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
