namespace CrimeScreeningWorker.EndToEnd.Tests.Contract;

/// <summary>A store that is fed on three nights: the first, the same extract again, and one in which much has happened.</summary>
public sealed class ThreeNights : IAsyncLifetime, IDisposable
{
    private static readonly (string, string)[] Pair = [("victim_id", "V1"), ("suspect_id", "S1"), ("relationship", "ex-partner")];

    private readonly Workspace workspace = new();

    internal Finished First { get; private set; } = null!;

    internal Finished Again { get; private set; } = null!;

    internal Finished Third { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        workspace.Write("night.csv", Extract.File(
            Extract.Crime("EARLIER", [.. Pair, ("narrative", Extract.Stalking), ("updated_at", "2026-01-06T00:00:00Z")]),
            Extract.Crime("AMENDED", ("victim_id", "V2"), ("suspect_id", "S2")),
            Extract.Crime("DAMAGE", ("home_office_class", "58A"), ("offence_title", "Criminal damage"), ("victim_id", "V3"), ("suspect_id", "S3"))));
        First = await workspace.ScreenAsync("night.csv", output: "first");
        Again = await workspace.ScreenAsync("night.csv", output: "again");
        await workspace.RunAsync("export", "--store", "sqlite:store.db", "--out", "export-again");

        workspace.Write("third.csv", Extract.File(
            Extract.Crime("EARLIER", [.. Pair, ("narrative", "An older version."), ("updated_at", "2026-01-04T00:00:00Z"), ("home_office_class", "8M")]),
            Extract.Crime("AMENDED", ("victim_id", "V2"), ("suspect_id", "S2"), ("updated_at", "2026-01-20T00:00:00Z"), ("narrative", Extract.Stalking)),
            Extract.Crime("LATER", [.. Pair, ("recorded_at", "2026-01-20T00:00:00Z"), ("updated_at", "2026-01-20T00:00:00Z"), ("narrative", Extract.Stalking)])));
        Third = await workspace.ScreenAsync("third.csv", output: "third");
        await workspace.RunAsync("export", "--store", "sqlite:store.db", "--out", "export-third");
    }

    internal Outputs Out(string name) => new(workspace.PathOf(name));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => workspace.Dispose();
}

public sealed class ThreeNightsTests(ThreeNights nights) : IClassFixture<ThreeNights>
{
    [Fact]
    public void Screen_FirstNight_TakesInEveryClass()
    {
        nights.First.Ends(0);

        Assert.StartsWith("read=3 new=3 changed=0 unchanged=0 quarantined=0 in_scope=2 history_only=1 rescored=0 queued=", nights.Out("first").Counts(), StringComparison.Ordinal);
        Assert.Equal(["AMENDED", "EARLIER"], nights.Out("first").Scores.Select(row => row["crime_reference"]));
    }

    [Fact]
    public void Screen_SameExtractAgain_ChangesNothingAndSaysSo()
    {
        nights.Again.Ends(0);

        Assert.StartsWith("Nothing new: the store has every record of this extract already.\n", nights.Again.Output, StringComparison.Ordinal);
        Assert.Equal("read=3 new=0 changed=0 unchanged=3 quarantined=0 in_scope=0 history_only=0 rescored=0 queued=0 late=0", nights.Out("again").Counts());
        Assert.Empty(nights.Out("again").Scores);
        nights.Out("export-again").AreThoseOf(nights.Out("first"));
    }

    [Fact]
    public void Screen_ThirdNight_CountsNewChangedLateAndRescored()
    {
        nights.Third.Ends(0);

        Assert.StartsWith("read=3 new=1 changed=1 unchanged=1 quarantined=0 in_scope=2 history_only=0 rescored=1 queued=", nights.Out("third").Counts(), StringComparison.Ordinal);
        Assert.Equal(1, nights.Out("third").Count("late"));
        Assert.Equal(["AMENDED", "EARLIER", "LATER"], nights.Out("third").Scores.Select(row => row["crime_reference"]));
    }

    [Fact]
    public void Screen_ChangedRecord_IsScreenedAgainAndMarked()
    {
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(nights.Out("third").Page);
        var marked = page.QuerySelectorAll("tr").Where(row => row.TextContent.Contains("Changed since it was first screened", StringComparison.Ordinal));

        Assert.NotEqual(nights.Out("first").Score("AMENDED")["score"], nights.Out("third").Score("AMENDED")["score"]);
        Assert.Contains("AMENDED", Assert.Single(marked).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_OlderVersionThatComesLate_IsIgnored() => Assert.Equal("8L", nights.Out("third").Score("EARLIER")["home_office_class"]);

    [Fact]
    public void Screen_NewRecordOfAKnownPair_ScoresTheEarlierOneAgain()
    {
        Assert.Empty(nights.Out("first").Score("EARLIER")["linked_crimes"]);
        Assert.Equal("LATER", nights.Out("third").Score("EARLIER")["linked_crimes"]);
        Assert.Equal("EARLIER", nights.Out("third").Score("LATER")["linked_crimes"]);
    }

    [Fact]
    public void Export_AfterThreeNights_HoldsWhatTheRunsMade()
    {
        nights.Out("export-third").AreThoseOf(nights.Out("third"));
        Assert.Equal("read=4 new=3 changed=1 unchanged=0 quarantined=0 in_scope=3 history_only=1 rescored=0", nights.Out("export-third").Counts()[..^" queued=0 late=0".Length]);
    }
}
