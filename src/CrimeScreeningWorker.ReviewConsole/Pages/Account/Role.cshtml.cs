using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Account;

/// <summary>In which of the own roles a person goes on.</summary>
[Authorize(Policy = Policies.SignedIn)]
[NotAudited]
internal sealed class RoleModel : PageModel
{
    [HandlerPolicy(Policies.SignedIn)]
    public async Task<IActionResult> OnPostAsync([FromForm] string? role)
    {
        var held = User.HeldRoles();
        if (role is null || ConsoleRoles.Parse(role) is not { } wanted || !held.Contains(wanted)) return StatusCode(StatusCodes.Status403Forbidden);
        var reviewer = HttpContext.Reviewer();
        // The session goes on as it began: a change of role does not lengthen it.
        var session = await HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        await HttpContext.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme, ReviewerClaims.Principal(reviewer.Name, held, reviewer.Forces, wanted), session.Properties);
        return LocalRedirect(NavigationItem.HomeOf(wanted));
    }
}
