namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>How a run stands.</summary>
public enum RunState
{
    /// <summary>Writing now; or killed, when no process holds the store.</summary>
    Running,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>Never began, because another run was going on.</summary>
    Skipped,
}

/// <summary>A row of the run ledger.</summary>
/// <param name="Counts">After the last batch that was committed; those of a whole run once it has succeeded.</param>
/// <param name="Failure">Why it failed, in one sentence.</param>
/// <param name="ResumedBy">Id of the later run that took over what this one had done and had not finished.</param>
public sealed record RunRecord(
    string RunId, string Source, RunState State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset AsOf,
    string RuleBookVersion, string ModelVersion, RunCounts Counts, string? Failure, string? ResumedBy)
{
    /// <summary>Where the source stood when the run began; null: never taken in.</summary>
    public DateTimeOffset? WatermarkIn { get; init; }

    /// <summary>Newest <c>updated_at</c> taken in when it ended; null while it runs, and for a source that gave nothing.</summary>
    public DateTimeOffset? WatermarkOut { get; init; }

    /// <summary>Tells two configurations apart; holds no part of one.</summary>
    public string? ConfigurationHash { get; init; }

    /// <summary>The machine.</summary>
    public string? Node { get; init; }

    /// <summary>Whether the service's output folder has its files: false when they are due, null when the caller wrote them.</summary>
    public bool? Published { get; init; }

    /// <summary>Of a back-scan that goes on: what it is at.</summary>
    public string? Phase { get; init; }

    /// <summary>Null while it runs.</summary>
    public TimeSpan? Duration => FinishedAt - StartedAt;
}
