using System.Diagnostics;

namespace CrimeScreeningWorker.EndToEnd.Tests.BadInput;

/// <remarks>The process is stopped while it reads, so that what happens to the file always happens in the middle.</remarks>
public sealed class SourceThatChangesTests : IDisposable
{
    private const int Copies = 4;
    private const int Crimes = Copies * 273;

    private readonly Workspace workspace = new Workspace().Set("Sources__BatchRows", "20");

    [Fact]
    public async Task Screen_FileReplacedWhileItIsRead_ReadsTheOldOneToItsEnd()
    {
        var night = workspace.Write("night.csv", Extract.Volume(Copies));
        var next = workspace.Write("next.csv", Extract.File(Extract.Crime("NEXT", ("narrative", Extract.Stalking))));
        using var process = await HeldInTheMiddleAsync();

        File.Move(next, night, overwrite: true);
        (await ContinueAsync(process)).Ends(0);

        Assert.Equal(Crimes, workspace.Out.Count("new"));
        Assert.DoesNotContain(workspace.Out.Scores, row => row["crime_reference"] == "NEXT");
        (await workspace.ScreenAsync("night.csv")).Ends(0);
        Assert.Equal("NEXT", Assert.Single(workspace.Out.Scores)["crime_reference"]);
    }

    [Fact]
    public async Task Screen_FileCutShortWhileItIsRead_SaysFromWhereItIsMissing()
    {
        var night = workspace.Write("night.csv", Extract.Volume(Copies));
        using var process = await HeldInTheMiddleAsync();

        using (var file = new FileStream(night, FileMode.Open, FileAccess.Write)) file.SetLength((file.Length / 2) + 7);
        (await ContinueAsync(process)).Ends(3);

        // The record on the edge may have had several lines.
        Assert.NotEmpty(workspace.Out.Quarantine);
        Assert.All(workspace.Out.Quarantine, row => Assert.Equal("row: the file became shorter while it was read; what follows here is missing", row["reason"]));
        Assert.InRange(workspace.Out.Count("new"), Crimes / 3, Crimes * 2 / 3);
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>A run of which some batches are in the store, and most of the file is not read.</summary>
    private async Task<Process> HeldInTheMiddleAsync()
    {
        var process = workspace.StartScreening("night.csv");
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var log = workspace.PathOf("store.db-wal");
        while (!(File.Exists(log) && new FileInfo(log).Length > 150_000))
        {
            Assert.False(process.HasExited, "It ended before it could be held.");
            await poll.WaitForNextTickAsync();
        }

        Faults.Signal(process, "STOP");
        Assert.False(File.Exists(workspace.Out.PathOf("run.json")), "It was finished before it could be held.");
        return process;
    }

    private static Task<Finished> ContinueAsync(Process process)
    {
        Faults.Signal(process, "CONT");
        return Worker.EndAsync(process);
    }
}
