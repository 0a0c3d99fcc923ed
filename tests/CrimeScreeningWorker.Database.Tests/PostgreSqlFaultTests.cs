using System.Diagnostics;
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

/// <summary>
/// Faults of a store on a server: it is killed, it ends the connection, the network between cuts or swallows it. Within the budget the same
/// run ends as if nothing had happened; past it the next one does.
/// </summary>
public sealed class PostgreSqlFaultTests : IClassFixture<PostgreSqlFaultTests.Server>, IDisposable
{
    private const int Crimes = 300;
    private static readonly RetryOptions Patient = new() { Budget = TimeSpan.FromMinutes(2), FirstDelay = TimeSpan.FromMilliseconds(50), LongestDelay = TimeSpan.FromSeconds(1) };
    private static readonly RetryOptions Short = new() { Budget = TimeSpan.FromSeconds(1), FirstDelay = TimeSpan.FromMilliseconds(50) };

    private readonly Server server;
    private readonly PostgreSqlCluster cluster;
    private readonly PostgreSqlProvider provider;
    private readonly FaultyNetwork network;
    private readonly CollectedLog log = new();
    private readonly ITestOutputHelper output;

    public PostgreSqlFaultTests(Server server, ITestOutputHelper output)
    {
        (this.server, this.output) = (server, output);
        cluster = server.Cluster;
        provider = new PostgreSqlProvider(cluster);
        network = new FaultyNetwork(cluster.Port);
    }

    [Fact]
    public async Task ExecuteAsync_ServerKilledDuringABatchAndBackWithinTheBudget_EndsAsIfNothingHadHappened()
    {
        var database = provider.NewDatabase();
        var starting = Task.CompletedTask;

        // Its rows have been written, not committed, when the batch comes to be scored.
        var summary = await RunAsync(database, atScore: [100, 200], fault: () =>
        {
            starting.GetAwaiter().GetResult();
            cluster.Kill();
            starting = Task.Run(cluster.Restart);
        });

        await AssertUndisturbedAsync(database, summary);
    }

    [Fact]
    public async Task ExecuteAsync_ServerThatStaysAway_FailsWithinTheBudgetAndTheNextRunTakesOver()
    {
        var database = provider.NewDatabase();
        var watch = Stopwatch.StartNew();

        var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(database, Short, atScore: [100], fault: () =>
        {
            watch.Restart();
            cluster.Kill();
        }));

        output.WriteLine($"Gave up after {watch.Elapsed.TotalSeconds:0.0} s: {refused.Message}");
        Assert.Matches($@"^The store {database.Location} cannot be reached: nothing answers at 127\.0\.0\.1:{cluster.Port}, after \d+ retr(y|ies) in \d+ s\.$", refused.Message);
        cluster.Restart();
        var summary = await RunAsync(database);

