using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Database.Tests;

/// <remarks>Whatever stops a run, the next one over the same source ends where an undisturbed one would have.</remarks>
public abstract partial class NightlyRunTests
{
    [Fact]
    public async Task ExecuteAsync_SourceThatCannotBeOpened_WritesNothing()
    {
        var database = provider.NewDatabase();

        await Assert.ThrowsAsync<SourceException>(() => ScreenAsync(database, new GivenSource([Some.Crime()]) { CannotOpen = "There is no such file." }));

        await Assert.ThrowsAsync<StoreException>(() => database.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ExecuteAsync_SourceThatBreaksOff_MarksTheRunAndTheNextTakesItOver()
    {
        var crimes = Some.Month(120, seed: 5);
        var (expected, counts) = await UndisturbedAsync(crimes);
        var database = provider.NewDatabase();

        await Assert.ThrowsAsync<SourceException>(() => ScreenAsync(database, new GivenSource(crimes, batchSize: 20)
        {
            Rejected = [Some.Rejected("extract.csv", 500)],
            BeforeBatch = n => { if (n == 4) throw new SourceException("The file was replaced while it was read."); },
        }));
        var summary = await ScreenAsync(database, new GivenSource(crimes, batchSize: 20) { Rejected = [Some.Rejected("extract.csv", 500)] });

        var runs = await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None);
        Assert.Equal([RunState.Succeeded, RunState.Failed], runs.Select(run => run.State));
        Assert.Equal("The file was replaced while it was read.", runs[1].Failure);
        Assert.Equal(80, runs[1].Counts.New);
        Assert.Equal(summary.RunId, runs[1].ResumedBy);
        Assert.Equal(counts with { Read = 121, Quarantined = 1 }, summary.Counts);
        Assert.Equal(expected, await StoreProvider.ContentAsync(database));
        Assert.Equal(counts.InScope, (await ReadAsync(database, summary.RunId)).Count);
        Assert.Single(await new ScreenedCrimeReader(database).ReadQuarantineAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task ExecuteAsync_AfterAnUnfinishedRun_StartsWhereThatOneDid()
    {
        var database = provider.NewDatabase();
        var first = new GivenSource([Some.Crime("A")]);
        await ScreenAsync(database, first);
        var broken = new GivenSource(
            [Some.Crime("B", updatedAt: Some.Morning.AddHours(1)), Some.Crime("C", updatedAt: Some.Morning.AddHours(2))], batchSize: 1)
        {
            BeforeBatch = n => { if (n == 1) throw new SourceException("The connection was cut."); },
        };
        await Assert.ThrowsAsync<SourceException>(() => ScreenAsync(database, broken));
        var next = new GivenSource([Some.Crime("B", updatedAt: Some.Morning.AddHours(1))]);
        await ScreenAsync(database, next);
        var last = new GivenSource([]);
        await ScreenAsync(database, last);

        Assert.Equal(
            [null, Some.Morning, Some.Morning, Some.Morning.AddHours(1)],
            new[] { first.Watermark, broken.Watermark, next.Watermark, last.Watermark });
    }

    [Fact]
    public async Task ExecuteAsync_RowStampedByAClockAhead_DoesNotCarryTheWatermarkPastTheRun()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A", updatedAt: clock.GetUtcNow().AddHours(30))]));
        var next = new GivenSource([]);

        await ScreenAsync(database, next);

        Assert.Equal(clock.GetUtcNow(), next.Watermark);
    }

    [Fact]
    public async Task ExecuteAsync_Cancelled_StopsAtABatchBoundary()
    {
        var crimes = Some.Month(120, seed: 5);
        var database = provider.NewDatabase();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(database).ExecuteAsync(
            new GivenSource(crimes, batchSize: 20), new RunRequest(), new StopAt(60, stop), stop.Token));

        var run = Assert.Single(await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None));
        Assert.Equal(RunState.Cancelled, run.State);
        Assert.Equal(60, run.Counts.Read);
        var (expected, counts) = await UndisturbedAsync(crimes);
        Assert.Equal(counts, (await ScreenAsync(database, new GivenSource(crimes, batchSize: 20))).Counts);
        Assert.Equal(expected, await StoreProvider.ContentAsync(database));
    }

    [Fact]
    public async Task ExecuteAsync_RunThatRescored_IsResumedWithTheSameCounts()
    {
        var crimes = Some.Month(160, seed: 6);
        Task<RunSummary> FirstNight(ScreeningDatabase database) => ScreenAsync(database, new GivenSource(crimes.Take(80), name: "monday.csv"));
        var undisturbed = provider.NewDatabase();
        await FirstNight(undisturbed);
        var expected = await ScreenAsync(undisturbed, new GivenSource(crimes, batchSize: 20));
        var database = provider.NewDatabase();
        await FirstNight(database);

        await Assert.ThrowsAsync<SourceException>(() => ScreenAsync(database, new GivenSource(crimes, batchSize: 20)
        {
            BeforeBatch = n => { if (n == 6) throw new SourceException("Gone."); },
        }));
        var summary = await ScreenAsync(database, new GivenSource(crimes, batchSize: 20));

        Assert.True(expected.Counts.Rescored > 0);
        Assert.Equal(expected.Counts, summary.Counts);
        Assert.Equal(
            (await ReadAsync(undisturbed, expected.RunId)).Select(c => c.Crime.Key), (await ReadAsync(database, summary.RunId)).Select(c => c.Crime.Key));
    }

    [Fact]
    public async Task ExecuteAsync_EveryBatch_ReportsHowFarItIs()
    {
        var reports = new List<RunProgress>();

        await Run(provider.NewDatabase()).ExecuteAsync(
            new GivenSource([Some.Crime("A"), Some.Crime("B"), Some.Crime("C")], batchSize: 2), new RunRequest(), new Collected(reports), CancellationToken.None);

        Assert.Equal([new RunProgress(2, 1, 100, 2), new RunProgress(3, 2, 100, 3)], reports);
    }

    private async Task<(string Content, RunCounts Counts)> UndisturbedAsync(IEnumerable<Crime> crimes)
    {
        var database = provider.NewDatabase();
        var summary = await ScreenAsync(database, new GivenSource(crimes, batchSize: 20));
        return (await StoreProvider.ContentAsync(database), summary.Counts);
    }

    private sealed class StopAt(long read, CancellationTokenSource stop) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Read == read) stop.Cancel();
        }
    }

    private sealed class Collected(List<RunProgress> reports) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => reports.Add(value);
    }
}
