using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Runs;

public abstract class RunStoreTests(StoreProvider provider) : IAsyncLifetime
{
    private StoreSession session = null!;
    private RunStore store = null!;

    [Fact]
    public async Task StartAsync_TwiceInOneSecond_GivesTwoIds()
    {
        Assert.Equal("20260314T074200Z", (await StartAsync("a.csv")).RunId);
        Assert.Equal("20260314T074200Z-2", (await StartAsync("b.csv")).RunId);
    }

    [Fact]
    public async Task ReadAsync_OfAFinishedRun_GivesTheLedgersRow()
    {
        var run = await StartAsync("a.csv");
        var counts = RunCounts.Zero with { Read = 10, New = 4, Changed = 3, Unchanged = 2, Quarantined = 1, Late = 1 };
        await store.SaveCountsAsync(run.Id, counts);
        await store.FinishAsync(run.Id, RunState.Failed, Some.Morning.AddHours(1), "The disk is full.", CancellationToken.None);

        var record = Assert.Single(await store.ReadAsync(run.RunId, limit: 10, CancellationToken.None));

        Assert.Equal(
            new RunRecord(
                run.RunId, "a.csv", RunState.Failed, Some.Morning, Some.Morning.AddHours(1), Some.Morning.AddDays(-1), "rules-1", "model-1",
                counts, "The disk is full.", ResumedBy: null),
            record);
    }

    [Fact]
    public async Task StartAsync_AfterOneThatNeverEnded_TakesItOver()
    {
        var killed = await StartAsync("a.csv");
        var other = await StartAsync("b.csv");
        var next = await StartAsync("a.csv");

        var records = await store.ReadAsync(null, limit: 10, CancellationToken.None);

        Assert.Equal($"{next.RunId} {other.RunId} {killed.RunId}", string.Join(' ', records.Select(record => record.RunId)));
        Assert.Equal([RunState.Running, RunState.Failed, RunState.Failed], records.Select(record => record.State));
        Assert.Equal($"  {next.RunId}", string.Join(' ', records.Select(record => record.ResumedBy)));
    }

    [Fact]
    public async Task SaveWatermarkAsync_OlderThanBefore_StaysWhereItWas()
    {
        Assert.Null(await store.ReadWatermarkAsync("a.csv", CancellationToken.None));
        await store.SaveWatermarkAsync("a.csv", Some.Morning.AddTicks(1));
        await store.SaveWatermarkAsync("a.csv", Some.Morning);

        Assert.Equal(Some.Morning.AddTicks(1), await store.ReadWatermarkAsync("a.csv", CancellationToken.None));
    }

    public async Task InitializeAsync()
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        session = await database.OpenAsync(CancellationToken.None);
        store = new RunStore(session);
    }

    public async Task DisposeAsync()
    {
        await session.DisposeAsync();
        provider.Dispose();
    }

    private Task<StartedRun> StartAsync(string source) =>
        store.StartAsync(source, Some.Morning, Some.Morning.AddDays(-1), "rules-1", "model-1", CancellationToken.None);
}

public sealed class RunStoreOnSqliteTests() : RunStoreTests(new SqliteProvider());

public sealed class RunStoreOnPostgreSqlTests() : RunStoreTests(new PostgreSqlProvider());
