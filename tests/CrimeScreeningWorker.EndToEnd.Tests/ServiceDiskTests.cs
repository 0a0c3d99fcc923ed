using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>What the service does when a disk is full, and when it is killed while it publishes.</summary>
public sealed class ServiceDiskTests : IDisposable
{
    // What is said of a crime's age depends on the hour: every run here has the same.
    private static readonly DateTimeOffset Morning = new(2026, 2, 2, 5, 0, 0, TimeSpan.Zero);

    private readonly ITestOutputHelper output;
    private readonly Workspace workspace = new();

    public ServiceDiskTests(ITestOutputHelper output)
    {
        this.output = output;
        workspace.Set("Service__Source", "sample").Set("Sources__sample__Kind", "csv").Set("Sources__sample__Path", Extract.Sample)
            .Set("Sources__BatchRows", "20").Set("Service__Attempts", "1").Set("Publishing__Folder", "disk");
        Directory.CreateDirectory(workspace.PathOf("disk"));
    }

    [Theory]
    [InlineData("store.db", "disk", 200, "The disk that holds the output folder")]
    [InlineData("disk/store.db", "published", 400, "cannot grow: the disk is full")]      // while the store is made
    [InlineData("disk/store.db", "published", 900, "cannot grow: the disk is full")]
    public async Task Run_DiskFull_PublishesNothingHalfAndTheNextRunAllOfIt(string store, string published, int kilobytes, string said)
    {
        var undisturbed = await UndisturbedAsync();
        workspace.Set("Publishing__Folder", published);
        var (script, real) = Faults.DiskThatFills(workspace.PathOf("disk"), kilobytes);
        Assert.True(real, "This needs the right to mount a small tmpfs: run as root, or allow user namespaces (unshare -rm).");

        workspace.Set("Store", $"sqlite:{store}");
        using var process = workspace.Start([.. script, .. Once()]);
        var runs = await Worker.EndAsync(process);

        // The disk goes with the processes that saw it, so the script shows what lay in it; what the program said is in its log.
        var lines = runs.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains(said, StringComparison.Ordinal));
        var ends = lines.Where(line => line.StartsWith("exit ", StringComparison.Ordinal)).ToList();
        Assert.Equal(["exit 1", "exit 0"], ends);
        var listed = lines.SkipWhile(line => line != "exit 1").Skip(1).TakeWhile(line => !line.StartsWith('{')).ToList();
        Assert.DoesNotContain(listed, name => name.EndsWith('Z') || name == "latest");
        Assert.Contains(lines, line => line.Contains("is published in", StringComparison.Ordinal));
        var taken = undisturbed.Count("new");
        if (published == "published")
        {
            Published(published).AreAllThoseOf(undisturbed);
        }
        else
        {
            var good = (await new RunLedger(new ScreeningDatabase(StoreLocation.Parse($"sqlite:{workspace.PathOf(store)}"))).ReadAsync(10, CancellationToken.None))
                .Where(run => run.State == RunState.Succeeded).ToList();
            Assert.All(good, run => Assert.True(run.Published));
            taken = good.Sum(run => run.Counts.New);
        }

        new FaultReport(
            published == "disk" ? "disk full, output folder" : "disk full, SQLite file", 1, 1, undisturbed.Count("new") - taken, 0, TimeSpan.Zero).Holds(output);
    }

    [Fact]
    public async Task Run_KilledWhileItPublishes_LeavesNoHalfFolderAndTheNextRunPublishesIt()
    {
        var undisturbed = await UndisturbedAsync();
        var (within, tries, survived, longest) = (0, 0, 0, TimeSpan.Zero);
        for (; within < 3 && tries < 20; tries++)
        {
            var (store, folder) = ($"sqlite:{workspace.PathOf($"{tries}.db")}", workspace.PathOf($"{tries}"));
            workspace.Set("Publishing__Folder", folder).Set("Store", store);
            Directory.CreateDirectory(folder);
            using (var process = workspace.Start(Once()))
            {
                // Each time a little later: before the first file, between two, after the last.
                while (!process.HasExited && Directory.GetDirectories(folder, ".*.partial").Length == 0) await Task.Yield();
                await Task.Delay(7 * tries);
                process.Kill();
                await process.WaitForExitAsync();
            }

            var runs = await new RunLedger(new ScreeningDatabase(StoreLocation.Parse(store))).ReadAsync(1, CancellationToken.None);
            if (runs is [{ State: RunState.Succeeded, Published: false }]) within++;
            foreach (var whole in Directory.GetDirectories(folder).Where(name => !Path.GetFileName(name).StartsWith('.'))) new Outputs(whole).AreAllThoseOf(undisturbed);

            var watch = Stopwatch.StartNew();
            await RunOnceAsync();
            if (watch.Elapsed > longest) longest = watch.Elapsed;
            new Outputs(Path.Combine(folder, runs[0].RunId)).AreAllThoseOf(undisturbed);
            Assert.Empty(Directory.GetDirectories(folder, ".*"));
            survived++;
        }

        Assert.True(within >= 2, $"{within} of {tries} kills came while it published.");
        new FaultReport("kill -9 while the files are published", tries, survived, 0, 0, longest).Holds(output);
    }

    public void Dispose() => workspace.Dispose();

    private async Task<Outputs> UndisturbedAsync()
    {
        workspace.Set("Publishing__Folder", "undisturbed").Set("Store", "sqlite:undisturbed.db");
        await RunOnceAsync();
        return Published("undisturbed");
    }

    private static string[] Once() =>
        ["dotnet", typeof(ServiceNodeProgram).Assembly.Location, ServiceNodes.Until(Morning).ToString(CultureInfo.InvariantCulture), "once"];

    private async Task RunOnceAsync()
    {
        using var process = workspace.Start(Once());
        (await Worker.EndAsync(process)).Ends(0);
    }

    /// <summary>The first run's, by name; later ones had nothing new.</summary>
    private Outputs Published(string folder) => new(Directory.GetDirectories(workspace.PathOf(folder)).Order(StringComparer.Ordinal).First());
}
