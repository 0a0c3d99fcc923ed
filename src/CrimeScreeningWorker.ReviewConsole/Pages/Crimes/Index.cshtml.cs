using System.Globalization;
using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Pages.Queue;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Crimes;

/// <summary>The page of one crime: what is known of it, and what people decide.</summary>
[Authorize(Policy = Policies.ReadCrime)]
internal sealed partial class IndexModel(
    CaseFileReader files, ReviewItems items, ReviewList list, Claims claims, Decisions decisions, LinkReview links, DecidedCases decided,
    AccessLog log, IOptions<ReviewOptions> options, TimeProvider time) : PageModel
{
    private const string PageName = "Crimes/Index";
    private const int ShownReads = 30;
    private const int NearestCases = 3;

    [BindProperty(SupportsGet = true)] public string Force { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Reference { get; set; } = "";

    public CrimeKey Key => new(Force, Reference);

    public Reviewer Reader { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    public ReviewOptions Options => options.Value;

    /// <summary>The list that the case was opened from.</summary>
    public QueueQuery Query { get; private set; } = null!;

    public CaseFile Case { get; private set; } = null!;

    public ReviewItem Item { get; private set; } = null!;

    public IReadOnlyList<ReviewedLink> Links { get; private set; } = [];

    public IReadOnlyList<DecidedCase> Nearest { get; private set; } = [];

    /// <summary>Who has opened the case, newest first; none where the reader is to answer without knowing.</summary>
    public IReadOnlyList<AccessRecord> Reads { get; private set; } = [];

    /// <summary>The item that follows in the list; null: none does.</summary>
    public CrimeKey? Next { get; private set; }

    /// <summary>The item that the reader came from; null: the list.</summary>
    public CrimeKey? Previous { get; private set; }

    public SavedNotice? SavedNotice { get; private set; }

    /// <summary>Somebody came before: nothing was written.</summary>
    public ReviewResult? Conflict { get; private set; }

    /// <summary>Where people have brought it to, in a word or two.</summary>
    public string PeopleState => Item switch
    {
        { Decision.Stalking: { } answer } => $"{ReviewWording.Answer(answer).ToLowerInvariant()}, {Item.Decision.Reviewer}",
        { Status: ReviewStatus.Waiting } => $"waiting until {ReviewWording.Day(Item.Until)}",
        { Status: ReviewStatus.Snoozed } => $"snoozed until {ReviewWording.Day(Item.Until)}",
        { HeldBy: { } holder } => $"held by {(IsHeldByReader ? "you" : holder)}",
        _ => "nobody has it",
    };

    /// <summary>What is left of the time within which a crime should be classified rightly; null when it is over.</summary>
    public string? Clock => Case.Screened.Crime.RecordedAt + Options.RecordingClock is var end && end > Now
        ? $"{DueTag.Span(end - Now)} left of the {DueTag.Span(Options.RecordingClock)} for recording it rightly"
        : null;

    /// <summary>Never said as certain: neither 0 nor 1.</summary>
    public string Probability => Case.Score.Probability switch
    {
        > 0.99 => "more than 0.99",
        < 0.01 => "less than 0.01",
        var probability => probability.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <inheritdoc cref="Probability"/>
    public int OfAHundred => Math.Clamp((int)Math.Round(Case.Score.Probability * 100), 1, 99);

    /// <summary>How the nearest decided cases went, in a sentence.</summary>
    public string NearestWords
    {
        get
        {
            var yes = Nearest.Count(near => near.Stalking == StalkingAnswer.Yes);
            return $"{Nearest.Count} shown: {yes} stalking, {Nearest.Count - yes} not.";
        }
    }

    public bool MayDecide => Reader.Role.MayDo(Policies.Decide);

    /// <summary>Where the reader came from: the list, or for those who do not read it the desk.</summary>
    public (string Title, string Address) Back =>
        !Reader.Role.MayDo(Policies.ReadQueue) ? ("Back to the data-integrity desk", "/desk")
        : Query.Stalking ? ("Back to the list", Query.Address)
        : ("Back to today's list", Query.Address);

    public bool IsHeldByReader => Item.HeldBy == Reader.Name;

    public bool IsHeldByOther => Item.HeldBy is { } holder && holder != Reader.Name;

    /// <summary>The person can answer the two questions now, or by claiming first.</summary>
    public bool IsToAnswer => MayDecide && Item.Decision is null && !IsHeldByOther;

    public string Address => Query.AddressOf(Key);

    /// <summary>Of the item that follows, which then knows where its reader came from.</summary>
    public string AddressOfNext(CrimeKey next) => CaseAddress.With(Query.AddressOf(next), "from", CaseAddress.Format(Key));

    /// <summary>Where a form of this page goes.</summary>
    public string PostTo(string handler) => CaseAddress.With(Address, "handler", handler);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await ReadAsync()) return NotFound();
        SavedNotice = await SavedNotice.ReadAsync(items, Request.Query, Query, Reader, Now, HttpContext.RequestAborted);
        if (CaseAddress.Parse(Request.Query["from"]) is { } before && Reader.MaySee(before)) Previous = before;
        else Previous = SavedNotice?.Item.Key;
        return Page();
    }

    /// <returns>False when there is no such crime for this person.</returns>
    private async Task<bool> ReadAsync()
    {
        var cancellationToken = HttpContext.RequestAborted;
        (Now, Reader) = (time.GetUtcNow(), HttpContext.Reviewer());
        Query = QueueQuery.Parse(Request.Query, Request.Query["list"] == "stalking");
        if (!Reader.MaySee(Key)) return false;
        if (await items.ReadAsync(Key, Reader, Now, cancellationToken) is not { } item) return false;
        if (await files.FindAsync(Key, Reader.MaySee, cancellationToken) is not { } file) return false;
        (Item, Case) = (item, file);
        Links = await links.ReadAsync(Key, cancellationToken);
        if (Reader.Role.MayDo(Policies.ReadQueue)) Next = await list.NextAsync(Query.Filter, Query.Sort, Key, Reader, Now, cancellationToken);
        if (Item.MachineHidden) return true;
        Nearest = await decided.NearestAsync(Key, Case.Score.Indicators, Reader, NearestCases, cancellationToken);
        Reads = [.. (await log.ReadAsync(Key, reviewer: null, ShownReads, cancellationToken)).Where(record => record.Act == AccessAct.View)];
        return true;
    }
}
