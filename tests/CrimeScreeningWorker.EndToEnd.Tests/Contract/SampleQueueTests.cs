namespace CrimeScreeningWorker.EndToEnd.Tests.Contract;

/// <remarks>A change of the rule book, the model or the path shows here before it shows to a coordinator.</remarks>
[Collection(WithSample.Name)]
public sealed class SampleQueueTests(SampleRun sample)
{
    [Theory]
    [InlineData("triage.csv")]
    [InlineData("suggestions.csv")]
    public void Demo_Sample_GivesTheExpectedFiles(string name) => Snapshot.Verify("samples/expected/" + name, sample.Out.PathOf(name));

    [Fact]
    public async Task Screen_SameExtractIntoAFreshStore_GivesTheSameBytes()
    {
        (await sample.Workspace.ScreenAsync(Extract.Sample, "fresh.db", "fresh", SampleRun.Morning)).Ends(0);

        sample.Out.AreThoseOf(new Outputs(sample.Workspace.PathOf("fresh")));
    }

    [Fact]
    public async Task Screen_RowsInAnotherOrderAndSmallBatches_GivesTheSameRows()
    {
        using var workspace = new Workspace().Set("Sources__BatchRows", "30");
        workspace.Write("night.csv", Extract.Shuffled(seed: 7));

        (await workspace.ScreenAsync("night.csv", asOf: SampleRun.Morning)).Ends(0);

        foreach (var name in Outputs.Tables) Assert.Equal(Lines(sample.Out, name), Lines(workspace.Out, name));

        static IEnumerable<string> Lines(Outputs outputs, string name) => File.ReadAllLines(outputs.PathOf(name)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Export_AfterOneRun_GivesTheSameBytes()
    {
        (await sample.Workspace.RunAsync("export", "--store", "sqlite:out/demo.db", "--out", "export")).Ends(0);

        var export = new Outputs(sample.Workspace.PathOf("export"));
        sample.Out.AreThoseOf(export);
        Assert.Equal(sample.Out.Counts(), export.Counts());
    }
}
