using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Is it stalking?</summary>
public enum StalkingAnswer
{
    Yes,
    No,
    Unsure,
}

/// <summary>What a person did with an item.</summary>
public enum ReviewEventKind
{
    Claimed,
    Released,
    HandedOver,
    Assigned,
    Decided,

    /// <summary>By the second of two readers, who did not know the first one's answer.</summary>
    SecondDecided,

    /// <summary>A decision taken back by the one who made it, in the moment after.</summary>
    Undone,

    /// <summary>A decision taken back later, for a reason.</summary>
    Reversed,

    Waiting,

    /// <summary>Waits no longer, whatever it waited for.</summary>
    Resumed,

    Snoozed,
    Woken,
    Noted,

    /// <summary>A note that puts an earlier one right; that one stays.</summary>
    Corrected,

    /// <summary>Something was done about the case: see <see cref="ReviewAction"/>.</summary>
    Acted,
}

/// <summary>What a coordinator sees to in a case, and what a force's action plan counts.</summary>
public enum ReviewAction
{
    /// <summary>A stalking protection order was considered; the answer says whether one is to be sought.</summary>
    SpoConsidered,

    /// <summary>The victim was offered or referred to a stalking advocate.</summary>
    AdvocateReferral,

    /// <summary>A risk tool is on the record.</summary>
    RiskToolPresent,

    /// <summary>The online flag is to be set.</summary>
    CyberFlag,

    /// <summary>Another force was told.</summary>
    OtherForceTold,
}

/// <summary>One thing that a person did or said. It is never changed.</summary>
/// <param name="Version">Counts from 1 within a crime.</param>
public sealed record ReviewEvent(int Version, ReviewEventKind Kind, string Reviewer, string Role, DateTimeOffset At)
{
    public StalkingAnswer? Stalking { get; init; }

    /// <summary>Was it right to show it?</summary>
    public bool? ShownRightly { get; init; }

    /// <summary>A code of <see cref="DecisionReasons"/>; of a reversal, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>The person's own words. They may tell of people: never for a log.</summary>
    public string? Note { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Whom it was handed over or assigned to.</summary>
    public string? Person { get; init; }

    /// <summary>Version of the event that this one undoes, reverses or corrects.</summary>
    public int? RefersTo { get; init; }

    public ReviewAction? Action { get; init; }

    /// <summary>Yes or no, to an action.</summary>
    public bool? Answer { get; init; }

    /// <summary>One of several at once.</summary>
    public bool Bulk { get; init; }

    /// <summary>The machine's opinion was hidden from the person.</summary>
    public bool Blind { get; init; }

    /// <summary>What the machine said at that moment.</summary>
    public Priority Priority { get; init; }

    /// <inheritdoc cref="Priority"/>
    public double Probability { get; init; }
}
