using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Frame;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Desk;

/// <summary>One suggestion with what it rests on, and what the desk makes of it.</summary>
[Authorize(Policy = Policies.ReadDesk)]
internal sealed class SuggestionModel(CdiDesk desk, CaseFileReader files, ReviewItems items, TimeProvider time) : PageModel
{
    private const int LongestNote = 4_000;

    [BindProperty(SupportsGet = true)] public string Force { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Reference { get; set; } = "";

    /// <summary>That the person saw.</summary>
    [BindProperty] public int Version { get; set; }

    [BindProperty] public DeskInput Input { get; set; } = new();

    public CrimeKey Key => new(Force, Reference);

    public Reviewer Reader { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    public CdiCase Case { get; private set; } = null!;

    /// <summary>Null when the crime is not screened any more.</summary>
    public CaseFile? Record { get; private set; }

    /// <summary>What the coordinator decided, so far as it may be known.</summary>
    public ReviewEvent? Coordinator { get; private set; }

    /// <summary>Somebody came before: nothing was written.</summary>
    public ReviewResult? Refusal { get; private set; }

    public CdiSuggestion Suggestion => Case.Suggestion;

    public string Address => DeskWording.Address(Key);

    public bool MayDecide => Reader.Role.MayDo(Policies.DecideAtDesk);

    public bool IsToDecide => MayDecide && (Suggestion.Status == CdiStatus.Open || Suggestion.Anew);

    public bool IsToGiveOpinion => Reader.Role.MayDo(Policies.GiveSecondOpinion) && Suggestion.Status == CdiStatus.Opinion;

    public bool IsToTakeBack => MayDecide && Suggestion.Status is CdiStatus.Requested or CdiStatus.Rejected or CdiStatus.Refused or CdiStatus.Ignored;

    public async Task<IActionResult> OnGetAsync() => await ReadAsync() ? Page() : NotFound();

    [HandlerPolicy(Policies.DecideAtDesk)]
    public Task<IActionResult> OnPostDecideAsync() => WriteAsync(
        (person, now) => Input.Verdict switch
        {
            "accept" => desk.AcceptAsync(Key, Version, Input.Reason ?? "", Input.Note, person, now, HttpContext.RequestAborted),
            "amend" => desk.AmendAsync(
                Key, Version, new CdiRequest(Input.Action ?? default, Input.Value ?? ""), Input.Reason ?? "", Input.Note, person, now, HttpContext.RequestAborted),
            _ => desk.RejectAsync(Key, Version, Input.Reason ?? "", Input.Note, person, now, HttpContext.RequestAborted),
        },
        Input.Verdict switch
        {
            "accept" => "Accepted. It goes into the next request file.",
            "amend" => "Amended. It goes into the next request file.",
            _ => "Rejected.",
        },
        () => Input.Check(ModelState));

    [HandlerPolicy(Policies.DecideAtDesk)]
    public Task<IActionResult> OnPostAskAsync(string? question) => WriteAsync(
        (person, now) => desk.AskOpinionAsync(Key, Version, question!, person, now, HttpContext.RequestAborted), "The registrar is asked.",
        () => Need(question, "question", "Say what the registrar is asked"));

    [HandlerPolicy(Policies.GiveSecondOpinion)]
    public Task<IActionResult> OnPostOpinionAsync(string? opinion) => WriteAsync(
        (person, now) => desk.GiveOpinionAsync(Key, Version, opinion!, person, now, HttpContext.RequestAborted), "Your opinion is with the desk.",
        () => Need(opinion, "opinion", "Say what your opinion is, and why"));

    [HandlerPolicy(Policies.DecideAtDesk)]
    public Task<IActionResult> OnPostWithdrawAsync(string? why) => WriteAsync(
        (person, now) => desk.WithdrawAsync(Key, Version, why!, person, now, HttpContext.RequestAborted), "The decision was taken back.",
        () => Need(why, "withdraw-why", "Say why the decision is taken back"));

    [HandlerPolicy(Policies.DecideAtDesk)]
    public Task<IActionResult> OnPostRefusedAsync(string? why) => WriteAsync(
        (person, now) => desk.RefusedAsync(Key, Version, why!, person, now, HttpContext.RequestAborted), "Written down as refused.",
        () => Need(why, "refused-why", "Say who refused it, and why"));

    private async Task<IActionResult> WriteAsync(Func<Reviewer, DateTimeOffset, Task<ReviewResult>> act, string done, Action check)
    {
        check();
        if (ModelState.IsValid)
        {
            var result = await act(HttpContext.Reviewer(), time.GetUtcNow());
            if (result.IsSaved)
            {
                TempData.SayDone($"{Key.CrimeReference}: {done}");
                return LocalRedirect(HttpContext.Reviewer().Role == ReviewRole.Registrar ? IndexModel.Address(CdiPart.Opinion) : "/desk");
            }

            if (result.Outcome == ReviewOutcome.NotFound) return NotFound();
            Refusal = result;
        }

        if (!await ReadAsync()) return NotFound();
        Response.StatusCode = Refusal?.Outcome == ReviewOutcome.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        return Page();
    }

    private void Need(string? text, string field, string message)
    {
        if (string.IsNullOrWhiteSpace(text)) ModelState.AddModelError(field, message);
        else if (text.Length > LongestNote) ModelState.AddModelError(field, $"Use {LongestNote:N0} characters at most");
    }

    private async Task<bool> ReadAsync()
    {
        (Now, Reader) = (time.GetUtcNow(), HttpContext.Reviewer());
        if (await desk.FindAsync(Key, Reader, HttpContext.RequestAborted) is not { } found) return false;
        Case = found;
        Record = await files.FindAsync(Key, Reader.MaySee, HttpContext.RequestAborted);
        Coordinator = (await items.ReadAsync(Key, Reader, Now, HttpContext.RequestAborted))?.Decision;
        return true;
    }
}
