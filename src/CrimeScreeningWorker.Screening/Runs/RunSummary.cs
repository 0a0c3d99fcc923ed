namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>Counts of a run. <c>Read = New + Changed + Unchanged + Quarantined</c> always holds.</summary>
/// <param name="Unchanged">Rows whose version the store has already, or a newer one (those are <paramref name="Late"/>, counted here too).</param>
/// <param name="Rescored">Crimes of earlier runs that this run scored again because a new or changed record connects to them.</param>
/// <param name="Queued">Crimes of this run at or above the review threshold.</param>
/// <param name="Late">Older versions that arrived after a newer one and were ignored; part of <paramref name="Unchanged"/>.</param>
public sealed record RunCounts(
    long Read, long New, long Changed, long Unchanged, long Quarantined,
    long InScope, long HistoryOnly, long Rescored, long Queued, long Late)
{
    public static RunCounts Zero { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public RunCounts Plus(RunCounts more) => new(
        Read + more.Read, New + more.New, Changed + more.Changed, Unchanged + more.Unchanged, Quarantined + more.Quarantined,
        InScope + more.InScope, HistoryOnly + more.HistoryOnly, Rescored + more.Rescored, Queued + more.Queued, Late + more.Late);
}

/// <summary>What a run did; <c>run.json</c>.</summary>
public sealed record RunSummary(
    string RunId, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string Source, string Store,
    string RuleBookVersion, string ModelVersion, RunCounts Counts)
{
    /// <summary>The moment the list is made for: what is due or late is told from it. Unless it was given, the moment the run finished.</summary>
    public DateTimeOffset AsOf { get; init; } = FinishedAt;
}
