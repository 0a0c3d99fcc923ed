using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The parts of the morning list, in the order they are read.</summary>
public enum TriageGroup
{
    Today,
    NextWorkingDay,
    ThisWeek,

    /// <summary>Recorded as stalking already: read for risk and for the section, after the queue.</summary>
    AlreadyStalking,
}

/// <summary>
/// A place in the one published order: the queue before what is stalking already; then priority, due date, probability
/// (highest first), oldest recorded, and the key, so that no two crimes ever tie.
/// </summary>
public readonly record struct TriageOrder : IComparable<TriageOrder>
{
    private readonly bool alreadyStalking;
    private readonly Priority priority;
    private readonly DateTimeOffset dueBy;
    private readonly double probability;
    private readonly DateTimeOffset recordedAt;

    /// <exception cref="ArgumentException">The crime is below the review threshold: it has no place.</exception>
    public TriageOrder(ScoredCrime crime, bool alreadyStalking)
    {
        ArgumentNullException.ThrowIfNull(crime);
        if (crime.Score.Priority == Priority.None) throw new ArgumentException($"{crime.Crime.Key} is below the review threshold.", nameof(crime));
        this.alreadyStalking = alreadyStalking;
        priority = crime.Score.Priority;
        dueBy = crime.Score.DueBy ?? DateTimeOffset.MaxValue;
        probability = crime.Score.Probability;
        recordedAt = crime.Crime.RecordedAt;
        Key = crime.Crime.Key;
    }

    /// <summary>The order in words, for the reader of a list.</summary>
    public static string InWords => "Most urgent first. Within the same urgency: the earliest due date, then the strongest evidence, then the oldest record.";

    public CrimeKey Key { get; }

    public TriageGroup Group => alreadyStalking ? TriageGroup.AlreadyStalking : priority switch
    {
        Priority.P1 => TriageGroup.Today,
        Priority.P2 => TriageGroup.NextWorkingDay,
        _ => TriageGroup.ThisWeek,
    };

    public int CompareTo(TriageOrder other)
    {
        var order = alreadyStalking.CompareTo(other.alreadyStalking);
        if (order == 0) order = priority.CompareTo(other.priority);
        if (order == 0) order = dueBy.CompareTo(other.dueBy);
        if (order == 0) order = other.probability.CompareTo(probability);
        if (order == 0) order = recordedAt.CompareTo(other.recordedAt);
        return order != 0 ? order : Key.CompareTo(other.Key);
    }

    public static bool operator <(TriageOrder left, TriageOrder right) => left.CompareTo(right) < 0;

    public static bool operator <=(TriageOrder left, TriageOrder right) => left.CompareTo(right) <= 0;

    public static bool operator >(TriageOrder left, TriageOrder right) => left.CompareTo(right) > 0;

    public static bool operator >=(TriageOrder left, TriageOrder right) => left.CompareTo(right) >= 0;
}
