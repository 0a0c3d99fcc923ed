using System.Text.Json;

namespace CrimeScreeningWorker.EndToEnd.Tests.Commands;

/// <summary><c>reports forces</c>, as a process over a store that <c>screen</c> has made.</summary>
public sealed class ForceReportsCommandTests : IDisposable
{
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Forces_ScreenedStore_WritesEveryReportAndSaysWhatItHolds()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A", ("narrative", $"Zebediah Quaffleton rang from 07700 900123. {Extract.Stalking}"), ("suspect_id", "NOM-8812345")), Extract.Crime("B")));
        (await workspace.ScreenAsync("night.csv")).Ends(0);

        var run = await workspace.RunAsync("reports", "forces", "--store", "sqlite:store.db", "--out", "reports", "--as-of", Workspace.Morning, "--json");

        run.Ends(0);
        var reports = JsonDocument.Parse(run.Output).RootElement.EnumerateArray().ToList();
        Assert.Equal(7, reports.Count);
        Assert.All(reports, report => Assert.True(File.Exists(workspace.PathOf(Path.Combine("reports", report.GetProperty("page").GetString()!)))));
        Assert.Contains("2 crimes of the store", File.ReadAllText(workspace.PathOf("reports/problem-profile.html")), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(workspace.PathOf("reports")))
            Assert.All((string[])["Quaffleton", "900123", "NOM-8812345"], canary => Assert.DoesNotContain(canary, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forces_MonthsOfNoNumber_IsRefused()
    {
        var run = await workspace.RunAsync("reports", "forces", "--months", "0");

        run.Ends(2);
        Assert.Contains("--months needs a number from 1 to 120.", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => workspace.Dispose();
}
