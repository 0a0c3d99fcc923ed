using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Account;

[Authorize(Policy = Policies.SignedIn)]
[NotAudited]
internal sealed class SignOutModel(AccessLog log, TimeProvider clock) : PageModel
{
    [HandlerPolicy(Policies.SignedIn)]
    public async Task<IActionResult> OnPostAsync()
    {
        await log.WriteAsync(HttpContext.Reviewer(), AccessAct.SignOut, crime: null, "Account/SignOut", clock.GetUtcNow(), HttpContext.RequestAborted);
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return LocalRedirect("/account/signed-out");
    }
}
