namespace CrimeScreeningWorker.EndToEnd.Tests.BadInput;

/// <remarks>A store that cannot be opened or written stops the run before anything is written.</remarks>
public sealed class StoreFaultTests : IDisposable
{
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Screen_ReadOnlyStore_StopsBeforeAnythingIsWritten()
    {
        var store = await StoreOfFirstNightAsync();
        File.SetUnixFileMode(store, UnixFileMode.UserRead);
        var before = Before();

        (await SecondNightAsync()).Refuses($"The store sqlite:{store} cannot be written: the file is read-only.");

        Assert.Equal(before, Before());
    }

    [Fact]
    public async Task Screen_StoreInAReadOnlyFolder_StopsBeforeAnythingIsWritten()
    {
        var store = await StoreOfFirstNightAsync();
        File.SetUnixFileMode(Path.GetDirectoryName(store)!, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var before = Before();

        (await SecondNightAsync()).Refuses($"The store sqlite:{store} cannot be written: the folder {workspace.PathOf("kept")} is read-only.");

        Assert.Equal(before, Before());
    }

    [Fact]
    public async Task Screen_StoreOnAReadOnlyFileSystem_StopsBeforeAnythingIsWritten()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A")));

        var run = await workspace.ScreenAsync("night.csv", "/proc/screening.db");

        run.Refuses("The store sqlite:/proc/screening.db cannot be written: the folder /proc is read-only.");
        Assert.Equal(["night.csv"], workspace.Content());
    }

    [Fact]
    public async Task Screen_StoreIsAFolder_StopsBeforeAnythingIsWritten()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A")));
        Directory.CreateDirectory(workspace.PathOf("store.db"));

        (await workspace.ScreenAsync("night.csv"))
            .Refuses($"The store sqlite:{workspace.PathOf("store.db")} cannot be opened: it is a folder, not a file.");

        Assert.Equal(["night.csv", "store.db"], workspace.Content());
    }

    [Fact]
    public async Task Screen_StoreIsAnotherKindOfFile_LeavesItAlone()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A")));
        var store = workspace.Write("store.db", "Minutes of the morning meeting.");

        (await workspace.ScreenAsync("night.csv")).Refuses($"The store sqlite:{store} is not a SQLite database.");

        Assert.Equal("Minutes of the morning meeting.", await File.ReadAllTextAsync(store));
        Assert.Equal(["night.csv", "store.db"], workspace.Content());
    }

    [Fact]
    public async Task Screen_StoreOfAnUnknownKind_SaysWhatIsExpected()
    {
        var run = await workspace.RunAsync("screen", "--source", "night.csv", "--store", "shelf:three");

        run.Refuses(
            "The store 'shelf:three' is not understood: expected sqlite:PATH, for example sqlite:./data/screening.db, " +
            "or postgresql://USER@HOST/DATABASE, or a name of Stores in the configuration.");
        Assert.Empty(workspace.Content());
    }

    [Fact]
    public async Task Screen_OutputIsAFile_StopsBeforeTheStoreIsMade()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A")));
        workspace.Write("out", "Minutes of the morning meeting.");

        var run = await workspace.ScreenAsync("night.csv");

        run.Ends(1);
        Assert.StartsWith($"The output folder '{workspace.PathOf("out")}' cannot be written: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal(["night.csv", "out"], workspace.Content());
    }

    [Fact]
    public async Task Export_NoStore_SaysToScreenFirst()
    {
        (await workspace.RunAsync("export", "--store", "sqlite:none.db", "--out", "out"))
            .Refuses($"There is no store at sqlite:{workspace.PathOf("none.db")}: run a screening first.");

        Assert.Empty(workspace.Content());
    }

    public void Dispose() => workspace.Dispose();

    private async Task<string> StoreOfFirstNightAsync()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A", ("narrative", Extract.Stalking))));
        (await workspace.ScreenAsync("night.csv", "kept/store.db")).Ends(0);
        workspace.Write("night.csv", Extract.File(Extract.Crime("B")));
        return workspace.PathOf("kept/store.db");
    }

    private Task<Finished> SecondNightAsync() =>
        workspace.RunBehindAsync(Faults.PermissionsHold, Workspace.ScreenWords("night.csv", "kept/store.db", "second"));

    private List<(string, string)> Before() =>
        [.. workspace.Content().Where(f => File.Exists(workspace.PathOf(f))).Select(f => (f, Convert.ToHexString(File.ReadAllBytes(workspace.PathOf(f)))))];
}
