using System.Collections.Immutable;
using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.People;

/// <summary>Suspects with several victims, victims of several crimes, and houses that several crimes name.</summary>
[Authorize(Policy = Policies.SearchPeople)]
internal sealed class RepeatModel(RepeatPeople people, TimeProvider time) : PageModel
{
    public const int Most = 50;

    public const string Suspects = "suspects", Victims = "victims", Places = "places";

    public static readonly ImmutableArray<int> Periods = [3, 6, 12, 24];

    [BindProperty(SupportsGet = true)] public string? Of { get; set; }

    /// <summary>Looks back so many months.</summary>
    [BindProperty(SupportsGet = true)] public int Months { get; set; } = 12;

    public IReadOnlyList<RepeatPerson> People { get; private set; } = [];

    public IReadOnlyList<RepeatPlace> Houses { get; private set; } = [];

    public string Title => Of switch { Suspects => "Repeat suspects", Victims => "Repeat victims", _ => "Places" };

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Periods.Contains(Months)) Months = 12;
        var (reader, since, cancellation) = (HttpContext.Reviewer(), time.GetUtcNow().AddMonths(-Months), HttpContext.RequestAborted);
        switch (Of)
        {
            case Suspects:
                People = await people.ReadSuspectsAsync(reader, since, Most, cancellation);
                return Page();
            case Victims:
                People = await people.ReadVictimsAsync(reader, since, Most, cancellation);
                return Page();
            case Places:
                Houses = await people.ReadPlacesAsync(reader, since, Most, cancellation);
                return Page();
            default:
                return NotFound();
        }
    }
}
