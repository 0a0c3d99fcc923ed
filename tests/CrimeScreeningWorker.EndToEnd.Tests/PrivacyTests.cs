using System.Text;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <remarks>
/// Logs and messages carry references and counts. Names, numbers, nominal references and words of a narrative are looked for in whatever
/// the worker says, at its most talkative.
/// </remarks>
public sealed class PrivacyTests : IDisposable
{
    private static readonly string[] Canaries =
    [
        "Quaffleton", "07700 900123", "07700900123", "447700900123", "zebediah@canary.example", "zebediah", "ZB51 QFX", "NOM-7712345", "NOM-8812345",
        "marmalade lighthouse", "canarytitle", "canarydistrict", "canaryteam",
    ];

    private static readonly (string, string)[] Person =
    [
        ("victim_id", "NOM-7712345"), ("suspect_id", "NOM-8812345"), ("offence_title", "Canarytitle"), ("district", "Canarydistrict"), ("team", "Canaryteam"),
        ("narrative", $"Zebediah Quaffleton rang from 07700 900123 and mailed from zebediah@canary.example, car ZB51 QFX, marmalade lighthouse. {Extract.Stalking}"),
    ];

    private readonly Workspace workspace = new Workspace().Set("Logs__File", "worker.log").Set("Serilog__MinimumLevel__Default", "Verbose")
        .Set("Serilog__MinimumLevel__Override__Microsoft", "Verbose");

    [Fact]
    public async Task Screen_GoodAndBadRows_SaysNothingOfThem()
    {
        workspace.Write("night.csv", Extract.Bytes(
        [
            Extract.Crime("A", Person), Extract.Crime("B", Person), Extract.Crime("C", [.. Person, ("recorded_at", "Quaffleton")]),
            Extract.Crime("D", [.. Person, ("updated_at", "2099-01-01T00:00:00Z")]), Extract.Crime("E", Person)[..^1] + "\" marmalade lighthouse",
            "Quaffleton,marmalade lighthouse", Extract.Crime("F\u0001", Person), Extract.Crime("G", Person)[..^1],
        ]));

        var first = await workspace.ScreenAsync("night.csv");
        var again = await workspace.RunAsync([.. Workspace.ScreenWords("night.csv"), "--json"]);
        var export = await workspace.RunAsync("export", "--store", "sqlite:store.db", "--out", "export");

        first.Ends(3);
        again.Ends(3);
        export.Ends(0);
        Assert.Contains("Quaffleton", workspace.Out.Table("quarantine.csv").Rows[0]["raw"], StringComparison.Ordinal);
        SaysNothing(first, again, export);
        Assert.Contains("\"Quarantined\":6", Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Screen_RunThatFails_SaysNothingOfTheFile()
    {
        // Without its header, a crime is the first line; and a header may be cut in the middle of one.
        workspace.Write("night.csv", Extract.Crime("A", Person) + "\n");
        workspace.Write("open.csv", Extract.Header + ",\"" + Extract.Crime("A", Person).Replace("\"", "", StringComparison.Ordinal));
        workspace.Write("other.csv", [.. Encoding.Latin1.GetBytes("Quaffleton;marmalade lighthouse;café\n")]);
        var runs = new List<Finished>();

        foreach (var file in (string[])["night.csv", "open.csv", "other.csv"])
        {
            runs.Add(await workspace.ScreenAsync(file));
            runs[^1].Ends(1);
        }

        SaysNothing([.. runs]);
    }

    public void Dispose() => workspace.Dispose();

    private void SaysNothing(params Finished[] runs)
    {
        var said = string.Concat(runs.Select(run => run.Output + run.Error)) + Log();
        Assert.NotEmpty(said);
        Assert.All(Canaries, canary => Assert.DoesNotContain(canary, said, StringComparison.OrdinalIgnoreCase));
    }

    // The file has the day in its name.
    private string Log() => string.Concat(Directory.GetFiles(workspace.Folder, "worker*.log").Select(File.ReadAllText));
}
