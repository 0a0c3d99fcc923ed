using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>A crime under review, as its reader may see it. Record, score, links and course of conduct come from their own readers.</summary>
public sealed record ReviewItem
{
    public required CrimeKey Key { get; init; }

    /// <summary>To be sent along with what the reader does next.</summary>
    public required int Version { get; init; }

    /// <inheritdoc cref="QueueItem.MachineHidden"/>
    public required bool MachineHidden { get; init; }

    /// <summary>The group it is listed in.</summary>
    public required Priority Priority { get; init; }

    public DateTimeOffset? DueBy { get; init; }
    public required ReviewStatus Status { get; init; }
    public string? HeldBy { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }
    public string? AssignedTo { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? WaitingFor { get; init; }

    /// <summary>The decision that stands; null when none does, or when the reader is to answer without knowing it.</summary>
    public ReviewEvent? Decision { get; init; }

    /// <summary>The second reader's, where there was one.</summary>
    public ReviewEvent? SecondDecision { get; init; }

    public bool Raised { get; init; }
    public bool Disagreed { get; init; }

    /// <summary>Until when the reader may take the decision back without a reason; null: not any more, or not the reader's.</summary>
    public DateTimeOffset? UndoUntil { get; init; }

    /// <summary>Whether a snooze would be refused, and why, in one sentence; null: it would not.</summary>
    public string? SnoozeRefusal { get; init; }

    /// <summary>All that people did and said, oldest first, but for what the reader is not to know before answering.</summary>
    public required IReadOnlyList<ReviewEvent> History { get; init; }

    public IEnumerable<ReviewEvent> Notes => History.Where(e => e.Kind is ReviewEventKind.Noted or ReviewEventKind.Corrected);

    /// <summary>The newest answer to each action.</summary>
    public IReadOnlyDictionary<ReviewAction, ReviewEvent> Actions =>
        History.Where(e => e.Kind == ReviewEventKind.Acted).GroupBy(e => e.Action!.Value).ToDictionary(g => g.Key, g => g.Last());
}
