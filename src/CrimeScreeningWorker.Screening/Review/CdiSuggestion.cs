using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Where the data-integrity desk has brought a suggestion to.</summary>
public enum CdiStatus
{
    Open,

    /// <summary>The registrar was asked for an opinion.</summary>
    Opinion,

    Rejected,

    /// <summary>The crime system is asked to change; nobody has seen it change yet.</summary>
    Requested,

    /// <summary>A later extract shows the change.</summary>
    Applied,

    /// <summary>A later extract shows another change in its place, or somebody said no.</summary>
    Refused,

    /// <summary>Nothing has happened for so long that somebody should ask.</summary>
    Ignored,
}

/// <summary>What the crime system can be asked to change.</summary>
public enum CdiAction
{
    /// <summary>Another Home Office class in place of the recorded one.</summary>
    Reclassify,

    /// <summary>One more class, beside the recorded one.</summary>
    AddIncluded,

    /// <summary>A flag.</summary>
    AddFlag,
}

/// <summary>A change that the crime system is asked for.</summary>
/// <param name="Value">The class or the flag, <c>8Q</c> or <c>STALKING</c>.</param>
public sealed record CdiRequest(CdiAction Action, string Value);

/// <summary>Why the desk decides so.</summary>
/// <param name="Code">Kept in the store.</param>
/// <param name="Accepts">It can stand for a yes, as it is or amended.</param>
/// <param name="Rejects">It can stand for a no.</param>
public sealed record CdiReason(string Code, string Title, bool Accepts, bool Rejects);

/// <summary>The list of reasons.</summary>
public static class CdiReasons
{
    public static IReadOnlyList<CdiReason> All { get; } =
    [
        new("rule-met", "The recording rule is met by what the record says", Accepts: true, Rejects: false),
        new("officer-agrees", "The officer in the case agrees", Accepts: true, Rejects: false),
        new("other-rule", "Another recording rule decides", Accepts: true, Rejects: true),
        new("rule-not-met", "The recording rule is not met", Accepts: false, Rejects: true),
        new("too-little", "The record says too little", Accepts: false, Rejects: true),
        new("not-persons", "The linked records are of other people", Accepts: false, Rejects: true),
        new("recorded-rightly", "Recorded rightly already", Accepts: false, Rejects: true),
        new("other", "Something else (say what)", Accepts: true, Rejects: true),
    ];

    public static CdiReason? Find(string? code) => All.FirstOrDefault(reason => string.Equals(reason.Code, code, StringComparison.Ordinal));
}

/// <summary>What the desk did or a run saw. It is never changed.</summary>
/// <param name="Kind">The store's word: <c>accepted</c>, <c>amended</c>, <c>rejected</c>, <c>opinion_asked</c> …</param>
/// <param name="Reviewer">A person; of what a run saw, the run.</param>
/// <param name="Role"><c>run</c> where it was no person.</param>
public sealed record CdiEvent(int Version, string Kind, string Reviewer, string Role, DateTimeOffset At, string? Reason, string? Note, CdiRequest? Asked);

/// <summary>A suggestion on the desk.</summary>
public sealed record CdiSuggestion
{
    public required CrimeKey Key { get; init; }
    public required string OffenceTitle { get; init; }

    /// <summary>The recorded class, as it is now.</summary>
    public required string RecordedClass { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>By when the record should be right: so long after it was recorded.</summary>
    public required DateTimeOffset RightBy { get; init; }

    /// <summary>Null when the machine suggests nothing, or nothing any more.</summary>
    public Suggestion? Suggestion { get; init; }

    /// <summary>Who decided that it is stalking, where the machine suggests nothing: the desk says what should change.</summary>
    public string? FoundBy { get; init; }

    /// <summary>What accepting would ask for; null: the suggestion is to look, and nothing can be accepted as it is.</summary>
    public CdiRequest? Suggested { get; init; }

    /// <summary>To be sent along with what the reader does next.</summary>
    public required int Version { get; init; }

    public required CdiStatus Status { get; init; }

    /// <summary>It was decided, and the machine suggests something else since.</summary>
    public bool Anew { get; init; }

    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public CdiRequest? Asked { get; init; }
    public string? OpinionAskedBy { get; init; }
    public string? OpinionBy { get; init; }

    /// <summary>When it first went out in a request file.</summary>
    public DateTimeOffset? HandedOutAt { get; init; }
}

/// <summary>Which part of the desk.</summary>
public enum CdiPart
{
    ToDo,
    Opinion,
    Requested,

    /// <summary>Refused or ignored: somebody should ask.</summary>
    Chase,

    Applied,
    Rejected,
}

/// <summary>A page of the desk.</summary>
/// <param name="Counts">Suggestions of each part.</param>
public sealed record CdiPage(IReadOnlyList<CdiSuggestion> Items, int Total, int Page, int Size, IReadOnlyDictionary<CdiPart, int> Counts)
{
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);
}

/// <summary>One suggestion and all that was said of it, oldest first.</summary>
/// <param name="Opened">The reader has opened the case since the machine's last news of it, and may decide.</param>
public sealed record CdiCase(CdiSuggestion Suggestion, IReadOnlyList<CdiEvent> History, bool Opened);

/// <summary>What to hand to whoever changes the crime system.</summary>
/// <param name="Content">RFC 4180, UTF-8, with a header row.</param>
public sealed record RequestFile(string Name, byte[] Content, int Requests);
