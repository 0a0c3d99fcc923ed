namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>What a run is asked to do.</summary>
/// <param name="AsOf">The moment the run stands for; null means the moment it starts.</param>
public sealed record RunRequest(DateTimeOffset? AsOf = null);
