using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>What the rules of the desk say: an event and the suggestion after it, or why not.</summary>
internal sealed record CdiRuling(CdiEvent? Event, CdiSuggestion? Next, ReviewOutcome Outcome, string Message)
{
    public static CdiRuling No(string why, ReviewOutcome outcome = ReviewOutcome.Refused) => new(null, null, outcome, why);
}

/// <summary>Who may do what with a suggestion: plain functions of it, the person and the clock.</summary>
internal static class CdiRules
{
    /// <summary>The role of what a run saw.</summary>
    public const string RunRole = "run";

    public static CdiRuling Request(
        StoredSuggestion item, CdiRequest? asked, string kind, string reason, string? note, Reviewer reviewer, DateTimeOffset now)
    {
        if (Barrier(item, reviewer) is { } no) return no;
        if (CdiReasons.Find(reason) is not { Accepts: true }) return CdiRuling.No("Choose a reason for the change.");
        if (reason == "other" && Blank(note) is null) return CdiRuling.No("Say what the reason is.");
        if (asked is null) return CdiRuling.No("The suggestion is to look, not to change anything: say what should change, or reject it.");
        var request = asked with { Value = asked.Value?.Trim().ToUpperInvariant() ?? "" };
        if (!Enum.IsDefined(request.Action) || request.Value.Length is 0 or > 40 || !request.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or ' '))
            return CdiRuling.No("Say what the record should be changed to: a class, an offence code or a flag.");
        if (!item.Opened) return NotOpened();
        var (e, next) = Save(item, kind, reviewer, now, reason, note, request);
        return new CdiRuling(
            e, next with { Status = CdiStatus.Requested, Asked = request, DecidedBy = reviewer.Name, DecidedAt = now, HandedOutAt = null }, ReviewOutcome.Saved, "");
    }

    public static CdiRuling Reject(StoredSuggestion item, string reason, string? note, Reviewer reviewer, DateTimeOffset now)
    {
        if (Barrier(item, reviewer) is { } no) return no;
        if (CdiReasons.Find(reason) is not { Rejects: true }) return CdiRuling.No("Choose a reason for rejecting it.");
        if (reason == "other" && Blank(note) is null) return CdiRuling.No("Say what the reason is.");
        if (!item.Opened) return NotOpened();
        var (e, next) = Save(item, "rejected", reviewer, now, reason, note, asked: null);
        return new CdiRuling(e, next with { Status = CdiStatus.Rejected, Asked = null, DecidedBy = reviewer.Name, DecidedAt = now }, ReviewOutcome.Saved, "");
    }

    public static CdiRuling AskOpinion(StoredSuggestion item, string question, Reviewer reviewer, DateTimeOffset now)
    {
        if (Barrier(item, reviewer) is { } no) return no;
        if (Blank(question) is null) return CdiRuling.No("Say what the registrar is asked.");
        var (e, next) = Save(item, "opinion_asked", reviewer, now, reason: null, question, asked: null);
        return new CdiRuling(e, next with { Status = CdiStatus.Opinion, OpinionAskedBy = reviewer.Name, OpinionBy = null }, ReviewOutcome.Saved, "");
    }

    public static CdiRuling GiveOpinion(StoredSuggestion item, string opinion, Reviewer reviewer, DateTimeOffset now)
    {
        if (reviewer.Role != ReviewRole.Registrar) return CdiRuling.No("Only the registrar gives an opinion.");
        if (item.Shown.Status != CdiStatus.Opinion) return CdiRuling.No("Nobody has asked for an opinion.");
        if (Blank(opinion) is not { } words) return CdiRuling.No("Say what your opinion is.");
        if (item.Shown.OpinionAskedBy == reviewer.Name) return CdiRuling.No("A second opinion is another person's.");
        if (!item.Opened) return NotOpened();
        var (e, next) = Save(item, "opinion_given", reviewer, now, words, note: null, asked: null);
        return new CdiRuling(e, next with { Status = CdiStatus.Open, OpinionBy = reviewer.Name }, ReviewOutcome.Saved, "");
    }

    public static CdiRuling Withdraw(StoredSuggestion item, string why, Reviewer reviewer, DateTimeOffset now)
    {
        if (OnlyDesk(reviewer) is { } no) return no;
        if (item.Shown.Status is CdiStatus.Open or CdiStatus.Opinion) return CdiRuling.No("There is no decision to take back.");
        if (item.Shown.Status == CdiStatus.Applied) return CdiRuling.No("The record has been changed already.");
        if (Blank(why) is not { } words) return CdiRuling.No("Say why it is taken back.");
        var (e, next) = Save(item, "withdrawn", reviewer, now, words, note: null, asked: null);
        return new CdiRuling(
            e, next with { Status = CdiStatus.Open, Asked = null, DecidedBy = null, DecidedAt = null, HandedOutAt = null }, ReviewOutcome.Saved, "");
    }

    public static CdiRuling ToldRefused(StoredSuggestion item, string why, Reviewer reviewer, DateTimeOffset now)
    {
        if (OnlyDesk(reviewer) is { } no) return no;
        if (item.Shown.Status is not (CdiStatus.Requested or CdiStatus.Ignored)) return CdiRuling.No("Nothing is asked for at the moment.");
        if (Blank(why) is not { } words) return CdiRuling.No("Say who refused it and why.");
        var (e, next) = Save(item, "told_refused", reviewer, now, words, note: null, asked: null);
        return new CdiRuling(e, next with { Status = CdiStatus.Refused }, ReviewOutcome.Saved, "");
    }

    /// <summary>What a run sees of a request in the record; null: nothing new.</summary>
    /// <param name="ignoredAfter">Time after which a request that shows no trace counts as ignored.</param>
    public static CdiStatus? Seen(StoredSuggestion item, TimeSpan ignoredAfter, DateTimeOffset now)
    {
        if (item.Shown.Asked is not { } asked) return null;
        if (IsDone(asked, item.Record)) return CdiStatus.Applied;
        if (item.Shown.Status != CdiStatus.Requested) return null;
        if (item.AskedOf is { } before && !Same(before, item.Record)) return CdiStatus.Refused;
        return now - item.Shown.DecidedAt >= ignoredAfter ? CdiStatus.Ignored : null;
    }

    public static string InWords(string kind) => kind switch
    {
        "accepted" => "accepted the suggestion",
        "amended" => "amended the suggestion",
        "rejected" => "rejected the suggestion",
        "opinion_asked" => "asked the registrar",
        "opinion_given" => "gave an opinion",
        "withdrawn" => "took the decision back",
        "handed_out" => "handed the request out",
        "told_refused" => "wrote down that it was refused",
        "applied" => "saw the change in the record",
        "refused" => "saw another change in the record",
        _ => "saw no change in time",
    };

    private static bool IsDone(CdiRequest asked, RecordedAs record) => asked.Action switch
    {
        CdiAction.Reclassify => IsCode(asked.Value, record.Class),
        CdiAction.AddIncluded => IsCode(asked.Value, record.Class) || StoreJson.ToList(record.Included).Any(code => IsCode(asked.Value, code)),
        CdiAction.AddFlag => StoreJson.ToList(record.Flags).Any(flag => IsCode(asked.Value, flag)),
        _ => false,
    };

    private static bool IsCode(string asked, string recorded) => string.Equals(asked.Trim(), recorded.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool Same(RecordedAs before, RecordedAs now) =>
        IsCode(before.Class, now.Class) && SameList(before.Included, now.Included) && SameList(before.Flags, now.Flags);

    private static bool SameList(string before, string now) =>
        StoreJson.ToList(before).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(StoreJson.ToList(now));

    private static CdiRuling? Barrier(StoredSuggestion item, Reviewer reviewer)
    {
        if (OnlyDesk(reviewer) is { } no) return no;
        return item.Shown.Status switch
        {
            CdiStatus.Open => null,
            CdiStatus.Opinion when reviewer.Role == ReviewRole.Registrar => null,
            CdiStatus.Opinion => CdiRuling.No("The registrar has been asked: wait for the opinion."),
            CdiStatus.Requested => CdiRuling.No("It has been asked for already. To change that, take the request back and say why."),
            _ when item.Shown.Anew => null,
            _ => CdiRuling.No("It has been decided. To change that, take the decision back and say why."),
        };
    }

    private static CdiRuling? OnlyDesk(Reviewer reviewer) =>
        reviewer.Role is ReviewRole.Cdi or ReviewRole.Registrar ? null : CdiRuling.No("Only crime data integrity can do this.");

    private static CdiRuling NotOpened() =>
        CdiRuling.No("Open the case first: it has not been looked at, or has changed since. Then decide.", ReviewOutcome.EvidenceNotOpened);

    private static (CdiEvent Event, CdiSuggestion Next) Save(
        StoredSuggestion item, string kind, Reviewer reviewer, DateTimeOffset now, string? reason, string? note, CdiRequest? asked)
    {
        var next = item.Shown with { Version = item.Shown.Version + 1 };
        return (new CdiEvent(next.Version, kind, reviewer.Name, reviewer.RoleText, now, reason, Blank(note), asked), next);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
