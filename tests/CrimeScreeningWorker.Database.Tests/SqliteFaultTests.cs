using System.Globalization;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>Faults of a store that is a file: the process killed, the disk full.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private const int Crimes = 1500, BatchSize = 20;

    private readonly SqliteProvider provider = new();

    [Fact]
    public async Task ExecuteAsync_KilledAtTenMoments_EndsAsIfNothingHadHappened()
    {
        var undisturbed = provider.NewDatabase();
        var expected = await RunAsync(undisturbed);
        var database = provider.NewDatabase();
        var random = new Random(20260315);
        for (var kill = 0; kill < 10; kill++) await KillAsync(database.Location, batches: random.Next(0, 5) + (5 * kill), spin: random.Next(0, 1_000_000));

        var summary = await RunAsync(database);

        Assert.Equal(expected.Counts, summary.Counts);
        Assert.Equal(await StoreProvider.ContentAsync(undisturbed), await StoreProvider.ContentAsync(database));
        var runs = await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 100, CancellationToken.None);
        Assert.All(runs.Skip(1), run => Assert.Equal(RunState.Failed, run.State));
        Assert.True(runs.Count > 5, $"{runs.Count} runs got as far as the ledger.");
        var screened = 0;
        await using (var crimes = await new ScreenedCrimeReader(database).OpenAsync(summary.RunId, CancellationToken.None))
            await foreach (var _ in crimes.ReadAsync(CancellationToken.None)) screened++;
        Assert.Equal(expected.Counts.InScope, screened);
    }

    [Fact]
    public async Task ExecuteAsync_DiskThatFills_SaysSoAndGoesOnWhenThereIsRoom()
    {
        var undisturbed = provider.NewDatabase();
        var expected = await RunAsync(undisturbed);
        var location = provider.NewDatabase().Location;

        var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(new ScreeningDatabase(location) { MaxPages = 120 }));
        Assert.Equal($"The store {location} cannot grow: the disk is full.", refused.Message);
        var database = new ScreeningDatabase(location);
        var failed = Assert.Single(await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None));
        Assert.NotEqual(RunState.Succeeded, failed.State);
        Assert.InRange(failed.Counts.Read, 1, Crimes - 1);

        Assert.Equal(expected.Counts, (await RunAsync(database)).Counts);
        Assert.Equal(await StoreProvider.ContentAsync(undisturbed), await StoreProvider.ContentAsync(database));
    }

    public void Dispose() => provider.Dispose();

    private static Task<RunSummary> RunAsync(ScreeningDatabase database) =>
        new NightlyRun(database, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), new LinkageOptions(), TimeProvider.System)
            .ExecuteAsync(new GivenSource(Some.Month(Crimes, ChildProcess.Seed), BatchSize), new RunRequest(), null, CancellationToken.None);

    // Some batches after it began to commit, and somewhere inside the next one.
    private static async Task KillAsync(StoreLocation store, int batches, int spin)
    {
        using var process = ChildProcess.Start(store, Crimes, BatchSize);
        string? line = null;
        process.StandardInput.AutoFlush = true;
        for (var n = 0; n <= batches; n++)
        {
            line = await process.StandardOutput.ReadLineAsync();
            await process.StandardInput.WriteLineAsync();
        }

        Thread.SpinWait(spin);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.InRange(int.Parse(line!, CultureInfo.InvariantCulture), 1, Crimes - BatchSize);
    }
}
