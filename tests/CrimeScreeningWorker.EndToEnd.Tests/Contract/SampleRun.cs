namespace CrimeScreeningWorker.EndToEnd.Tests.Contract;

/// <summary><c>demo</c>, run once.</summary>
public sealed class SampleRun : IAsyncLifetime, IDisposable
{
    /// <summary>The moment that <c>demo</c> stands for.</summary>
    public const string Morning = "2025-10-01T05:00:00Z";

    internal Workspace Workspace { get; } = new();

    internal Finished Demo { get; private set; } = null!;

    internal Outputs Out => Workspace.Out;

    public async Task InitializeAsync() => Demo = await Workspace.RunAsync("demo", "--out", "out");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => Workspace.Dispose();
}

[CollectionDefinition(Name)]
public sealed class WithSample : ICollectionFixture<SampleRun>
{
    public const string Name = "The sample";
}
