using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A row of the run ledger in words.</summary>
internal static class RunWording
{
    public static string State(RunRecord run) => run.State switch
    {
        RunState.Skipped => $"skipped, {run.Failure}",
        _ => run.State.ToString().ToLowerInvariant(),
    };

    /// <summary>Empty while it runs.</summary>
    public static string Took(RunRecord run) => run.Duration switch
    {
        null => "",
        { TotalMinutes: >= 1 } long_ => $"{(int)long_.TotalMinutes} min {long_.Seconds} s",
        { } short_ => $"{short_.TotalSeconds:0.0} s",
    };

    public static string Rows(RunCounts counts) =>
        $"{counts.Read:N0} read = {counts.New:N0} new + {counts.Changed:N0} changed + {counts.Unchanged:N0} unchanged + {counts.Quarantined:N0} set aside; {counts.Late:N0} late";

    public static string Crimes(RunCounts counts) =>
        $"{counts.InScope:N0} in scope, {counts.HistoryOnly:N0} history only, {counts.Rescored:N0} scored again, {counts.Queued:N0} queued";
}
