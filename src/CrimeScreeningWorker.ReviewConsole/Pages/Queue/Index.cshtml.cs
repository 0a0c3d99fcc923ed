using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Queue;

/// <summary>Today's list, and the list of what is recorded as stalking already.</summary>
[Authorize(Policy = Policies.ReadQueue)]
internal sealed class IndexModel(
    ReviewList list, ReviewItems items, SavedViews views, QueueFacets facets, ScreenedCrimeReader runs, IOptions<ScopeOptions> scope, TimeProvider time) : PageModel
{
    public const int PageSize = 25;

    [BindProperty(SupportsGet = true)] public string? List { get; set; }

    public QueueQuery Query { get; private set; } = null!;

    public QueuePage Shown { get; private set; } = null!;

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    public RunRecord? LastRun { get; private set; }

    public IReadOnlyList<string> Classes { get; private set; } = [];

    public QueuePlaces Places { get; private set; } = QueuePlaces.None;

    public DateTimeOffset Now { get; private set; }

    public Reviewer Reader { get; private set; } = null!;

    /// <summary>What was saved a moment ago, when it was the last of the list.</summary>
    public SavedNotice? SavedNotice { get; private set; }

    public string Title => Query.Stalking ? "Recorded as stalking already" : "Today's list";

    /// <summary>The parts of the page, in order: by urgency in the published order, else one.</summary>
    public IEnumerable<(Priority? Band, IReadOnlyList<QueueItem> Items)> Groups => Query.Sort == QueueSort.Published
        ? Shown.Items.GroupBy(item => item.Priority).Select(group => ((Priority?)group.Key, (IReadOnlyList<QueueItem>)[.. group]))
        : [(null, Shown.Items)];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await ReadAsync()) return NotFound();
        SavedNotice = await SavedNotice.ReadAsync(items, Request.Query, Query, Reader, Now, HttpContext.RequestAborted);
        return Page();
    }

    [HandlerPolicy(Policies.ReadQueue)]
    public async Task<IActionResult> OnPostSaveViewAsync(string? name, bool shared)
    {
        if (!await ReadAsync()) return NotFound();
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 60)
        {
            ModelState.AddModelError("view-name", "Enter a name for this view, 60 characters at most");
            return Page();
        }

        await views.SaveAsync(name.Trim(), shared, Query.FirstPage.Address, HttpContext.Reviewer(), Now, HttpContext.RequestAborted);
        TempData.SayDone(shared ? "View saved. Colleagues see it among the shared views." : "View saved, for you alone.");
        return LocalRedirect(Query.Address);
    }

    [HandlerPolicy(Policies.ReadQueue)]
    public async Task<IActionResult> OnPostDeleteViewAsync(long view)
    {
        if (!await ReadAsync()) return NotFound();
        if (await views.DeleteAsync(view, HttpContext.Reviewer(), HttpContext.RequestAborted)) TempData.SayDone("View deleted.");
        else TempData.SayRefused("Only the person who saved a view can delete it.");
        return LocalRedirect(Query.Address);
    }

    private async Task<bool> ReadAsync()
    {
        if (List is not (null or "stalking")) return false;
        var cancellationToken = HttpContext.RequestAborted;
        var reader = Reader = HttpContext.Reviewer();
        Now = time.GetUtcNow();
        Query = QueueQuery.Parse(Request.Query, stalking: List is not null);
        Shown = await list.ReadAsync(Query.Filter, Query.Sort, Query.Page, PageSize, reader, Now, cancellationToken);
        Views = await views.ReadAsync(reader, cancellationToken);
        LastRun = await runs.ReadRunsAsync(limit: 1, cancellationToken) is [var newest, ..] ? newest : null;
        Classes = Query.Stalking ? [] : [.. scope.Value.Classes.Except(scope.Value.StalkingClasses, StringComparer.OrdinalIgnoreCase)];
        Places = await facets.ReadAsync(reader, cancellationToken);
        return true;
    }
}
