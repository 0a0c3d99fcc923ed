using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>A night of changed records over a long history, beside the same night over a fifth of it.</summary>
public sealed class NightVolumeTests(ITestOutputHelper output) : IDisposable
{
    private const long MostMegabytes = 600;
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Screen_ChangedRecordsOverALongHistory_StaysSmallAndNoSlowerForARecord()
    {
        var shorter = await MeasureAsync(FaultCounts.History / 5);
        var longer = await MeasureAsync(FaultCounts.History);

        output.WriteLine($"{shorter}\n{longer}");
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "faults"));
        await File.WriteAllTextAsync(Path.Combine(Repository.Root, "artifacts", "faults", "~load.txt"), $"{shorter}\n{longer}\n");
        foreach (var night in new[] { shorter, longer })
        {
            Assert.Equal((FaultCounts.Changed, FaultCounts.Changed), (night.Count("read"), night.Count("changed")));
            Assert.InRange(night.PeakMegabytes, 1, MostMegabytes);
        }

        Assert.True(longer.MillisecondsPerRecord < 2 * shorter.MillisecondsPerRecord, $"{shorter}; {longer}");
    }

    public void Dispose() => workspace.Dispose();

    private async Task<MeasuredNight> MeasureAsync(int history)
    {
        var (crimes, night, store) = ($"{history}.csv", $"{history}-changed.csv", $"{history}.db");
        (await workspace.RunAsync("samples", "generate", "--crimes", $"{history}", "--seed", "7", "--out", crimes)).Ends(0);
        Change(workspace.PathOf(crimes), workspace.PathOf(night));
        (await workspace.ScreenAsync(crimes, store, $"{history}", asOf: "2026-01-08T05:00:00Z")).Ends(0);
        File.Delete(workspace.PathOf(crimes));

        var watch = Stopwatch.StartNew();
        using var screen = workspace.StartScreening(night, store, $"{history}-changed");
        var ended = Worker.EndAsync(screen);
        var (peak, processor) = await VolumeTests.TwoRuns.WatchAsync(screen);
        watch.Stop();
        (await ended).Ends(0);
        return new MeasuredNight(history, watch.Elapsed, processor, peak, new Outputs(workspace.PathOf($"{history}-changed")).Run);
    }

    /// <summary>The first crimes of an extract, each changed later and with a line more to its narrative; read as a stream, for it is long.</summary>
    private static void Change(string from, string to)
    {
        using var reader = new StreamReader(from);
        using var writer = new StreamWriter(to);
        writer.Write(reader.ReadLine() + "\n");
        for (var record = 0; record < FaultCounts.Changed; record++)
        {
            var text = new StringBuilder(reader.ReadLine());
            // A narrative goes over several lines, in quotes.
            while (text.ToString().Count(c => c == '"') % 2 != 0) text.Append('\n').Append(reader.ReadLine());
            var cells = text.ToString().Split(',', 5);
            cells[3] = "2026-02-01T21:00:00+00:00";
            var changed = string.Join(',', cells);
            writer.Write(changed.EndsWith('"') ? $"{changed[..^1]} Victim has rung again.\"\n" : $"{changed} Victim has rung again.\n");
        }
    }

    private sealed record MeasuredNight(int History, TimeSpan Elapsed, TimeSpan Processor, long PeakMegabytes, JsonElement Counts)
    {
        public double MillisecondsPerRecord => Processor.TotalMilliseconds / Count("read");

        public int Count(string name) => Counts.GetProperty(name).GetInt32();

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Count("read"):N0} changed records over a history of {History:N0}: {Elapsed.TotalSeconds:0.0} s, {MillisecondsPerRecord:0.00} ms of processor a record, at most {PeakMegabytes} MB");
    }
}
