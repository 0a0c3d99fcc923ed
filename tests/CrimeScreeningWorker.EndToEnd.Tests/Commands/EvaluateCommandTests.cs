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
        var run = await workspace.RunAsync("evaluate", "--corpus", "corpus", "--seeds", "1", "--json", "--out", "page/evaluation.html");

        run.Ends(0);
        AssertPage();
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

    /// <summary>The page of the same run: another evaluation would take as long again.</summary>
    private void AssertPage()
    {
        var page = File.ReadAllText(workspace.PathOf("page/evaluation.html"));
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.Equal(6, page.Split("<svg class=\"plot\"").Length - 1);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        var numbers = JsonDocument.Parse(File.ReadAllText(workspace.PathOf("page/evaluation.json"))).RootElement;
        Assert.True(numbers.GetProperty("ranking").GetProperty("pr_auc").GetDouble() > 0.8);
        Assert.True(numbers.GetProperty("learning").GetArrayLength() > 1);
        Assert.Contains(numbers.GetProperty("groups").EnumerateArray(), group => group.GetProperty("dimension").GetString() == "Victim's sex");
        Assert.Equal(2, Directory.GetFiles(workspace.PathOf("page")).Length);
    }

    [Theory]
    [InlineData("--store goes with neither", "evaluate", "--store", "sqlite:x.db", "--corpus", "corpus")]
    [InlineData("--out needs a file that ends in .html", "evaluate", "--corpus", "corpus", "--out", "page.txt")]
    public async Task Evaluate_OptionsThatDoNotGoTogether_SaysSo(string message, params string[] arguments)
    {
        var run = await workspace.RunAsync(arguments);

        run.Ends(2);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateStoreAndReports_ScreenedStore_WriteWhatIsKnown()
    {
        (await workspace.RunAsync("screen", "--source", "corpus/county.csv", "--store", "sqlite:store.db", "--out", "out")).Ends(0);

        var evaluated = await workspace.RunAsync("evaluate", "--store", "sqlite:store.db", "--out", "force.html");
        var card = await workspace.RunAsync("reports", "card", "--store", "sqlite:store.db", "--out", "card.md");
        var record = await workspace.RunAsync("reports", "transparency", "--json");

        evaluated.Ends(0);
        card.Ends(0);
        record.Ends(0);
        Assert.StartsWith("Nothing needs a person.", evaluated.Output, StringComparison.Ordinal);
        Assert.Contains("No crime of the random sample has been settled", File.ReadAllText(workspace.PathOf("force.html")), StringComparison.Ordinal);
        Assert.Contains("### In this force\n\n0 settled crimes", File.ReadAllText(workspace.PathOf("card.md")), StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(record.Output).RootElement.GetArrayLength() > 40);
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
