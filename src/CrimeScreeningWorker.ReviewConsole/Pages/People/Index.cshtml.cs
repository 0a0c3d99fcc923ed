using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CrimeScreeningWorker.ReviewConsole.Pages.People;

/// <summary>
/// The search. What is looked for travels in the body of a form and never in an address, where histories, logs and proxies would keep it.
/// </summary>
[Authorize(Policy = Policies.SearchPeople)]
[EnableRateLimiting(RateLimits.Search)]
internal sealed class IndexModel(PeopleSearch search) : PageModel
{
    public string? Words { get; private set; }

    /// <summary>Null before a search.</summary>
    public PeopleSearchResult? Result { get; private set; }

    [HandlerPolicy(Policies.SearchPeople)]
    [Audited(AccessAct.Search)]
    public async Task<IActionResult> OnPostAsync(string? words)
    {
        Words = words?.Trim();
        if (Words is not { Length: >= PeopleSearch.Shortest })
            ModelState.AddModelError(nameof(words), $"Enter at least {PeopleSearch.Shortest} characters to look for");
        else if (Words.Length > PeopleSearch.Longest)
            ModelState.AddModelError(nameof(words), $"Enter {PeopleSearch.Longest} characters or fewer");
        else
            Result = await search.FindAsync(Words, HttpContext.Reviewer(), HttpContext.RequestAborted);
        return Page();
    }
}
