using System.Diagnostics;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>Processor time, the same whoever else uses the machine: what a contender hands to further threads is counted, too.</summary>
internal static class ProcessorTime
{
    /// <returns>Seconds that all threads of this process used while <paramref name="work"/> ran.</returns>
    public static double Of(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }
}
