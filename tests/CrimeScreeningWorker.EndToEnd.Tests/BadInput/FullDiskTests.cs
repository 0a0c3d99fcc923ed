namespace CrimeScreeningWorker.EndToEnd.Tests.BadInput;

/// <remarks>On a full disk a run stops with a sentence, keeps what it had finished, and goes on when there is room.</remarks>
public sealed class FullDiskTests : IDisposable
{
    private readonly Workspace workspace = new Workspace().Set("Sources__BatchRows", "20");

    [Fact]
    public async Task Screen_StoreDiskFills_StopsAndLaterEndsAsIfNothingHadHappened()
    {
        var disk = Directory.CreateDirectory(workspace.PathOf("disk")).FullName;
        (await workspace.ScreenAsync(Extract.Sample, output: "undisturbed")).Ends(0);
        var (script, real) = Faults.DiskThatFills(disk, kilobytes: 900);

        var runs = await workspace.RunBehindAsync(script, Workspace.ScreenWords(Extract.Sample, "disk/full.db"));

        Assert.Equal($"The store sqlite:{disk}/full.db {(real ? "cannot grow: the disk is full" : "cannot be read or written: the disk gave an error")}.\n", runs.Error);
        var said = runs.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("exit 1", said[0]);
        Assert.Equal("exit 0", said[^1]);
        workspace.Out.AreThoseOf(new Outputs(workspace.PathOf("undisturbed")));
        Assert.Equal(new Outputs(workspace.PathOf("undisturbed")).Counts(), workspace.Out.Counts());
    }

    [Fact]
    public async Task Screen_OutputDiskFills_LeavesNoFileHalfWritten()
    {
        var disk = Directory.CreateDirectory(workspace.PathOf("disk")).FullName;
        var (script, real) = Faults.DiskThatFills(disk, kilobytes: 300);
        if (!real) Directory.CreateDirectory(workspace.PathOf("store"));

        var runs = await workspace.RunBehindAsync(script, Workspace.ScreenWords(Extract.Sample, real ? "store.db" : "store/store.db", "disk"));

        var said = runs.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("exit 1", said[0]);
        // What lies in the folder between the two runs is listed after the first exit code: nothing.
        Assert.StartsWith(real ? "Nothing new" : "Files in", said[1], StringComparison.Ordinal);
        if (real) Assert.Equal($"The disk that holds the output folder '{disk}' is full; no output file was written.\n", runs.Error);
        Assert.Equal("exit 0", said[^1]);
    }

    public void Dispose() => workspace.Dispose();
}
