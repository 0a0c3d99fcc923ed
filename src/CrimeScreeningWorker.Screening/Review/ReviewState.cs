using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Why the machine's opinion of an item is kept from its reader.</summary>
internal enum BlindReading
{
    /// <summary>Drawn at random from below the review threshold: one reader answers, and the answer estimates what is missed.</summary>
    Audit,

    /// <summary>Of those below the review threshold one that the model is least sure of: one reader answers, and only the next model learns from it.</summary>
    Uncertain,

    /// <summary>Two readers answer, neither knowing of the other.</summary>
    Double,
}

/// <summary>How the second reading of an item stands.</summary>
internal enum SecondReading
{
    Due,
    Agreed,
    Disagreed,
}

/// <summary>What the machine says of an item at a moment; it never moves the item by itself.</summary>
internal readonly record struct MachineView(Priority Priority, double Probability, bool OrderBreach, bool HighRisk)
{
    /// <summary>Nothing silences it.</summary>
    public bool IsPressing => Priority == Priority.P1 || OrderBreach || HighRisk;

    /// <summary>More urgent than another, in any way.</summary>
    public bool IsAbove(MachineView other) =>
        Rank(Priority) < Rank(other.Priority) || (OrderBreach && !other.OrderBreach) || (HighRisk && !other.HighRisk);

    private static int Rank(Priority priority) => priority == Priority.None ? int.MaxValue : (int)priority;
}

/// <summary>Where the events of people have brought an item to: a plain function of them, in their order.</summary>
internal sealed record ReviewState
{
    public static ReviewState New(BlindReading? blind = null) => new() { Blind = blind };

    public BlindReading? Blind { get; init; }
    public int Version { get; init; }
    public ReviewStatus Status { get; init; }
    public string? HeldBy { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }
    public string? AssignedTo { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? WaitingFor { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public StalkingAnswer? Stalking { get; init; }

    /// <summary>What the machine said when it was decided.</summary>
    public MachineView? DecidedOn { get; init; }

    public SecondReading? Second { get; init; }
    public string? SecondBy { get; init; }
    public int BlindAnswers { get; init; }

    /// <summary>More urgent than when it was decided.</summary>
    public bool Raised { get; init; }

    public bool IsMachineHidden => Blind is { } blind && BlindAnswers < (blind == BlindReading.Double ? 2 : 1);

    /// <summary>Nobody has anything to do.</summary>
    public bool IsClosed => Status == ReviewStatus.Decided && !Raised && Second is not (SecondReading.Due or SecondReading.Disagreed);

    /// <summary>The status as it is at a moment: waits and snoozes end by themselves.</summary>
    public ReviewStatus StatusAt(DateTimeOffset now) =>
        Status is ReviewStatus.Waiting or ReviewStatus.Snoozed && Until <= now ? ReviewStatus.Open : Status;

    public string? HolderAt(DateTimeOffset now) => HeldUntil > now ? HeldBy : null;

    /// <summary>A colleague has answered, and the reader is to answer without knowing it.</summary>
    public bool IsSecondReader(string reader) => Second == SecondReading.Due && DecidedBy != reader;

    /// <summary>Has news: what a run does to it, the same as the store's triggers.</summary>
    public ReviewState Follow(MachineView machine) =>
        Status == ReviewStatus.Decided && DecidedOn is { } then && machine.IsAbove(then) ? this with { Raised = true } : this;

    /// <summary>After one more event. Whether the event is allowed is for <see cref="ReviewRules"/> to say.</summary>
    public ReviewState Apply(ReviewEvent e, MachineView machine)
    {
        var next = this with { Version = e.Version };
        return e.Kind switch
        {
            ReviewEventKind.Claimed => next with { HeldBy = e.Reviewer, HeldUntil = e.Until },
            ReviewEventKind.Released => next with { HeldBy = null, HeldUntil = null },
            ReviewEventKind.HandedOver => next with { HeldBy = e.Person, HeldUntil = e.Until, AssignedTo = e.Person },
            ReviewEventKind.Assigned => next with { AssignedTo = e.Person },
            ReviewEventKind.Decided => next.Decided(e, machine),
            ReviewEventKind.SecondDecided => next.SecondDecided(e),
            ReviewEventKind.Undone => next.Undone(e),
            ReviewEventKind.Reversed => next.Reopened() with { HeldBy = null, HeldUntil = null },
            ReviewEventKind.Waiting => next.Reopened() with { Status = ReviewStatus.Waiting, Until = e.Until, WaitingFor = e.Note, HeldBy = null, HeldUntil = null },
            ReviewEventKind.Snoozed => next.Reopened() with { Status = ReviewStatus.Snoozed, Until = e.Until, WaitingFor = null, HeldBy = null, HeldUntil = null },
            ReviewEventKind.Resumed or ReviewEventKind.Woken => next with { Status = ReviewStatus.Open, Until = null, WaitingFor = null },
            _ => next,
        };
    }

    private ReviewState Decided(ReviewEvent e, MachineView machine) => this with
    {
        Status = ReviewStatus.Decided,
        HeldBy = null,
        HeldUntil = null,
        Until = null,
        WaitingFor = null,
        DecidedBy = e.Reviewer,
        DecidedAt = e.At,
        Stalking = e.Stalking,
        DecidedOn = machine,
        // A disagreement is settled by whoever decides next; then both opinions are known.
        Second = Blind == BlindReading.Double && IsMachineHidden ? SecondReading.Due : null,
        SecondBy = null,
        BlindAnswers = IsMachineHidden ? BlindAnswers + 1 : BlindAnswers,
        Raised = false,
    };

    private ReviewState SecondDecided(ReviewEvent e) => this with
    {
        HeldBy = null,
        HeldUntil = null,
        Second = e.Stalking == Stalking ? SecondReading.Agreed : SecondReading.Disagreed,
        SecondBy = e.Reviewer,
        BlindAnswers = IsMachineHidden ? BlindAnswers + 1 : BlindAnswers,
    };

    // What has been shown cannot be unseen: only an answer that showed nothing yet is given anew as if it had not been.
    private ReviewState Undone(ReviewEvent e) => SecondBy == e.Reviewer && Second is SecondReading.Agreed or SecondReading.Disagreed
        ? this with { Second = SecondReading.Due, SecondBy = null, HeldBy = e.Reviewer, HeldUntil = e.Until }
        : Reopened() with { HeldBy = e.Reviewer, HeldUntil = e.Until };

    private ReviewState Reopened() => this with
    {
        Status = ReviewStatus.Open,
        Until = null,
        WaitingFor = null,
        DecidedBy = null,
        DecidedAt = null,
        Stalking = null,
        DecidedOn = null,
        Second = null,
        SecondBy = null,
        Raised = false,
        BlindAnswers = IsMachineHidden && BlindAnswers > 0 ? BlindAnswers - 1 : BlindAnswers,
    };
}
