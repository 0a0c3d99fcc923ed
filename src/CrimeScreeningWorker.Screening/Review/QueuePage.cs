using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Where people have brought an item to.</summary>
public enum ReviewStatus
{
    Open,

    /// <summary>For an answer of somebody, until a day; it stays counted as open.</summary>
    Waiting,

    /// <summary>Out of the list until a day.</summary>
    Snoozed,

    Decided,
}

/// <summary>Kinds of news about a crime.</summary>
public enum ItemChange
{
    /// <summary>The force changed the record.</summary>
    Record,

    /// <summary>It was joined to another crime, or parted from one.</summary>
    Links,

    /// <summary>Its priority or risk is another.</summary>
    Urgency,

    /// <summary>A broken order, or one no longer.</summary>
    Order,

    /// <summary>A colleague did or said something.</summary>
    People,
}

/// <summary>An item of the list, as its reader may see it.</summary>
public sealed record QueueItem
{
    public required CrimeKey Key { get; init; }
    public required string OffenceTitle { get; init; }
    public required string HomeOfficeClass { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public string? District { get; init; }
    public string? Team { get; init; }
    public required bool Domestic { get; init; }

    /// <summary>The group it is listed in; with <see cref="MachineHidden"/> this says nothing of the machine's opinion.</summary>
    public required Priority Priority { get; init; }

    public DateTimeOffset? DueBy { get; init; }

    /// <summary>The machine's opinion is kept from the reader until the reader has answered: what comes from it is null or false here.</summary>
    public required bool MachineHidden { get; init; }

    /// <summary>One plain sentence; null when hidden.</summary>
    public string? Reason { get; init; }

    public bool OrderBreach { get; init; }
    public bool HighRisk { get; init; }
    public bool Online { get; init; }

    /// <summary>In the list for being outside a family or relationship: without the reserve it would stand further down.</summary>
    public bool FromReserve { get; init; }

    public required int Version { get; init; }
    public required ReviewStatus Status { get; init; }

    /// <summary>Null when nobody holds it, or the hold has run out.</summary>
    public string? HeldBy { get; init; }

    public DateTimeOffset? HeldUntil { get; init; }
    public string? AssignedTo { get; init; }

    /// <summary>Until when it waits or sleeps.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? WaitingFor { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public StalkingAnswer? Stalking { get; init; }

    /// <summary>More urgent than it was when it was decided.</summary>
    public bool Raised { get; init; }

    /// <summary>Two people read it and did not agree.</summary>
    public bool Disagreed { get; init; }

    public required int Notes { get; init; }

    /// <summary>The reader has opened it before.</summary>
    public required bool Seen { get; init; }

    /// <summary>News since the reader last opened it; none for one that the reader never opened.</summary>
    public required ImmutableArray<ItemChange> Changes { get; init; }
}

/// <summary>How much of the stalking a day's reviews can be expected to hold.</summary>
/// <param name="Reviews">The first so many items of the list.</param>
/// <param name="Expected">Expected share, in [0, 1].</param>
/// <param name="Low">Of the interval that holds the true share nine times in ten.</param>
/// <param name="High">Of the same.</param>
/// <param name="NextGain">Cases of stalking that the next six items would add, expected.</param>
/// <param name="InWords"><c>12 reviews: expected to hold 8 in 10 of tonight's stalking, between 6 and 9.</c></param>
public sealed record CapacityLine(int Reviews, double Expected, double Low, double High, double NextGain, string InWords);

/// <summary>A page of a list.</summary>
/// <param name="Total">Items on all pages.</param>
/// <param name="Page">From 1.</param>
/// <param name="Bands">Items of each group on all pages; a group without any is missing.</param>
/// <param name="Capacity">Null for another list than today's, or an empty one.</param>
public sealed record QueuePage(
    IReadOnlyList<QueueItem> Items, int Total, int Page, int Size, IReadOnlyDictionary<Priority, int> Bands, CapacityLine? Capacity)
{
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Crimes of the force or forces that wait for somebody or sleep: not on these pages, and not forgotten.</summary>
    public int Waiting { get; init; }

    public int Snoozed { get; init; }
}
