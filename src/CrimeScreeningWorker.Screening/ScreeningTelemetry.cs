using System.Diagnostics;
using System.Diagnostics.Metrics;
using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.Screening;

/// <summary>What the path tells a collector, when one listens: rows by outcome, and seconds by stage. Nothing of any record.</summary>
internal static class ScreeningTelemetry
{
    /// <summary>Of the meter and of the activity source.</summary>
    public const string Name = "CrimeScreeningWorker";

    public const string StageDuration = "crimescreening.stage.duration";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Activities = new(Name);
    private static readonly Counter<long> Records = Meter.CreateCounter<long>("crimescreening.records", "{row}", "Rows taken in, by outcome");
    private static readonly Counter<long> Kept = Meter.CreateCounter<long>(
        "crimescreening.kept", "{crime}", "Crimes that a step failed on and that keep their former links or score");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("crimescreening.retries", "{retry}", "Attempts after a fault that may pass");
    private static readonly Histogram<double> Stages = Meter.CreateHistogram<double>(StageDuration, "s", "Time of a batch in each stage");

    public static Activity? StartRun(string source) => Activities.StartActivity("run")?.SetTag("source", source);

    public static void Count(RunCounts batch)
    {
        if (!Records.Enabled) return;
        Records.Add(batch.New, new KeyValuePair<string, object?>("outcome", "new"));
        Records.Add(batch.Changed, new KeyValuePair<string, object?>("outcome", "changed"));
        Records.Add(batch.Unchanged, new KeyValuePair<string, object?>("outcome", "unchanged"));
        Records.Add(batch.Quarantined, new KeyValuePair<string, object?>("outcome", "quarantined"));
    }

    public static void CountKept(int crimes) => Kept.Add(crimes);

    /// <param name="what"><c>store</c> or <c>source</c>.</param>
    public static void CountRetry(string what) => Retries.Add(1, new KeyValuePair<string, object?>("of", what));

    /// <summary>Measures a stage of one batch.</summary>
    public static async Task<T> InStageAsync<T>(string stage, Func<Task<T>> work)
    {
        using var activity = Activities.StartActivity(stage);
        var began = Stopwatch.GetTimestamp();
        var result = await work();
        Stages.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
        return result;
    }

    /// <inheritdoc cref="InStageAsync{T}"/>
    public static Task InStageAsync(string stage, Func<Task> work) => InStageAsync(
        stage,
        async () =>
        {
            await work();
            return true;
        });
}
