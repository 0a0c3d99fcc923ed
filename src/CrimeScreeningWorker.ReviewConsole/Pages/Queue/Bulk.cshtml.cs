using System.Collections.Immutable;
using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Queue;

/// <summary>Asks before it does one thing to several items, and lists them.</summary>
[Authorize(Policy = Policies.Decide)]
internal sealed class BulkModel(BulkReview bulk, ReviewItems items, ScreenedCrimeReader crimes, AccessLog log, IOptions<ReviewOptions> review, TimeProvider time) : PageModel
{
    private const string PageName = "Queue/Bulk";

    [BindProperty] public string? Act { get; set; }

    [BindProperty] public string? Back { get; set; }

    [BindProperty(Name = "pick")] public IReadOnlyList<string?> Pick { get; set; } = [];

    [BindProperty] public string? To { get; set; }

    [BindProperty] public DateOnly? Until { get; set; }

    [BindProperty] public string? Note { get; set; }

    [BindProperty] public string? Reason { get; set; }

    [BindProperty] public bool? ShownRightly { get; set; }

    public ImmutableArray<BulkRow> Rows { get; private set; } = [];

    /// <summary>What was done and what was not, item by item; empty before.</summary>
    public IReadOnlyDictionary<CrimeKey, ReviewResult> Results { get; private set; } = ImmutableDictionary<CrimeKey, ReviewResult>.Empty;

    public DateTimeOffset Now { get; private set; }

    public BulkAct Chosen => BulkAct.Find(Act)!;

    public string BackAddress => Url.IsLocalUrl(Back) ? Back! : "/queue";

    public IActionResult OnGet() => LocalRedirect("/queue");

    [HandlerPolicy(Policies.Decide)]
    public async Task<IActionResult> OnPostAsync() => await ReadAsync() is { } refused ? refused : Page();

    [HandlerPolicy(Policies.Decide)]
    public async Task<IActionResult> OnPostConfirmAsync()
    {
        if (await ReadAsync() is { } refused) return refused;
        var (reviewer, picked) = (HttpContext.Reviewer(), PickedValue.Parse(Pick));
        Check();
        if (!ModelState.IsValid) return Page();
        var until = Until is { } day ? BritishTime.StartOf(day) : default;
        var cancellationToken = HttpContext.RequestAborted;
        Results = Chosen.Code switch
        {
            "assign" => await bulk.AssignAsync(picked, Blank(To), reviewer, Now, cancellationToken),
            "snooze" => await bulk.SnoozeAsync(picked, until, Blank(Note), reviewer, Now, cancellationToken),
            "note" => await bulk.NoteAsync(picked, Note!.Trim(), reviewer, Now, cancellationToken),
            _ => await bulk.NotStalkingAsync(
                picked, new DecisionForm(StalkingAnswer.No, ShownRightly!.Value, Reason!, Blank(Note)), reviewer, Now, cancellationToken),
        };
        var saved = Results.Values.Count(result => result.IsSaved);
        if (saved < Results.Count) return Page();
        TempData.SayDone($"{Chosen.Done}: {Wording.Count(saved, "item", "items")}.");
        return LocalRedirect(BackAddress);
    }

    /// <summary>Every item of the page is shown, so each is a view.</summary>
    private async Task<IActionResult?> ReadAsync()
    {
        Now = time.GetUtcNow();
        if (BulkAct.Find(Act) is null) return BadRequest();
        var picked = PickedValue.Parse(Pick);
        if (picked.Length == 0)
        {
            TempData.SayRefused("Nothing was ticked: tick the items first.");
            return LocalRedirect(BackAddress);
        }

        var reader = HttpContext.Reviewer();
        var rows = ImmutableArray.CreateBuilder<BulkRow>();
        foreach (var (key, version) in picked.Take(BulkAct.Most))
        {
            if (!reader.MaySee(key) || await items.ReadAsync(key, reader, Now, HttpContext.RequestAborted) is not { } item) continue;
            if (await crimes.FindAsync(key, HttpContext.RequestAborted) is not { } found) continue;
            rows.Add(new BulkRow(item, version, found.Screened));
        }

        Rows = rows.ToImmutable();
        await log.WriteAsync(reader, AccessAct.View, [.. Rows.Select(row => row.Item.Key)], PageName, Now, HttpContext.RequestAborted);
        if (Chosen.Code == "not-stalking" && picked.Length > review.Value.BulkNotStalking)
            ModelState.AddModelError("pick", $"Tick {review.Value.BulkNotStalking} items at most: {picked.Length} are ticked");
        return null;
    }

    private void Check()
    {
        switch (Chosen.Code)
        {
            case "snooze" when Until is null || BritishTime.StartOf(Until.Value) <= Now:
                ModelState.AddModelError("until", "Enter the day on which they come back, tomorrow or later");
                break;
            case "note" when string.IsNullOrWhiteSpace(Note):
                ModelState.AddModelError("note", "Enter the note");
                break;
            case "not-stalking":
                if (ShownRightly is null) ModelState.AddModelError("shown-yes", "Say whether it was right to show you these");
                if (DecisionReasons.Find(Reason)?.For.Contains(StalkingAnswer.No) != true) ModelState.AddModelError("reason", "Choose why they are not stalking");
                else if (Reason == "other" && string.IsNullOrWhiteSpace(Note)) ModelState.AddModelError("note", "Say what the reason is");
                break;
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>An item that was ticked.</summary>
/// <param name="Version">That the person saw.</param>
internal sealed record BulkRow(ReviewItem Item, int Version, ScreenedCrime Crime);

/// <summary>What can be done to several items at once.</summary>
internal sealed record BulkAct(string Code, string Title, string Button, string Done)
{
    /// <summary>Items of one form.</summary>
    public const int Most = 100;

    private static readonly BulkAct[] All =
    [
        new("assign", "Assign these items", "Assign", "Assigned"),
        new("snooze", "Snooze these items", "Snooze", "Snoozed"),
        new("note", "Add a note to these items", "Add the note", "Note added"),
        new("not-stalking", "Decide that these are not stalking", "Decide: not stalking", "Decided not stalking"),
    ];

    public static BulkAct? Find(string? code) => Array.Find(All, act => act.Code == code);
}
