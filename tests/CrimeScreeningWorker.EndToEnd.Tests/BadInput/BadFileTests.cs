using System.Text;

namespace CrimeScreeningWorker.EndToEnd.Tests.BadInput;

/// <remarks>A file that is no crime extract stops the run before anything is written: one sentence, exit code 1, not even an empty folder.</remarks>
public sealed class BadFileTests : IDisposable
{
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Screen_EmptyFile_StopsBeforeAnythingIsWritten()
    {
        workspace.Write("night.csv", "");

        (await workspace.ScreenAsync("night.csv")).Refuses("night.csv is empty: a header was expected.");

        Assert.Equal(["night.csv"], workspace.Content());
    }

    [Fact]
    public async Task Screen_HeaderOnly_IsAQuietNight()
    {
        workspace.Write("night.csv", Extract.Header + "\n");

        var run = await workspace.ScreenAsync("night.csv");

        run.Ends(0);
        Assert.Empty(run.Error);
        Assert.EndsWith("0 of 0 crimes screened, 0 set aside, 0 queued\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("read=0 new=0 changed=0 unchanged=0 quarantined=0 in_scope=0 history_only=0 rescored=0 queued=0 late=0", workspace.Out.Counts());
        Assert.All(Outputs.Tables, name => Assert.Empty(workspace.Out.Table(name).Rows));
    }

    [Theory]
    [InlineData(";", "';'")]
    [InlineData("\t", "a tab")]
    public async Task Screen_WrongDelimiter_SaysWhichOneItIs(string delimiter, string shown)
    {
        workspace.Write("night.csv", string.Join(delimiter, Extract.Columns) + "\n");

        var run = await workspace.ScreenAsync("night.csv");

        run.Refuses(
            "night.csv lacks the required columns force_code, crime_reference, recorded_at, updated_at, home_office_class, offence_title, narrative; " +
            $"found one column; is the file separated by {shown}? A comma is expected.");
        Assert.Equal(["night.csv"], workspace.Content());
    }

    [Fact]
    public async Task Screen_MissingRequiredColumns_NamesThem()
    {
        workspace.Write("night.csv", string.Join(',', Extract.Columns.Where(c => c is not ("updated_at" or "narrative"))) + "\n");

        (await workspace.ScreenAsync("night.csv")).Refuses("night.csv lacks the required columns updated_at, narrative.");

        Assert.Equal(["night.csv"], workspace.Content());
    }

    [Fact]
    public async Task Screen_ColumnTwice_IsNotGuessed()
    {
        workspace.Write("night.csv", Extract.Header + ",narrative\n");

        (await workspace.ScreenAsync("night.csv")).Refuses("night.csv has the column narrative more than once.");

        Assert.Equal(["night.csv"], workspace.Content());
    }

    [Fact]
    public async Task Screen_Utf16_SaysWhatToDo()
    {
        workspace.Write("night.csv", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Extract.File())]);

        (await workspace.ScreenAsync("night.csv")).Refuses("night.csv is UTF-16 or UTF-32 text; save it as UTF-8.");

        Assert.Equal(["night.csv"], workspace.Content());
    }

    [Fact]
    public async Task Screen_NoSuchFile_SaysSo()
    {
        (await workspace.ScreenAsync("night.csv")).Refuses("night.csv does not exist.");

        Assert.Empty(workspace.Content());
    }

    [Fact]
    public async Task Screen_Folder_SaysSo()
    {
        Directory.CreateDirectory(workspace.PathOf("nights"));

        (await workspace.ScreenAsync("nights")).Refuses("nights is a folder; the name of a CSV file was expected.");

        Assert.Equal(["nights"], workspace.Content());
    }

    [Fact]
    public async Task Screen_FileThatMayNotBeRead_SaysSo()
    {
        File.SetUnixFileMode(workspace.Write("night.csv", Extract.File(Extract.Crime("A"))), UnixFileMode.None);

        (await workspace.RunBehindAsync(Faults.PermissionsHold, Workspace.ScreenWords("night.csv"))).Refuses("night.csv may not be read by this user.");

        Assert.Equal(["night.csv"], workspace.Content());
    }

    [Fact]
    public async Task Screen_TenThousandColumns_ReadsThoseOfTheContract()
    {
        var others = Enumerable.Range(1, 10_000 - Extract.Columns.Length).ToList();
        workspace.Write(
            "night.csv",
            $"{string.Join(',', others.Select(n => $"extra_{n}"))},{Extract.Header}\n" +
            $"{string.Join(',', others)},{Extract.Crime("WIDE", ("narrative", Extract.Stalking))}\n");

        (await workspace.ScreenAsync("night.csv")).Ends(0);

        Assert.Equal("WIDE", Assert.Single(workspace.Out.Triage)["crime_reference"]);
    }

    [Fact]
    public async Task Screen_NarrativeOfTwentyMegabytes_IsScreened()
    {
        const string filler = "Officers reviewed the account again and nothing further was noted. ";
        var narrative = $"{filler} {Extract.Stalking} {string.Concat(Enumerable.Repeat(filler, (20 << 20) / filler.Length))}";
        workspace.Write("night.csv", Extract.File(Extract.Crime("LONG", ("narrative", narrative)), Extract.Crime("SHORT")));

        (await workspace.ScreenAsync("night.csv")).Ends(0);

        Assert.Equal(["LONG", "SHORT"], workspace.Out.Scores.Select(row => row["crime_reference"]));
        Assert.Contains("FOLLOW", workspace.Out.Score("LONG")["indicators"].Split(';'));
        Assert.InRange(new FileInfo(workspace.Out.PathOf("triage.html")).Length, 1, 1 << 20);
    }

    public void Dispose() => workspace.Dispose();
}
