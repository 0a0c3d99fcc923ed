using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Npgsql;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>Faults on the way to a source that is a database: the run ends as if nothing had happened, or the next one does.</summary>
public sealed class SourceFaultTests(ITestOutputHelper output) : IDisposable
{
    private const int Crimes = 300, PageRows = 25;

    private readonly SqliteProvider provider = new();
    private readonly PostgreSqlCluster cluster = PostgreSqlCluster.Shared;
    private readonly string warehouse = PostgreSqlCluster.Shared.NewDatabase();
    private readonly FaultyNetwork network = new(PostgreSqlCluster.Shared.Port);
    private readonly CollectedLog log = new();

    [Fact]
    public async Task ExecuteAsync_ConnectionsCutBetweenAndWithinPages_EndsAsIfNothingHadHappened()
    {
        await FillAsync();
        var database = provider.NewDatabase();
        IDisposable? cutter = null;

        var summary = await RunAsync(database, Budget(minutes: 2), afterRows: PageRows, fault: () => cutter = network.CutNowAndThen(times: 6, bytes: 2_000));
        cutter!.Dispose();

        output.WriteLine($"{log.Lines.Count} retries");
        Assert.NotEmpty(log.Lines);
        await AssertUndisturbedAsync(database, summary, [RunState.Succeeded]);
    }

    [Fact]
    public async Task ExecuteAsync_NetworkThatSwallowsEverythingForAWhile_EndsAsIfNothingHadHappened()
    {
        await FillAsync();
        var database = provider.NewDatabase();
        var watch = new Stopwatch();

        var summary = await RunAsync(database, Budget(minutes: 2), afterRows: 100, fault: () =>
        {
            network.Swallow();
            watch.Start();
            _ = Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System).ContinueWith(_ => network.Recover(), TaskScheduler.Default);
        });

        output.WriteLine($"Ended {watch.Elapsed.TotalSeconds:0.0} s after the network went silent; it was silent for 6 s.");
        Assert.NotEmpty(log.Lines);
        await AssertUndisturbedAsync(database, summary, [RunState.Succeeded]);
    }

    [Fact]
    public async Task ExecuteAsync_NetworkThatSwallowsEverythingPastTheBudget_FailsAndTheNextRunTakesOver()
    {
        await FillAsync();
        var database = provider.NewDatabase();

        var refused = await Assert.ThrowsAsync<SourceException>(() => RunAsync(database, Budget(minutes: 0.02), afterRows: 100, fault: network.Swallow));

        Assert.Matches(@"^The source warehouse (does not answer|cannot be reached): .*, after \d+ retr(y|ies) in \d+ s\.$", refused.Message);
        network.Recover();
        var summary = await RunAsync(database, Budget(minutes: 2));

        await AssertUndisturbedAsync(database, summary, [RunState.Succeeded, RunState.Failed]);
    }

    [Fact]
    public async Task ExecuteAsync_ViewThatCannotGiveARow_FailsAtOnceAndSaysSo()
    {
        await FillAsync();
        cluster.Execute(warehouse, """
            create or replace view crime_extract as
            select force_code, crime_reference, recorded_at, updated_at, home_office_class, offence_title, victim_id, suspect_id,
                   narrative || (1 / (case when crime_reference = 'CR/000150/26' then 0 else 1 end)) as narrative
            from extract
            """);

        var refused = await Assert.ThrowsAsync<SourceException>(() => RunAsync(provider.NewDatabase(), Budget(minutes: 2)));

        Assert.Equal("The source warehouse gave an error (PostgreSQL 22012).", refused.Message);
        Assert.Empty(log.Lines);
    }

    public void Dispose()
    {
        network.Dispose();
        provider.Dispose();
    }

    private static RetryOptions Budget(double minutes) => new()
    {
        Budget = TimeSpan.FromMinutes(minutes),
        FirstDelay = TimeSpan.FromMilliseconds(50),
        LongestDelay = TimeSpan.FromSeconds(1),
    };

    private async Task FillAsync()
    {
        cluster.Execute(warehouse, """
            create table extract (
                force_code text, crime_reference text, recorded_at timestamptz, updated_at timestamptz, home_office_class text,
                offence_title text, victim_id text, suspect_id text, narrative text);
            create view crime_extract as select * from extract;
            """);
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(warehouse).ConnectionString);
        await connection.OpenAsync();
        await using var copy = await connection.BeginTextImportAsync("copy extract from stdin");
        foreach (var crime in Some.Month(Crimes, ChildProcess.Seed))
        {
            await copy.WriteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{crime.Key.ForceCode}\t{crime.Key.CrimeReference}\t{crime.RecordedAt:O}\t{crime.UpdatedAt:O}\t{crime.HomeOfficeClass}\t{crime.OffenceTitle}\t{crime.VictimId ?? @"\N"}\t{crime.SuspectId ?? @"\N"}\t{crime.Narrative}\n"));
        }
    }

    private PostgreSqlSourceReader Source(int port, RetryOptions retries) => new(
        "warehouse",
        new PostgreSqlSourceOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(warehouse).ConnectionString)
            {
                Port = port,
                Timeout = 2,
                SslMode = SslMode.Disable,
            }.ConnectionString,
            StatementTimeout = TimeSpan.FromSeconds(1),
        },
        new SourceOptions { BatchRows = PageRows, FutureTolerance = TimeSpan.FromDays(3660) }, TimeProvider.System, retries, log)
    { Grace = TimeSpan.FromSeconds(1) };

    private async Task<RunSummary> RunAsync(ScreeningDatabase database, RetryOptions retries, int afterRows = 0, Action? fault = null)
    {
        using var source = Source(network.Port, retries);
        return await Run(database).ExecuteAsync(source, new RunRequest(), new At(afterRows, fault), CancellationToken.None);
    }

    private static NightlyRun Run(ScreeningDatabase database) =>
        new(database, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), new LinkageOptions(), TimeProvider.System);

    private async Task AssertUndisturbedAsync(ScreeningDatabase database, RunSummary summary, RunState[] states)
    {
        foreach (var line in log.All) output.WriteLine(line);
        var undisturbed = provider.NewDatabase();
        using var source = Source(cluster.Port, new RetryOptions());
        var expected = await Run(undisturbed).ExecuteAsync(source, new RunRequest(), null, CancellationToken.None);

        Assert.Equal(Crimes, summary.Counts.Read);
        Assert.Equal(expected.Counts, summary.Counts);
        Assert.Equal(await StoreProvider.ContentAsync(undisturbed), await StoreProvider.ContentAsync(database));
        var runs = await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None);
        Assert.Equal(states, runs.Select(run => run.State));
    }

    private sealed class At(int rows, Action? fault) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Read == rows) fault?.Invoke();
        }
    }
}