        await AssertUndisturbedAsync(database, summary, [RunState.Succeeded, RunState.Failed]);
    }

    [Fact]
    public async Task ExecuteAsync_ConnectionEndedDuringACopy_EndsAsIfNothingHadHappened()
    {
        // Long narratives, so that a copy takes long enough to be met.
        var crimes = Some.Month(100, ChildProcess.Seed).Select(crime => crime with { Narrative = $"{crime.Narrative} {new string('X', 300_000)}" }).ToArray();
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);

        var cutter = CutDuringACopyAsync(times: 2);
        var summary = await RunAsync(database, crimes: crimes);
        await cutter;

        Assert.InRange(log.Lines.Count, 2, 2);
        await AssertUndisturbedAsync(database, summary, crimes: crimes);
    }

    [Fact]
    public async Task ExecuteAsync_ConnectionsCutAtManyMoments_EndsAsIfNothingHadHappened()
    {
        var database = Through(network, provider.NewDatabase());
        await database.PrepareAsync(CancellationToken.None);

        // By the bytes that have passed, so that cuts fall into statements, copies and commits alike.
        using var cutter = network.CutNowAndThen(times: 12, bytes: 60_000);
        var summary = await RunAsync(database);

        output.WriteLine($"{log.Lines.Count} retries");
        Assert.True(log.Lines.Count >= 3, $"Only {log.Lines.Count} retries.");
        await AssertUndisturbedAsync(database, summary);
    }

    [Theory]
    [InlineData("insert into run")]
    [InlineData("update run set read_rows")]
    [InlineData("COMMIT")]
    [InlineData("update run set\n    in_scope")]
    public async Task ExecuteAsync_AnswerLostAfterAStatement_IsNeitherDoneTwiceNorLeftOut(string statement)
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        using var deaf = new DeafNetwork(cluster.Port, statement);

        var summary = await RunAsync(Through(deaf.Port, database));

        Assert.True(deaf.HasCut);
        await AssertUndisturbedAsync(database, summary, statement == "insert into run" ? null : [RunState.Succeeded]);
    }

    [Fact]
    public async Task ExecuteAsync_NetworkThatSwallowsEverythingForAWhile_EndsAsIfNothingHadHappened()
    {
        var database = Through(network, provider.NewDatabase());
        var watch = new Stopwatch();

        // Longer than the timeout of a command and of a connection; meanwhile the server still holds the run's lock and its rows.
        var summary = await RunAsync(database, atScore: [100], fault: () =>
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
        var database = Through(network, provider.NewDatabase());

        var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(database, Short, atScore: [100], fault: network.Swallow));

        Assert.Matches(@"^The store \S+ (does not answer|cannot be reached): .* in \d+ s\.$", refused.Message);
        network.Recover();
        // What the lost connection left on the server stands in the way until somebody ends it; a server that looks for its clients does.
        cluster.Execute(null, "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'CrimeScreeningWorker store'");
        var summary = await RunAsync(database);

        await AssertUndisturbedAsync(database, summary, [RunState.Succeeded, RunState.Failed]);
    }

    [Fact]
    public async Task ExecuteAsync_RightThatIsMissing_IsNotTriedAgain()
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        var name = new NpgsqlConnectionStringBuilder(database.Location.Server!.ConnectionString).Database;
        cluster.Execute(name, $"create role worker_{name} login password 'made-up for the tests' in role crime_screening_worker; revoke insert on screening.link from crime_screening_worker");
        var refusing = new ScreeningDatabase(StoreLocation.Of(new PostgreSqlStoreOptions { ConnectionString = cluster.ConnectionString(name, $"worker_{name}").ConnectionString }));

        var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(refusing));

        Assert.EndsWith("a right is missing.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task ExecuteAsync_RowThatTheStoreRefuses_IsNotTriedAgain()
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        var name = new NpgsqlConnectionStringBuilder(database.Location.Server!.ConnectionString).Database;
        cluster.Execute(name, "alter table screening.link add constraint never check (strength < 0)");

        var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(database));

        Assert.EndsWith("gave an error (PostgreSQL 23514).", refused.Message, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task ExecuteAsync_AnotherRunThatTookTheStoreMeanwhile_EndsWithoutWriting()
    {
        var database = provider.NewDatabase();
        RunSummary? other = null;

        var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(database, atScore: [100], fault: () =>
        {
            EndSessions(database);
            other = Task.Run(() => Run(database, PlainSteps.Create(), Patient).ExecuteAsync(Source(), new RunRequest(), null, CancellationToken.None)).GetAwaiter().GetResult();
        }));

        Assert.EndsWith("was taken by another run while this one had lost its connection: that one goes on from here.", refused.Message, StringComparison.Ordinal);
        await AssertUndisturbedAsync(database, other!, [RunState.Succeeded, RunState.Failed]);
        var runs = await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None);
        Assert.Equal(other!.RunId, runs[1].ResumedBy);
        Assert.Equal("The process ended before the run did.", runs[1].Failure);
    }

    [Fact]
    public async Task ExecuteAsync_AnotherRunThatHoldsTheStoreMeanwhile_EndsWithoutWriting()
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        StoreSession? other = null;

        var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(database, atScore: [100], fault: () =>
        {
            EndSessions(database);
            other = Task.Run(() => database.OpenForRunAsync(CancellationToken.None)).GetAwaiter().GetResult();
        }));

        await other!.DisposeAsync();
        Assert.EndsWith("was taken by another run while this one had lost its connection: that one goes on from here.", refused.Message, StringComparison.Ordinal);
        var run = Assert.Single(await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None));
        Assert.Equal(RunState.Running, run.State);
    }

    [Fact]
    public async Task ExecuteAsync_ServerThatIsStarting_IsWaitedFor()
    {
        var database = provider.NewDatabase();
        await RunAsync(database);
        var name = new NpgsqlConnectionStringBuilder(database.Location.Server!.ConnectionString).Database;
        cluster.Execute(null, $"alter database {name} connection limit 0; create role limited_{name} login password 'made-up for the tests' in role crime_screening_worker");
        var limited = new ScreeningDatabase(StoreLocation.Of(new PostgreSqlStoreOptions { ConnectionString = cluster.ConnectionString(name, $"limited_{name}").ConnectionString }));

        var run = RunAsync(limited);
        await Task.Delay(300);
        cluster.Execute(null, $"alter database {name} connection limit -1");

        Assert.Equal(RunCounts.Zero with { Read = Crimes, Unchanged = Crimes }, (await run).Counts);
        Assert.Contains("PostgreSQL 53300", log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_StoreWithAConnectionPool_IsFreeForOthersWhenTheRunHasEnded()
    {
        var settings = cluster.ConnectionString(cluster.NewDatabase());
        settings.Pooling = true;
        var database = new ScreeningDatabase(StoreLocation.Of(new PostgreSqlStoreOptions { ConnectionString = settings.ConnectionString }));

        await RunAsync(database);

        await using var connection = new NpgsqlConnection(cluster.ConnectionString(settings.Database).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_locks where locktype = 'advisory'", connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    public void Dispose()
    {
        network.Dispose();
        provider.Dispose();
    }

    private static GivenSource Source(IEnumerable<Crime>? crimes = null) => new(crimes ?? Some.Month(Crimes, ChildProcess.Seed), batchSize: 40);

    private NightlyRun Run(ScreeningDatabase database, ScreeningSteps steps, RetryOptions retries) =>
        new(database, steps, new ScreeningScope(new ScopeOptions()), new LinkageOptions(), TimeProvider.System, retries, log);

    /// <param name="atScore">Numbers of the scorings within which the fault comes.</param>
    private Task<RunSummary> RunAsync(
        ScreeningDatabase database, RetryOptions? retries = null, int[]? atScore = null, Action? fault = null, IEnumerable<Crime>? crimes = null)
    {
        var (steps, scored) = (PlainSteps.Create(), 0);
        var disturbed = steps with
        {
            Score = (crime, reading, history, asOf) =>
            {
                if (atScore?.Contains(Interlocked.Increment(ref scored)) == true) fault!();
                return steps.Score(crime, reading, history, asOf);
            },
        };
        return Run(database, disturbed, retries ?? Patient).ExecuteAsync(Source(crimes), new RunRequest(), null, CancellationToken.None);
    }

    private async Task AssertUndisturbedAsync(
        ScreeningDatabase database, RunSummary summary, RunState[]? states = null, IEnumerable<Crime>? crimes = null)
    {
        foreach (var line in log.All) output.WriteLine(line);
        var (counts, content) = crimes is null ? await server.Undisturbed.Value : await UndisturbedAsync(provider, crimes);
        var seen = new ScreeningDatabase(StoreLocation.Of(new PostgreSqlStoreOptions
        {
            ConnectionString = cluster.ConnectionString(new NpgsqlConnectionStringBuilder(database.Location.Server!.ConnectionString).Database).ConnectionString,
        }));

        Assert.Equal(counts, summary.Counts);
        Assert.Equal(content, await StoreProvider.ContentAsync(seen));
        var runs = await new ScreenedCrimeReader(seen).ReadRunsAsync(limit: 10, CancellationToken.None);
        Assert.Equal(RunState.Succeeded, runs[0].State);
        if (states is not null) Assert.Equal(states, runs.Select(run => run.State));
    }

    private static async Task<(RunCounts Counts, string Content)> UndisturbedAsync(PostgreSqlProvider provider, IEnumerable<Crime>? crimes)
    {
        var database = provider.NewDatabase();
        var run = new NightlyRun(database, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), new LinkageOptions(), TimeProvider.System);
        var summary = await run.ExecuteAsync(Source(crimes), new RunRequest(), null, CancellationToken.None);
        return (summary.Counts, await StoreProvider.ContentAsync(database));
    }

    private static ScreeningDatabase Through(FaultyNetwork network, ScreeningDatabase database) => Through(network.Port, database);

    /// <summary>The same store, reached another way and soon tired of waiting.</summary>
    private static ScreeningDatabase Through(int port, ScreeningDatabase database) => new(StoreLocation.Of(new PostgreSqlStoreOptions
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(database.Location.Server!.ConnectionString)
        {
            Port = port,
            Timeout = 2,
            CommandTimeout = 2,
            SslMode = SslMode.Disable,
        }.ConnectionString,
    }));

    private void EndSessions(ScreeningDatabase database) => cluster.Execute(null, $"""
        select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where  datname = '{new NpgsqlConnectionStringBuilder(database.Location.Server!.ConnectionString).Database}'
        """);

    private async Task CutDuringACopyAsync(int times)
    {
        const string sql = """
            do $$
            begin
                loop
                    perform pg_terminate_backend(pid, 5000) from pg_stat_activity where query like 'copy %' and state = 'active';
                    exit when found;
                    perform pg_stat_clear_snapshot();
                end loop;
            end
            $$
            """;
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(database: null).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        for (var cut = 0; cut < times; cut++) await command.ExecuteNonQueryAsync();
    }

    /// <summary>A server that may be harmed, for one test after another, and what a run leaves in a store that nothing happens to.</summary>
    public sealed class Server : IDisposable
    {
        public Server() => Undisturbed = new(() => UndisturbedAsync(new PostgreSqlProvider(Cluster), crimes: null));

        internal PostgreSqlCluster Cluster { get; } = PostgreSqlCluster.Create();

        internal Lazy<Task<(RunCounts Counts, string Content)>> Undisturbed { get; }

        public void Dispose() => Cluster.Dispose();
    }
}
