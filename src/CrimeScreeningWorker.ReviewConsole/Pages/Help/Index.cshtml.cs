using CrimeScreeningWorker.ReviewConsole.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Help;

/// <summary>What the law lists, what helps to think, and what the console does with it.</summary>
[Authorize(Policy = Policies.SignedIn)]
[NotAudited]
internal sealed class IndexModel : PageModel;
