using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Crimes;

/// <summary>What people do on the page. Each sends the version that the person saw, and each is refused when somebody came before.</summary>
internal sealed partial class IndexModel
{
    private const int LongestNote = 4_000;

    [BindProperty] public int Version { get; set; }

    /// <summary>The two questions and the reason, as they were filled in.</summary>
    [BindProperty] public DecisionInput Input { get; set; } = new();

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostClaimAsync() => ActAsync(
        (now, person) => claims.ClaimAsync(Key, Version, person, now, HttpContext.RequestAborted), "decision");

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostReleaseAsync() => ActAsync(
        (now, person) => claims.ReleaseAsync(Key, Version, person, now, HttpContext.RequestAborted), "decision", "Let go. Colleagues can take it now.");

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostHandOverAsync(string? to, string? note) => ActAsync(
        (now, person) => claims.HandOverAsync(Key, Version, to!.Trim(), Blank(note), person, now, HttpContext.RequestAborted),
        "decision", $"Handed over to {to?.Trim()}.",
        () => Need(!string.IsNullOrWhiteSpace(to), "to", "Enter the name of the colleague who takes it"));

    [HandlerPolicy(Policies.Decide)]
    public async Task<IActionResult> OnPostDecideAsync(string? then)
    {
        var (now, person) = (time.GetUtcNow(), HttpContext.Reviewer());
        Input.Check(ModelState);
        if (!ModelState.IsValid) return await AgainAsync(StatusCodes.Status400BadRequest);
        var form = Input.ToForm();
        var result = await decisions.DecideAsync(Key, Version, form, person, now, HttpContext.RequestAborted);
        if (result.Outcome == ReviewOutcome.NotHeld)
        {
            // Nobody has it: to decide is to take it. Whoever was first still stands, by the version.
            var claimed = await claims.ClaimAsync(Key, Version, person, now, HttpContext.RequestAborted);
            result = claimed.IsSaved ? await decisions.DecideAsync(Key, claimed.Version, form, person, now, HttpContext.RequestAborted) : claimed;
        }

        if (!result.IsSaved) return await RefusedAsync(result);
        if (!await ReadAsync()) return LocalRedirect("/queue");
        var target = then == "next" && Next is { } next ? Query.AddressOf(next) : Query.Address;
        var fragment = then == "next" && Next is not null ? "#case-heading" : "#list-heading";
        return LocalRedirect(CaseAddress.With(target, "saved", CaseAddress.Format(Key)) + fragment);
    }

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostUndoAsync() => ActAsync(
        (now, person) => decisions.UndoAsync(Key, Version, person, now, HttpContext.RequestAborted), "case-heading", "Your decision was undone. It is written down that it was.");

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostReverseAsync(string? reason) => ActAsync(
        (now, person) => decisions.ReverseAsync(Key, Version, reason!.Trim(), person, now, HttpContext.RequestAborted), "decision", "The decision was taken back.",
        () => Need(!string.IsNullOrWhiteSpace(reason), "reverse-reason", "Say why the decision is taken back"));

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostWaitAsync(DateOnly? until, string? forWhat) => ActAsync(
        (now, person) => decisions.WaitAsync(Key, Version, BritishTime.StartOf(until!.Value), forWhat!.Trim(), person, now, HttpContext.RequestAborted),
        "decision", "It waits, and stays counted as open. It comes back by itself on the day.",
        () =>
        {
            Need(until is { } day && BritishTime.StartOf(day) > time.GetUtcNow(), "wait-until", "Enter the day on which it comes back, tomorrow or later");
            Need(!string.IsNullOrWhiteSpace(forWhat), "wait-for", "Say what it waits for");
        });

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostSnoozeAsync(DateOnly? until, string? note) => ActAsync(
        (now, person) => decisions.SnoozeAsync(Key, Version, BritishTime.StartOf(until!.Value), Blank(note), person, now, HttpContext.RequestAborted),
        "decision", "Snoozed.",
        () => Need(until is { } day && BritishTime.StartOf(day) > time.GetUtcNow(), "snooze-until", "Enter the day on which it comes back, tomorrow or later"));

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostResumeAsync() => ActAsync(
        (now, person) => decisions.ResumeAsync(Key, Version, person, now, HttpContext.RequestAborted), "decision", "Back in the list.");

