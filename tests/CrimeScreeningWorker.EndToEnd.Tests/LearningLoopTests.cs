using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>Labels of a store become a model that the gate looks at and a person promotes: the commands one after another, as processes.</summary>
public sealed class LearningLoopTests(ITestOutputHelper output) : IDisposable
{
    private const int MostSeconds = 300, MostMegabytes = 2048;

    /// <summary>Labelled crimes with words of their own, which no later command may say and no model may keep.</summary>
    private const int Marked = 30;

    private static readonly int Labels = FaultCounts.Long ? 100_000 : 5_500;
    private static readonly string[] Canaries = ["Quaffleton", "07700 900123", "zebediah@canary.example", "marmalade lighthouse", "NOM-7712345"];

    private readonly Workspace workspace = new Workspace().Set("Logs__File", "worker.log").Set("Serilog__MinimumLevel__Default", "Verbose");
    private readonly List<string> said = [];

    [Fact]
    public async Task Loop_LabelsToALiveModelAndBack_EachStepAsItIsDocumented()
    {
        await RunAsync("samples", "generate", "--crimes", $"{Labels}", "--seed", "7", "--out", "crimes.csv", "--labels", "labels.csv");
        (await workspace.ScreenAsync("crimes.csv")).Ends(0);
        await RunAsync("labels", "import", "--source", "labels.csv", "--store", "sqlite:store.db");
        await LabelMarkedCrimesAsync();

        var trained = await JsonAsync("train", "--store", "sqlite:store.db", "--out", "challenger");

        var (seconds, megabytes) = (trained.GetProperty("seconds").GetDouble(), trained.GetProperty("peak_megabytes").GetInt32());
        await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"Retraining on {Labels} labelled records: {seconds:0} s, at most {megabytes} MB\n"));
        Assert.InRange(seconds, 0, MostSeconds);
        Assert.InRange(megabytes, 0, MostMegabytes);
        Assert.Equal(Labels + Marked, trained.GetProperty("labels").GetProperty("settled").GetInt32());
        Assert.InRange(trained.GetProperty("held_out").GetInt32(), Labels / 10, Labels * 3 / 10);
        var version = trained.GetProperty("model_version").GetString()!;
        var shipped = (await JsonAsync("models", "live", "--store", "sqlite:store.db")).GetProperty("configured_today").GetString()!;

        var compared = await JsonAsync("models", "compare", "challenger", "--store", "sqlite:store.db");
        var promoted = await JsonAsync("models", "promote", "challenger", "--as", "Ann Analyst", "--note", "First of our own.", "--store", "sqlite:store.db");
        var live = await JsonAsync("models", "live", "--store", "sqlite:store.db");
        var shadow = await JsonAsync("models", "shadow", shipped, "--days", "3000", "--store", "sqlite:store.db");
        workspace.Write("one.csv", Extract.File(Extract.Crime("CR/1/26")));
        (await workspace.ScreenAsync("one.csv", output: "after")).Ends(0);
        var back = await JsonAsync("models", "rollback", "--as", "Ben", "--note", "Only tried.", "--store", "sqlite:store.db");
        var list = await JsonAsync("models", "list", "--store", "sqlite:store.db");

        Assert.Equal((shipped, version, true), (compared.GetProperty("champion").GetString(), compared.GetProperty("challenger").GetString(), compared.GetProperty("accepted").GetBoolean()));
        Assert.InRange(compared.GetProperty("crimes").GetInt32(), 100, trained.GetProperty("held_out").GetInt32());
        Assert.True(promoted.GetProperty("promoted").GetBoolean());
        Assert.Equal((version, "Ann Analyst"), (live.GetProperty("version").GetString(), live.GetProperty("by").GetProperty("person").GetString()));
        Assert.Equal(workspace.Out.Run.GetProperty("in_scope").GetInt32() + Marked, shadow.GetProperty("crimes").GetInt32());
        Assert.Equal(version, new Outputs(workspace.PathOf("after")).Run.GetProperty("model_version").GetString());
        Assert.Equal((shipped, version), (back.GetProperty("version").GetString(), back.GetProperty("live_before").GetString()));
        Assert.Equal((shipped, 2, 2), (list.GetProperty("live").GetString(), list.GetProperty("models").GetArrayLength(), list.GetProperty("events").GetArrayLength()));
        await HoldsNoMarkAsync();
    }

    [Theory]
    [InlineData("train --out x --until 2026-03-01", "--until needs --store.")]
    [InlineData("train --out x --store s --held-out 2", "--held-out is a number from 0 to 0.9.")]
    [InlineData("models promote V --as Ann", "Option '--note' is required.")]
    [InlineData("models live --on March", "--on needs a day such as 2026-03-03.")]
    [InlineData("models rollback --as '' --note n", "--as must not be empty.")]
    [InlineData("labels release --reviewer R --week Monday --as Ann --note n", "--week needs a day such as 2026-03-02.")]
    public async Task Command_BadArguments_EndsWithTwoAndDoesNothing(string line, string sentence)
    {
        var run = await workspace.RunAsync([.. line.Split(' ').Select(word => word == "''" ? "" : word)]);

        run.Ends(2);
        Assert.Contains(sentence, run.Error.Split('\n'));
        Assert.Empty(workspace.Content());
    }

    public void Dispose() => workspace.Dispose();

    private async Task<Finished> RunAsync(params string[] words)
    {
        var run = await workspace.RunAsync(words);
        run.Ends(0);
        said.Add(run.Output + run.Error);
        return run;
    }

    private async Task<JsonElement> JsonAsync(params string[] words) => JsonDocument.Parse((await RunAsync([.. words, "--json"])).Output).RootElement;

    private async Task LabelMarkedCrimesAsync()
    {
        var crimes = Enumerable.Range(1, Marked).Select(number => Extract.Crime(
            $"MARKED/{number}", ("victim_id", "NOM-7712345"),
            ("narrative", $"Zebediah Quaffleton rang from 07700 900123 and mailed from zebediah@canary.example, marmalade lighthouse. {Extract.Stalking}")));
        workspace.Write("marked.csv", Extract.File(crimes));
        workspace.Write("marked-labels.csv", "crime_reference,force_code,stalking,by,at\n" + string.Concat(Enumerable.Range(1, Marked).Select(number => $"MARKED/{number},GLO,yes,Dee,2026-01-20\n")));
        (await workspace.ScreenAsync("marked.csv", output: "marked")).Ends(0);
        await RunAsync("labels", "import", "--source", "marked-labels.csv", "--store", "sqlite:store.db");
    }

    private async Task HoldsNoMarkAsync()
    {
        var files = Directory.GetFiles(workspace.Folder, "worker*.log").Concat(Directory.GetFiles(workspace.PathOf("challenger"), "*", SearchOption.AllDirectories)).ToList();
        Assert.True(files.Count > 2);
        foreach (var file in files) said.Add(await File.ReadAllTextAsync(file));
        Assert.All(said, text => Assert.DoesNotContain(Canaries, canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase)));
    }

    private async Task WriteAsync(string line)
    {
        output.WriteLine(line);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "figures"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "retraining.txt"), line);
    }
}
