using System.Text.Json;

namespace CrimeScreeningWorker.EndToEnd.Tests.Commands;

/// <summary>Over two forces and one seed: the whole corpus with five would take minutes.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    private readonly Workspace workspace = new();

    public EvaluateCommandTests()
    {
        Directory.CreateDirectory(workspace.PathOf("corpus"));
        Copy("county");
        Copy("controlroom");
    }

    [Fact]
    public async Task Evaluate_AsJson_CarriesEveryTable()
    {
        var run = await workspace.RunAsync("evaluate", "--corpus", "corpus", "--seeds", "1", "--json");

        run.Ends(0);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(20, report.GetProperty("targets").GetArrayLength());
        Assert.Equal(10, report.GetProperty("reliability").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("contrast").ValueKind);
        Assert.Equal(2, report.GetProperty("force_left_out").GetProperty("splits").GetArrayLength());
        Assert.Equal(5, report.GetProperty("five_folds").GetProperty("splits").GetArrayLength());
        var methods = report.GetProperty("force_left_out").GetProperty("methods").EnumerateArray().ToDictionary(
            m => m.GetProperty("method").GetString()!, m => m.GetProperty("pr_auc").GetProperty("mean").GetDouble(), StringComparer.Ordinal);
        Assert.True(methods["this worker"] > methods["ML.NET as it comes"]);
        Assert.True(methods["this worker"] > methods["keyword search"]);
        Assert.Equal(1, methods["perfect order"], 12);
        var pieces = report.GetProperty("ablations").EnumerateArray().Select(a => a.GetProperty("pr_auc").GetProperty("mean").GetDouble()).ToList();
        Assert.Equal(methods["this worker"], pieces[0]);
        Assert.True(pieces.Distinct().Count() > 4);
        var range = report.GetProperty("uncertainty").GetProperty("pr_auc");
        Assert.True(range.GetProperty("low").GetDouble() < range.GetProperty("high").GetDouble());
    }

    [Fact]
    public async Task Evaluate_Errors_ShowsOpenNarrativesAndOnlyCountsOfSealedOnes()
    {
        var run = await workspace.RunAsync("evaluate", "--corpus", "corpus", "--errors", "stalking");

        run.Ends(0);
        Assert.Contains("| county ", run.Output, StringComparison.Ordinal);
        Assert.Contains("  label: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("  parts: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Sealed, FalseAlarmAt", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("| controlroom ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("HighRisk", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Targets", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("21")]
    public async Task Evaluate_SeedsOutOfRange_SaysSo(string seeds)
    {
        var run = await workspace.RunAsync("evaluate", "--corpus", "corpus", "--seeds", seeds);

        run.Ends(2);
        Assert.Contains("--seeds needs a number from 1 to 20.", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => workspace.Dispose();

    private void Copy(string force)
    {
        foreach (var file in (string[])[$"{force}.csv", $"{force}.labels.csv"])
            File.Copy(Path.Combine(Repository.Root, "models", "corpus", file), Path.Combine(workspace.PathOf("corpus"), file));
    }
}
