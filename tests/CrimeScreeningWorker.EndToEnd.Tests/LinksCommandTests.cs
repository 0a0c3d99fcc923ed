using System.Text.Json;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary><c>links</c>, as processes over a store that <c>screen</c> has made.</summary>
public sealed class LinksCommandTests : IDisposable
{
    private static readonly (string, string)[] Pair = [("victim_id", "N1"), ("suspect_id", "N2")];
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Reject_LinkedPair_TakesTheLinkAwayInTheNextRunAndWithdrawBringsItBack()
    {
        await ScreenPairAsync();
        var linked = workspace.Out.Score("CR/1/26");
        Assert.Equal("CR/2/26", linked["linked_crimes"]);

        var rejected = await JudgeAsync("reject", "--role", "stalking coordinator");
        rejected.Ends(0);
        Assert.Equal("GLO CR/1/26 and GLO CR/2/26: rejected. The next run links and scores both again.\n", rejected.Output);
        Assert.Contains("rejected, from the next run on", (await ListAsync()).Output, StringComparison.Ordinal);

        (await workspace.ScreenAsync("night.csv")).Ends(0);
        var alone = workspace.Out.Score("CR/1/26");
        Assert.Equal("", alone["linked_crimes"]);
        Assert.NotEqual(linked["score"], alone["score"]);
        Assert.Contains("not linked", (await ListAsync()).Output, StringComparison.Ordinal);

        (await JudgeAsync("withdraw")).Ends(0);
        (await workspace.ScreenAsync("night.csv")).Ends(0);
        Assert.Equal(linked["score"], workspace.Out.Score("CR/1/26")["score"]);
    }

    [Fact]
    public async Task List_Json_SaysByWhatAndWhoJudged()
    {
        await ScreenPairAsync();
        (await JudgeAsync("confirm")).Ends(0);
        (await workspace.ScreenAsync("night.csv")).Ends(0);

        var list = await ListAsync("--json");

        list.Ends(0);
        var link = Assert.Single(JsonDocument.Parse(list.Output).RootElement.GetProperty("links").EnumerateArray());
        Assert.Equal("CR/2/26", link.GetProperty("crime_reference").GetString());
        Assert.Contains("Reviewer", link.GetProperty("joined_by").EnumerateArray().Select(by => by.GetProperty("basis").GetString()));
        var judgement = link.GetProperty("judgement");
        Assert.Equal("confirmed", judgement.GetProperty("verdict").GetString());
        Assert.Equal("R. Viewer", judgement.GetProperty("reviewer").GetString());
        Assert.Equal("Same handwriting.", judgement.GetProperty("reason").GetString());
        Assert.False(judgement.GetProperty("due").GetBoolean());
    }

    [Theory]
    [InlineData("list --crime GLO/CR/9/26 --store sqlite:store.db", "The store {0} holds no crime GLO CR/9/26.")]
    [InlineData("confirm --crime GLO/CR/1/26 --other GLO/CR/9/26 --by R --reason r --store sqlite:store.db", "The store {0} holds no crime GLO CR/9/26.")]
    [InlineData("withdraw --crime GLO/CR/1/26 --other GLO/CR/2/26 --by R --reason r --store sqlite:store.db", "Nothing stands judged of GLO CR/1/26 and GLO CR/2/26: there is nothing to withdraw.")]
    public async Task Links_WhatTheStoreDoesNotHold_FailsAndSaysSo(string line, string sentence)
    {
        await ScreenPairAsync();

        var run = await workspace.RunAsync(["links", .. line.Split(' ')]);

        run.Refuses(sentence.Replace("{0}", $"sqlite:{workspace.PathOf("store.db")}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("list", "Option '--crime' is required.")]
    [InlineData("list --crime CR26", "--crime needs the force code and the crime number, such as GLO/CR/004512/26.")]
    [InlineData("reject --crime GLO/A --other GLO/ --by R --reason r", "--other needs the force code and the crime number, such as GLO/CR/004512/26.")]
    [InlineData("reject --crime GLO/A --other GLO/A --by R --reason r", "--crime and --other name the same crime.")]
    [InlineData("reject --crime GLO/A --other GLO/B --by R --reason ''", "--reason must not be empty.")]
    [InlineData("confirm --crime GLO/A --other GLO/B --by '' --reason r", "--by must not be empty.")]
    [InlineData("confirm --crime GLO/A --other GLO/B --reason r", "Option '--by' is required.")]
    public async Task Links_BadArguments_EndsWithTwoAndDoesNothing(string line, string sentence)
    {
        var run = await workspace.RunAsync(["links", .. line.Split(' ').Select(word => word == "''" ? "" : word)]);

        run.Ends(2);
        Assert.Empty(run.Output);
        Assert.Contains(sentence, run.Error.Split('\n'));
        Assert.Empty(workspace.Content());
    }

    [Fact]
    public async Task Links_NoStore_FailsAndMakesNone()
    {
        var run = await ListAsync();

        run.Refuses($"There is no store at sqlite:{workspace.PathOf("store.db")}: run a screening first.");
        Assert.Empty(workspace.Content());
    }

    [Fact]
    public async Task Reject_AtItsMostTalkative_LogsNeitherReviewerNorReason()
    {
        workspace.Set("Logs__File", "worker.log").Set("Serilog__MinimumLevel__Default", "Verbose");
        await ScreenPairAsync();

        var rejected = await JudgeAsync("reject");
        var again = await workspace.ScreenAsync("night.csv");

        again.Ends(0);
        var logs = Directory.GetFiles(workspace.Folder, "worker*.log");
        Assert.NotEmpty(logs);
        var said = rejected.Output + rejected.Error + again.Output + again.Error + string.Concat(logs.Select(File.ReadAllText));
        Assert.DoesNotContain("Viewer", said, StringComparison.Ordinal);
        Assert.DoesNotContain("handwriting", said, StringComparison.Ordinal);
    }

    public void Dispose() => workspace.Dispose();

    private async Task ScreenPairAsync()
    {
        workspace.Write("night.csv", Extract.Bytes(
            Extract.Crime("CR/1/26", [.. Pair, ("narrative", Extract.Stalking)]),
            Extract.Crime("CR/2/26", [.. Pair, ("recorded_at", "2026-01-06T09:30:00+00:00"), ("updated_at", "2026-01-06T09:30:00+00:00"), ("narrative", "Suspect sent messages and waited outside the home again.")])));
        (await workspace.ScreenAsync("night.csv")).Ends(0);
    }

    private Task<Finished> JudgeAsync(string verdict, params string[] more) => workspace.RunAsync(
    [
        "links", verdict, "--crime", "GLO/CR/2/26", "--other", "GLO/CR/1/26", "--by", "R. Viewer", "--reason", "Same handwriting.",
        "--store", "sqlite:store.db", .. more,
    ]);

    private Task<Finished> ListAsync(params string[] more) =>
        workspace.RunAsync(["links", "list", "--crime", "GLO/CR/1/26", "--store", "sqlite:store.db", .. more]);
}
