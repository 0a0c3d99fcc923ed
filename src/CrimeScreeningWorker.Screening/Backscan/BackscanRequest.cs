using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>The steps of a back-scan. Each is done in ranges by any number of machines; none begins before the one before it is done.</summary>
public enum BackscanPhase
{
    /// <summary>Crimes are taken from the source, read, and entered with what they can be joined by.</summary>
    Read,

    /// <summary>Crimes outside the back-scan are found whose links among each other it has changed.</summary>
    Reach,

    /// <summary>Each crime is linked by what the whole store holds.</summary>
    Link,

    /// <summary>Each crime is scored with its history, those outside that it now touches too.</summary>
    Score,

    Done,
}

/// <summary>What a machine is asked to take part in. The same source and days on several machines are one back-scan.</summary>
/// <param name="FromDay">First day on which crimes were recorded, by the clock of Europe/London.</param>
/// <param name="ToDay">Last such day; it belongs to the back-scan.</param>
/// <param name="Configuration">Tells two configurations apart; a machine with another one is turned away.</param>
/// <param name="Node">What the ledger calls this machine.</param>
public sealed record BackscanRequest(DateOnly FromDay, DateOnly ToDay, string Configuration, string Node)
{
    /// <summary>About how many crimes a range has: what is lost when a machine is killed, and what must fit into memory. Default 2000.</summary>
    public int RangeRows { get; init; } = 2000;

    /// <summary>How long a machine without work waits before it looks again. Default a second.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a store or a source that has gone away is tried again, since the last range that went well. Default five minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Puts this back-scan in the place of another that is unfinished; what that one took in is linked and scored by this one.</summary>
    public bool Replace { get; init; }

    /// <summary>The moment the scores stand for: due times run from it. Null: the moment the back-scan begins. Of who joins, it is passed over.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal RecordedPeriod Period => new(StartOf(FromDay), StartOf(ToDay.AddDays(1)));

    private static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, BritishTime.London.GetUtcOffset(midnight)).ToUniversalTime();
    }
}

/// <summary>How a back-scan stands, as any machine can tell.</summary>
/// <param name="RunId">Its row of the ledger.</param>
/// <param name="Done">Weight of the ranges of the phase that are done; of <paramref name="Whole"/>.</param>
/// <param name="AtWork">Ranges in work at this moment; null where there is no telling.</param>
public sealed record BackscanStatus(
    string RunId, string Source, DateOnly FromDay, DateOnly ToDay, RunState State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, BackscanPhase Phase,
    long Done, long Whole, long RangesDone, long Ranges, int? AtWork, RunCounts Counts, IReadOnlyList<BackscanNodeStatus> Nodes)
{
    /// <summary>Of the phase, in [0, 1].</summary>
    public double Share => Phase == BackscanPhase.Done ? 1 : Whole == 0 ? 0 : (double)Done / Whole;
}

/// <summary>What a machine has done of a back-scan.</summary>
/// <param name="LastAt">When its last range was done.</param>
public sealed record BackscanNodeStatus(string Node, long Ranges, long Rows, DateTimeOffset LastAt);
