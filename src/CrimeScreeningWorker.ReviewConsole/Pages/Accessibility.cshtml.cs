using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages;

[AllowAnonymous]
internal sealed class AccessibilityModel : PageModel;
