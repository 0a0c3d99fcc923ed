using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Account;

/// <summary>The way in: to the provider, or on this machine alone by saying who one is.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SignInModel(IOptions<SignInOptions> options) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    [BindProperty(SupportsGet = true)] public bool Ended { get; set; }

    [BindProperty] public string? Name { get; set; }

    [BindProperty] public string? Role { get; set; }

    public bool IsLocal => options.Value.Local;

    public string ProviderAddress => Url.Page(null, "Provider", new { ReturnUrl = LocalReturn() })!;

    // An address of another site is not where a sign-in leads.
    private string LocalReturn() => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/";

    public bool HasFault(string key) => ModelState.TryGetValue(key, out var entry) && entry.Errors.Count > 0;

    public IActionResult OnGet() => User.Find() is null ? Page() : LocalRedirect(LocalReturn());

    public IActionResult OnGetProvider() => IsLocal
        ? NotFound()
        : Challenge(new AuthenticationProperties { RedirectUri = LocalReturn() }, OpenIdConnectDefaults.AuthenticationScheme);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!IsLocal) return NotFound();
        if (string.IsNullOrWhiteSpace(Name)) ModelState.AddModelError(nameof(Name), "Enter your name");
        if (Role is null || ConsoleRoles.Parse(Role) is not { } role)
        {
            ModelState.AddModelError(nameof(Role), "Select as what you work");
            return Page();
        }

        if (!ModelState.IsValid) return Page();
        await HttpContext.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, ReviewerClaims.Principal(Name!.Trim(), [role], []));
        return LocalRedirect(LocalReturn());
    }
}
