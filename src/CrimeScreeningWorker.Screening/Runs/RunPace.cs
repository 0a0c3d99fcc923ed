namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>How fast a run was, in words: "100,000 records in 31 s, 3,200 a second".</summary>
public static class RunPace
{
    /// <param name="records">Rows read, those set aside included.</param>
    /// <returns>The rate with two digits that count, since the next run on the same machine would give others.</returns>
    public static string Of(long records, TimeSpan elapsed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(records);
        var seconds = Math.Max(0.001, elapsed.TotalSeconds);
        var took = seconds < 10 ? $"{seconds:0.0}" : $"{seconds:N0}";
        return $"{records:N0} {(records == 1 ? "record" : "records")} in {took} s, {TwoDigits(records / seconds):N0} a second";
    }

    private static double TwoDigits(double rate)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, rate))) - 1));
        return Math.Round(rate / unit) * unit;
    }
}
