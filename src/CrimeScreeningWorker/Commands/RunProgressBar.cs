using System.Diagnostics;
using CrimeScreeningWorker.Screening.Runs;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>How far a run is: a bar with counts and time left on a terminal, a line now and then anywhere else. On standard error.</summary>
internal static class RunProgressBar
{
    public static async Task<T> ShowAsync<T>(bool shown, Func<IProgress<RunProgress>?, Task<T>> run)
    {
        if (!shown) return await run(null);
        if (Console.IsErrorRedirected) return await run(new Lines());
        return await Report.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => run(new Bar(context.AddTask("Screening"))));
    }

    private static string Counts(RunProgress progress) => $"{progress.Read:N0} read, {progress.Queued:N0} queued";

    private sealed class Bar(ProgressTask task) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            task.Description = Counts(value);
            if (value is not { Position: { } position, Length: { } length }) task.IsIndeterminate = true;
            else
            {
                task.MaxValue = length;
                task.Value = position;
            }
        }
    }

    private sealed class Lines : IProgress<RunProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private TimeSpan said;

        public void Report(RunProgress value)
        {
            if (watch.Elapsed - said < Pause) return;
            said = watch.Elapsed;
            var share = value is { Position: > 0 and var position, Length: > 0 and var length } ? Math.Min(1, (double)position / length) : (double?)null;
            var left = share is { } s ? $", {s:P0}, about {TimeSpan.FromSeconds(Math.Ceiling(watch.Elapsed.TotalSeconds * (1 - s) / s)):c} left" : "";
            Console.Error.WriteLine(Counts(value) + left);
        }
    }
}
