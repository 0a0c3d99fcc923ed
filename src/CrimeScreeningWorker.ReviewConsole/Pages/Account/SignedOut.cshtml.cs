using CrimeScreeningWorker.ReviewConsole.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Account;

[AllowAnonymous]
internal sealed class SignedOutModel(IOptions<SignInOptions> options) : PageModel
{
    public bool HasProvider => options.Value.Authority is not null;

    // A link and no form: the policy lets no form lead to another site, and a browser holds its redirects to that too.
    public IActionResult OnGetProvider() => HasProvider
        ? SignOut(new AuthenticationProperties { RedirectUri = "/account/signed-out" }, OpenIdConnectDefaults.AuthenticationScheme)
        : NotFound();
}
