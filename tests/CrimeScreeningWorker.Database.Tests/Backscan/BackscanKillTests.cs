using System.Diagnostics;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Backscan;

/// <summary>Nodes as processes of their own, killed at any moment; the server killed under them.</summary>
public sealed class BackscanKillTests : IDisposable
{
    private const int Crimes = 700, Ranges = 60;
    private readonly PostgreSqlProvider provider = new();

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(41)]
    [InlineData(59)]
    public async Task WorkAsync_OneOfThreeKilled_EndsAsTheNightlyRun(int seed)
    {
        var (warehouse, content, counts) = await UndisturbedAsync(provider, PostgreSqlCluster.Shared);
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        var random = new Random(seed);

        Process[] nodes = [.. Enumerable.Range(0, 3).Select(_ => BackscanChild.Start(database, warehouse))];
        await WaitForRangesAsync(database, random.Next(1, Ranges));
        var killed = nodes[random.Next(3)];
        killed.Kill();
        foreach (var node in nodes) await node.WaitForExitAsync();

        Assert.All(nodes.Where(node => node != killed), node => Assert.Equal(0, node.ExitCode));
        await EndedAsync(database, content, counts);
        foreach (var node in nodes) node.Dispose();
    }

    [Fact]
    public async Task WorkAsync_ServerKilledUnderThreeNodes_GoOnWhenItIsBack()
    {
        using var cluster = PostgreSqlCluster.Create();
        using var stores = new PostgreSqlProvider(cluster);
        var (warehouse, content, counts) = await UndisturbedAsync(stores, cluster);
        var database = stores.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);

        Process[] nodes = [.. Enumerable.Range(0, 3).Select(_ => BackscanChild.Start(database, warehouse))];
        await WaitForRangesAsync(database, Ranges / 4);
        cluster.Kill();
        cluster.Restart();
        foreach (var node in nodes) await node.WaitForExitAsync();

        Assert.All(nodes, node => Assert.Equal(0, node.ExitCode));
        await EndedAsync(database, content, counts);
        foreach (var node in nodes) node.Dispose();
    }

    public void Dispose() => provider.Dispose();

    private static async Task<(Warehouse Warehouse, string Content, RunCounts Counts)> UndisturbedAsync(PostgreSqlProvider provider, PostgreSqlCluster cluster)
    {
        var warehouse = new Warehouse(cluster);
        await warehouse.AddAsync(Some.Month(Crimes, ChildProcess.Seed));
        var database = provider.NewDatabase();
        using var source = warehouse.Source();
        var summary = await new NightlyRun(database, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), BackscanChild.Linkage, TimeProvider.System)
            .ExecuteAsync(source, new RunRequest(), progress: null, CancellationToken.None);
        return (warehouse, await BackscanTests.ContentAsync(database), summary.Counts);
    }

    private static async Task WaitForRangesAsync(ScreeningDatabase database, int ranges)
    {
        var progress = new BackscanProgress(database);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await poll.WaitForNextTickAsync())
        {
            if (await progress.ReadAsync(CancellationToken.None) is not { } status) continue;
            if (status.State != RunState.Running || status.Nodes.Sum(node => node.Ranges) >= ranges) return;
        }
    }

    private static async Task EndedAsync(ScreeningDatabase database, string content, RunCounts counts)
    {
        BackscanTests.Same(content, await BackscanTests.ContentAsync(database));
        var run = Assert.Single(await new RunLedger(database).ReadAsync(10, CancellationToken.None));
        Assert.Equal((RunState.Succeeded, counts), (run.State, run.Counts));
    }
}
