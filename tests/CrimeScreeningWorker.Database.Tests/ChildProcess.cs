using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>
/// A run in a process of its own, for tests that kill it and for measuring: <c>dotnet CrimeScreeningWorker.Database.Tests.dll STORE CRIMES BATCH</c>.
/// After every batch it prints the rows read, and waits for a line or the end of its input: who means to kill it within a batch must not be outrun.
/// </summary>
internal static class ChildProcess
{
    public const int Seed = 11;

    public static async Task<int> Main(string[] args)
    {
        if (args is ["backscan", .. var node]) return await Backscan.BackscanChild.RunAsync(node);
        if (args.Length != 3) return 2;
        var database = new ScreeningDatabase(StoreLocation.Parse(args[0]));
        var crimes = Some.Month(int.Parse(args[1], CultureInfo.InvariantCulture), Seed);
        var run = new NightlyRun(database, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), new LinkageOptions(), TimeProvider.System);
        var watch = Stopwatch.StartNew();
        var summary = await run.ExecuteAsync(
            new GivenSource(crimes, int.Parse(args[2], CultureInfo.InvariantCulture)), new RunRequest(), new PrintedProgress(), CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Counts} {summary.Counts.Read / watch.Elapsed.TotalSeconds:0} records/s, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB"));
        return 0;
    }

    /// <summary>Starts it with its output redirected.</summary>
    public static Process Start(StoreLocation store, int crimes, int batchSize) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, store.ToString(), $"{crimes}", $"{batchSize}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;

    private sealed class PrintedProgress : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            Console.WriteLine(value.Read.ToString(CultureInfo.InvariantCulture));
            Console.ReadLine();
        }
    }
}
