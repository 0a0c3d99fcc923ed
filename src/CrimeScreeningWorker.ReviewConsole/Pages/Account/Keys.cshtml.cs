using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Account;

[Authorize(Policy = Policies.SignedIn)]
[NotAudited]
internal sealed class KeysModel : PageModel
{
    [HandlerPolicy(Policies.SignedIn)]
    public IActionResult OnPost([FromForm] bool on)
    {
        KeyboardSetting.Set(HttpContext, on);
        TempData.SayDone($"Keyboard shortcuts are {(on ? "on" : "off")} in this browser.");
        return LocalRedirect(NavigationItem.HomeOf(HttpContext.Reviewer().Role));
    }
}
