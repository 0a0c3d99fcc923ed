namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>How a run stands.</summary>
public enum RunState
{
    /// <summary>Writing now; or killed, when no process holds the store.</summary>
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>A row of the run ledger.</summary>
/// <param name="Counts">After the last batch that was committed; those of a whole run once it has succeeded.</param>
/// <param name="Failure">Why it failed, in one sentence.</param>
/// <param name="ResumedBy">Id of the later run that took over what this one had done and had not finished.</param>
public sealed record RunRecord(
    string RunId, string Source, RunState State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset AsOf,
    string RuleBookVersion, string ModelVersion, RunCounts Counts, string? Failure, string? ResumedBy);
