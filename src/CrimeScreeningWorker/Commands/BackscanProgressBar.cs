using System.Diagnostics;
using CrimeScreeningWorker.Screening.Backscan;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>How far a back-scan is, all machines together: a bar on a terminal, a line now and then anywhere else. On standard error.</summary>
internal static class BackscanProgressBar
{
    public static async Task<T> ShowAsync<T>(bool shown, Func<IProgress<BackscanStatus>?, Task<T>> run)
    {
        if (!shown) return await run(null);
        if (Console.IsErrorRedirected) return await run(new Lines());
        return await Report.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context => run(new Bar(context.AddTask("Back-scan"))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<BackscanStatus>
    {
        public void Report(BackscanStatus value)
        {
            task.Description = BackscanWords.Of(value);
            task.Value = 100 * value.Share;
        }
    }

    private sealed class Lines : IProgress<BackscanStatus>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private TimeSpan? said;

        public void Report(BackscanStatus value)
        {
            if (watch.Elapsed - said < Pause) return;
            said = watch.Elapsed;
            Console.Error.WriteLine(BackscanWords.Of(value));
        }
    }
}

/// <summary>The phases in words.</summary>
internal static class BackscanWords
{
    /// <summary>"2 of 4, linking: 41 %, 12 of 30 ranges; 3 in work; 60,000 read"</summary>
    public static string Of(BackscanStatus status)
    {
        var phase = status.Phase switch
        {
            BackscanPhase.Read => "1 of 4, reading",
            BackscanPhase.Reach => "2 of 4, finding what it reaches",
            BackscanPhase.Link => "3 of 4, linking",
            BackscanPhase.Score => "4 of 4, scoring",
            _ => "done",
        };
        var atWork = status.AtWork is { } ranges ? $"; {ranges:N0} in work" : "";
        return $"{phase}: {Math.Floor(100 * status.Share):0} %, {status.RangesDone:N0} of {status.Ranges:N0} ranges{atWork}; {status.Counts.Read:N0} read";
    }
}
