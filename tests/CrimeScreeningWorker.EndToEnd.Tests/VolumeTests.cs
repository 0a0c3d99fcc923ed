using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>
/// The real process over generated crimes: it must count every one, stay small however long the file is, and not slow down as the history grows.
/// </summary>
/// <remarks>
/// 100,000 crimes, and 25,000 beside them to compare with. Fewer than that say nothing of memory: the store's cache and the runtime's heap are
/// still filling.
/// </remarks>
public sealed class VolumeTests(VolumeTests.TwoRuns runs, ITestOutputHelper output) : IClassFixture<VolumeTests.TwoRuns>
{
    private const long MostMegabytes = 600;

    [Fact]
    public void Screen_ManyCrimes_CountsEveryOne()
    {
        output.WriteLine(runs.Large.ToString());
        Assert.Equal(0, runs.Large.ExitCode);
        Assert.Equal(runs.Large.Crimes, runs.Large.Count("read"));
        Assert.Equal(runs.Large.Crimes, runs.Large.Count("new"));
        Assert.Equal(0, runs.Large.Count("quarantined"));
        Assert.Equal(runs.Large.Crimes, runs.Large.Count("in_scope") + runs.Large.Count("history_only"));
        Assert.Equal(runs.Large.Count("in_scope"), runs.Large.ScoreRows);
        Assert.InRange(runs.Large.Count("queued"), 1, runs.Large.Count("in_scope"));
        Assert.Equal(runs.Large.Count("queued"), runs.Large.TriageRows);
    }

    [Fact]
    public void Screen_ManyCrimes_SaysHowFastItWasAndThenTheClosingSentence()
    {
        Assert.StartsWith($"{runs.Large.Crimes.ToString("N0", CultureInfo.InvariantCulture)} records in ", runs.Large.LastLines[0], StringComparison.Ordinal);
        Assert.EndsWith(" a second", runs.Large.LastLines[0], StringComparison.Ordinal);
        Assert.EndsWith(" queued", runs.Large.LastLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_ManyCrimes_StaysSmall()
    {
        output.WriteLine(runs.Large.ToString());
        Assert.InRange(runs.Large.PeakMegabytes, 1, MostMegabytes);
    }

    [Fact]
    public void Screen_FourTimesTheCrimes_NeedsTheSameMemory()
    {
        output.WriteLine($"{runs.Small}\n{runs.Large}");
        Assert.True(runs.Large.PeakMegabytes < 1.3 * runs.Small.PeakMegabytes, $"{runs.Small}; {runs.Large}");
    }

    [Fact]
    public void Screen_FourTimesTheHistory_TakesNoLongerForACrime()
    {
        output.WriteLine($"{runs.Small}\n{runs.Large}");
        Assert.True(runs.Large.ProcessorSecondsPerCrime < 1.5 * runs.Small.ProcessorSecondsPerCrime, $"{runs.Small}; {runs.Large}");
    }

    /// <summary>One run of <c>screen</c>, measured from outside.</summary>
    public sealed record MeasuredRun(
        int Crimes, int ExitCode, IReadOnlyList<string> LastLines, TimeSpan Elapsed, TimeSpan Processor, long PeakMegabytes, JsonElement Counts,
        long ScoreRows, long TriageRows)
    {
        public double ProcessorSecondsPerCrime => Processor.TotalSeconds / Crimes;

        public long Count(string name) => Counts.GetProperty(name).GetInt64();

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Crimes:N0} records in {Elapsed.TotalSeconds:0.0} s, {Crimes / Elapsed.TotalSeconds:N0} a second, {Processor.TotalSeconds:0.0} s of processor, at most {PeakMegabytes} MB");
    }

    /// <summary>A smaller and a larger extract, each screened into a store of its own.</summary>
    public sealed class TwoRuns : IAsyncLifetime
    {
        private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("volume-");

        public MeasuredRun Small { get; private set; } = null!;

        public MeasuredRun Large { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Small = await MeasureAsync(25_000);
            Large = await MeasureAsync(100_000);
        }

        public Task DisposeAsync()
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        }

        private async Task<MeasuredRun> MeasureAsync(int crimes)
        {
            var (source, store, files) = ($"{crimes}.csv", $"sqlite:{crimes}.db", $"{crimes}");
            using (var generate = Start("samples", "generate", "--crimes", $"{crimes}", "--seed", "7", "--out", source))
            {
                await generate.StandardOutput.ReadToEndAsync();
                await generate.WaitForExitAsync();
                Assert.Equal(0, generate.ExitCode);
            }

            var watch = Stopwatch.StartNew();
            using var screen = Start("screen", "--source", source, "--store", store, "--out", files, "--as-of", "2026-01-01T05:00:00Z");
            var output = screen.StandardOutput.ReadToEndAsync();
            var (peak, processor) = await WatchAsync(screen);
            var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var written = Path.Combine(folder.FullName, files);
            return new MeasuredRun(
                crimes, screen.ExitCode, lines.TakeLast(2).ToList(), watch.Elapsed, processor, peak,
                JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(written, "run.json"))).RootElement,
                Rows(Path.Combine(written, "scores.csv")), Rows(Path.Combine(written, "triage.csv")));
        }

        /// <summary>The high-water mark of its memory and the processor time it used, read until the process has ended.</summary>
        internal static async Task<(long PeakMegabytes, TimeSpan Processor)> WatchAsync(Process process)
        {
            var (peak, processor) = (0L, TimeSpan.Zero);
            var ended = process.WaitForExitAsync();
            using var timer = new PeriodicTimer(Glance);
            while (!ended.IsCompleted)
            {
                await timer.WaitForNextTickAsync();
                try
                {
                    var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                    if (line is not null) peak = Math.Max(peak, long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024);
                    process.Refresh();
                    processor = process.TotalProcessorTime;
                }
                catch (Exception e) when (e is IOException or InvalidOperationException)
                {
                    // It ended between two glances; what was read last stands.
                }
            }

            await ended;
            return (peak, processor);
        }

        // No cell of these two files holds a line break: every one of them is put on one line.
        private static long Rows(string path) => File.ReadLines(path).LongCount() - 1;

        private Process Start(params string[] words) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CrimeScreeningWorker.dll"), .. words])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
    }
}
