namespace CrimeScreeningWorker.EndToEnd.Tests.Deployment;

/// <summary>The papers that commands write, as they lie in the repository: of the shipped model with the settings as they come, without a store.</summary>
public sealed class WrittenPapersTests : IDisposable
{
    private readonly Workspace workspace = new();

    [Theory]
    [InlineData("card", "model-card.md")]
    [InlineData("transparency", "transparency-record.md")]
    public async Task Paper_InTheRepository_IsWhatTheCommandWrites(string report, string file)
    {
        var path = Path.Combine(Repository.Root, "docs", "papers", file);

        (await workspace.RunAsync("reports", report, "--out", file)).Ends(0);

        var written = await File.ReadAllTextAsync(workspace.PathOf(file));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") await File.WriteAllTextAsync(path, written);
        Assert.Contains("2026-11-22", written, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(path), written);
    }

    public void Dispose() => workspace.Dispose();
}
