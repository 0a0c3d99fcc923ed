using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The line from which one sees that all is well: "143 of 143 crimes screened, 2 set aside, 31 queued".</summary>
public static class MorningSentence
{
    public static string Of(RunCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var readable = counts.Read - counts.Quarantined;
        var screened = counts.New + counts.Changed + counts.Unchanged;
        return $"{screened:N0} of {readable:N0} {(readable == 1 ? "crime" : "crimes")} screened, {counts.Quarantined:N0} set aside, {counts.Queued:N0} queued";
    }
}
