using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Which of the two lists.</summary>
public enum QueueList
{
    /// <summary>What may be stalking recorded as something else.</summary>
    Today,

    /// <summary>Recorded as stalking already: read for risk and for the section.</summary>
    RecordedAsStalking,
}

/// <summary>In what human state.</summary>
public enum QueueState
{
    /// <summary>Something for a person to do now, held by somebody or not.</summary>
    ToDo,

    /// <summary>Of those, held by the reader or assigned to the reader.</summary>
    Mine,

    /// <summary>Of those, neither held nor assigned.</summary>
    Unclaimed,

    /// <summary>Waiting for somebody, until a day that is yet to come.</summary>
    Waiting,

    /// <summary>Snoozed until a day that is yet to come.</summary>
    Snoozed,

    Decided,
    All,

    /// <summary>Below the review threshold, and nobody's to do.</summary>
    Below,
}

/// <summary>What a reader wants to see of a list. What is empty or null does not narrow it.</summary>
public sealed record QueueFilter
{
    public QueueList List { get; init; } = QueueList.Today;
    public QueueState State { get; init; } = QueueState.ToDo;
    public ImmutableArray<Priority> Priorities { get; init; } = [];

    /// <summary>Home Office classes, <c>8L</c>.</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    public ImmutableArray<string> Districts { get; init; } = [];
    public ImmutableArray<string> Teams { get; init; } = [];

    /// <summary>Whether the crime is within a family or a relationship, by its fields.</summary>
    public bool? Domestic { get; init; }

    public bool? OrderBreach { get; init; }
    public bool? HighRisk { get; init; }
    public bool? Online { get; init; }

    /// <summary>Name of the person it is assigned to.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>A part of the crime reference, in either case.</summary>
    public string? Reference { get; init; }

    /// <summary>Something but the list and the state is asked for.</summary>
    public bool IsNarrowed =>
        Priorities.Length + Classes.Length + Districts.Length + Teams.Length > 0 || (Domestic ?? OrderBreach ?? HighRisk ?? Online) is not null
        || !string.IsNullOrWhiteSpace(AssignedTo) || !string.IsNullOrWhiteSpace(Reference);
}

/// <summary>A column that a list can be sorted by.</summary>
public enum QueueColumn
{
    /// <summary>The published order: priority, due date, strength of evidence, oldest record. It has one direction.</summary>
    Published,

    Due,
    Recorded,
    Reference,
    Offence,
    District,
    Status,
}

/// <summary>The order of a list. Ties are broken by the crime's key, so that no two pages ever share an item.</summary>
public readonly record struct QueueSort(QueueColumn By, bool Descending)
{
    public static QueueSort Published => default;
}
