using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Desk;

/// <summary>The data-integrity desk: what is suggested to the record, and the file of what was asked for.</summary>
[Authorize(Policy = Policies.ReadDesk)]
internal sealed class IndexModel(CdiDesk desk, TimeProvider time) : PageModel
{
    private const int Size = 25;

    /// <summary>The part of the desk; another word means the first.</summary>
    [BindProperty(SupportsGet = true)] public string? Part { get; set; }

    /// <summary>Page of the list, from 1.</summary>
    [BindProperty(SupportsGet = true)] public int Number { get; set; } = 1;

    public CdiPart Shown { get; private set; }

    public CdiPage List { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    public bool MayHandOut { get; private set; }

    public Pagination Pages => new(List.Page, List.Pages, number => number == 1 ? Address(Shown) : $"{Address(Shown)}&number={number}");

    public static string Address(CdiPart part) => $"/desk?part={part.ToString().ToLowerInvariant()}";

    public async Task OnGetAsync()
    {
        var reader = HttpContext.Reviewer();
        Now = time.GetUtcNow();
        Shown = Enum.TryParse<CdiPart>(Part, ignoreCase: true, out var part) && Enum.IsDefined(part) ? part
            : reader.Role == ReviewRole.Registrar ? CdiPart.Opinion : CdiPart.ToDo;
        List = await desk.ReadAsync(Shown, Math.Max(1, Number), Size, reader, Now, HttpContext.RequestAborted);
        MayHandOut = reader.Role.MayDo(Policies.DecideAtDesk);
    }

    /// <summary>The file to hand to whoever changes the crime system.</summary>
    [HandlerPolicy(Policies.DecideAtDesk)]
    [Audited(AccessAct.Export)]
    public async Task<IActionResult> OnPostRequestsAsync()
    {
        if (await desk.HandOutAsync(HttpContext.Reviewer(), time.GetUtcNow(), HttpContext.RequestAborted) is { } file)
            return File(file.Content, "text/csv; charset=utf-8", file.Name);
        TempData.SayRefused("There is nothing to ask for: no accepted suggestion waits for the crime system.");
        return LocalRedirect(Address(CdiPart.Requested));
    }
}