    [HandlerPolicy(Policies.Decide)]
    public Task<IActionResult> OnPostNoteAsync(string? note, int? corrects) => ActAsync(
        (now, person) => decisions.NoteAsync(Key, Version, note!.Trim(), corrects, person, now, HttpContext.RequestAborted), "history", "Note added.",
        () => Need(note?.Trim() is { Length: > 0 and <= LongestNote }, "note", $"Enter a note of {LongestNote:N0} characters at most"));

    /// <summary>The answers that are new or changed are written down, each for itself.</summary>
    [HandlerPolicy(Policies.Decide)]
    public async Task<IActionResult> OnPostActionsAsync()
    {
        if (!await ReadAsync()) return NotFound();
        var answers = ActionAnswers.Parse(Request.Form, Item, ModelState);
        if (!ModelState.IsValid) return await AgainAsync(StatusCodes.Status400BadRequest);
        var version = Version;
        foreach (var (action, answer, why) in answers)
        {
            var result = await decisions.ActAsync(Key, version, action, answer, why, Reader, Now, HttpContext.RequestAborted);
            if (!result.IsSaved) return await RefusedAsync(result);
            version = result.Version;
        }

        TempData.SayDone(answers.Count == 0 ? "No answer was changed." : $"{Wording.Count(answers.Count, "action", "actions")} saved.");
        return LocalRedirect($"{Address}#actions");
    }

    [HandlerPolicy(Policies.Decide)]
    public async Task<IActionResult> OnPostJudgeAsync(string? otherForce, string? otherReference, string? verdict, string? reason)
    {
        if (!await ReadAsync()) return NotFound();
        var other = new CrimeKey(otherForce ?? "", otherReference ?? "");
        // Only what the page shows as linked can be judged here.
        if (!Links.Any(link => link.Other == other) || !Enum.TryParse<LinkVerdict>(verdict, ignoreCase: true, out var said)) return BadRequest();
        Need(!string.IsNullOrWhiteSpace(reason), "links", $"Say why, to judge the link with {other.CrimeReference}");
        if (!ModelState.IsValid) return await AgainAsync(StatusCodes.Status400BadRequest);
        await log.WriteAsync(Reader, AccessAct.Judge, Key, PageName, Now, HttpContext.RequestAborted);
        await links.JudgeAsync(Key, other, said, Reader.Name, "coordinator", reason!.Trim(), HttpContext.RequestAborted);
        TempData.SayDone("Written down. The next run links and scores both crimes by it.");
        return LocalRedirect($"{Address}#links");
    }

    private async Task<IActionResult> ActAsync(Func<DateTimeOffset, Reviewer, Task<ReviewResult>> act, string fragment, string? done = null, Action? check = null)
    {
        check?.Invoke();
        if (!ModelState.IsValid) return await AgainAsync(StatusCodes.Status400BadRequest);
        var result = await act(time.GetUtcNow(), HttpContext.Reviewer());
        if (!result.IsSaved) return await RefusedAsync(result);
        if (!await ReadAsync()) return LocalRedirect("/queue");
        if (done is not null) TempData.SayDone(done);
        return LocalRedirect($"{Address}#{fragment}");
    }

    private async Task<IActionResult> RefusedAsync(ReviewResult result)
    {
        if (result.Outcome == ReviewOutcome.NotFound) return NotFound();
        if (result.Outcome is ReviewOutcome.Conflict or ReviewOutcome.HeldByOther) Conflict = result;
        else ModelState.AddModelError("decision", result.Message);
        return await AgainAsync(StatusCodes.Status409Conflict);
    }

    /// <summary>Shows the page as it is now, with what the person filled in.</summary>
    private async Task<IActionResult> AgainAsync(int status)
    {
        if (!await ReadAsync()) return NotFound();
        Response.StatusCode = status;
        return Page();
    }

    private void Need(bool met, string field, string message)
    {
        if (!met) ModelState.AddModelError(field, message);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
