using System.Text.Json;

namespace CrimeScreeningWorker.EndToEnd.Tests.Commands;

/// <summary>Over two forces and few weeks: the whole corpus and a year would take minutes.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private readonly Workspace workspace = new();

    public SimulateCommandTests()
    {
        Directory.CreateDirectory(workspace.PathOf("corpus"));
        foreach (var force in (string[])["county", "controlroom"])
        {
            foreach (var file in (string[])[$"{force}.csv", $"{force}.labels.csv"])
                File.Copy(Path.Combine(Repository.Root, "models", "corpus", file), Path.Combine(workspace.PathOf("corpus"), file));
        }
    }

    [Fact]
    public async Task Year_AsJson_SetsTheYearsSideBySide()
    {
        var run = await workspace.RunAsync("simulate", "year", "--corpus", "corpus", "--weeks", "4", "--json");

        run.Ends(0);
        var report = JsonDocument.Parse(run.Output).RootElement;
        var years = report.GetProperty("outcomes").EnumerateArray().ToList();
        Assert.Equal(5, years.Count);
        Assert.Equal([0, 4, 4, 4, 4], years.Select(y => y.GetProperty("challengers").GetInt32()));
        Assert.All(years, y => Assert.Equal(
            y.GetProperty("challengers").GetInt32(), y.GetProperty("promoted").GetInt32() + y.GetProperty("refused").GetArrayLength()));
        // The same nights for all of them.
        Assert.Single(years.Select(y => y.GetProperty("year").GetProperty("stalking").GetInt32()).Distinct());
        Assert.All(years, y => Assert.InRange(y.GetProperty("year").GetProperty("recall").GetDouble(), 0.5, 1));
        Assert.All(years, y => Assert.All(y.GetProperty("refused").EnumerateArray(), r => Assert.NotEqual(0, r.GetProperty("reasons").GetArrayLength())));
    }

    [Fact]
    public async Task Choice_UnknownForce_SaysWhichThereAre()
    {
        var run = await workspace.RunAsync("simulate", "choice", "--corpus", "corpus", "--force", "nowhere");

        run.Ends(2);
        Assert.Contains("--force: the corpus has no nowhere; it has controlroom, county.", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => workspace.Dispose();
}
