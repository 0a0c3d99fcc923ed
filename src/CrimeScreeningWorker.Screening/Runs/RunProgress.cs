namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>How far a run has come; reported after every batch.</summary>
/// <param name="Read">Rows so far, quarantined ones too.</param>
/// <param name="Position">Where the source stands, in the unit of <paramref name="Length"/>; null where unknown.</param>
/// <param name="Length">Size of the source; null where unknown.</param>
/// <param name="Queued">Crimes at or above the review threshold so far.</param>
public sealed record RunProgress(long Read, long? Position, long? Length, long Queued);
