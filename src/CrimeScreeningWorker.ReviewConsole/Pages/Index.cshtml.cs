using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages;

/// <summary>Leads each role to where its day begins.</summary>
[Authorize(Policy = Policies.SignedIn)]
internal sealed class IndexModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect(NavigationItem.HomeOf(HttpContext.Reviewer().Role));
}
