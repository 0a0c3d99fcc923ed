using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Account;

[AllowAnonymous]
internal sealed class RefusedModel : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Because { get; set; }

    public void OnGet() => Response.StatusCode = StatusCodes.Status403Forbidden;
}
