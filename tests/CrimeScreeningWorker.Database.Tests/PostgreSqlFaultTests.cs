using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>Faults of a store on a server: it is killed, or it ends the connection. The next run ends as if nothing had happened.</summary>
public sealed class PostgreSqlFaultTests : IDisposable
{
    private const int Crimes = 600;
    private readonly PostgreSqlCluster cluster = PostgreSqlCluster.Create();
    private readonly PostgreSqlProvider provider;

    public PostgreSqlFaultTests() => provider = new PostgreSqlProvider(cluster);

    [Fact]
    public async Task ExecuteAsync_ServerKilledDuringABatch_EndsAsIfNothingHadHappened()
    {
        var undisturbed = provider.NewDatabase();
        var expected = await RunAsync(undisturbed);
        var content = await StoreProvider.ContentAsync(undisturbed);
        var database = provider.NewDatabase();

        for (var kill = 0; kill < 3; kill++)
        {
            // Its rows have been written, not committed, when the batch comes to be scored.
            var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(database, atScore: 100, cluster.Kill));
            Assert.Contains(database.Location.ToString(), refused.Message, StringComparison.Ordinal);
            cluster.Restart();
        }

        var summary = await RunAsync(database);

        Assert.Equal(expected.Counts, summary.Counts);
        Assert.Equal(content, await StoreProvider.ContentAsync(database));
        var runs = await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None);
        Assert.Equal([RunState.Succeeded, RunState.Failed, RunState.Failed, RunState.Failed], runs.Select(run => run.State));
        Assert.True(runs[1].Counts.Read >= runs[3].Counts.Read);
    }

    [Fact]
    public async Task ExecuteAsync_ConnectionEndedDuringACopy_EndsAsIfNothingHadHappened()
    {
        var undisturbed = provider.NewDatabase();
        // Long narratives, so that a copy takes long enough to be met.
        var crimes = Some.Month(100, ChildProcess.Seed).Select(crime => crime with { Narrative = $"{crime.Narrative} {new string('X', 300_000)}" }).ToArray();
        var expected = await RunAsync(undisturbed, crimes: crimes);
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);

        for (var cut = 0; cut < 2; cut++)
        {
            var cutter = CutDuringACopyAsync();
            var refused = await Assert.ThrowsAsync<StoreException>(() => RunAsync(database, crimes: crimes));
            await cutter;
            Assert.Contains(database.Location.ToString(), refused.Message, StringComparison.Ordinal);
        }

        var summary = await RunAsync(database, crimes: crimes);

        Assert.Equal(expected.Counts, summary.Counts);
        Assert.Equal(await StoreProvider.ContentAsync(undisturbed), await StoreProvider.ContentAsync(database));
    }

    public void Dispose()
    {
        provider.Dispose();
        cluster.Dispose();
    }

    private async Task CutDuringACopyAsync()
    {
        const string sql = """
            do $$
            begin
                loop
                    perform pg_terminate_backend(pid) from pg_stat_activity where query like 'copy %' and state = 'active';
                    exit when found;
                    perform pg_stat_clear_snapshot();
                end loop;
            end
            $$
            """;
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(database: null).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<RunSummary> RunAsync(ScreeningDatabase database, int atScore = 0, Action? fault = null, IEnumerable<Crime>? crimes = null)
    {
        var (steps, scored) = (PlainSteps.Create(), 0);
        var disturbed = steps with
        {
            Score = (crime, reading, history, asOf) =>
            {
                if (Interlocked.Increment(ref scored) == atScore) fault!();
                return steps.Score(crime, reading, history, asOf);
            },
        };
        return new NightlyRun(database, disturbed, new ScreeningScope(new ScopeOptions()), new LinkageOptions(), TimeProvider.System)
            .ExecuteAsync(new GivenSource(crimes ?? Some.Month(Crimes, ChildProcess.Seed), batchSize: 40), new RunRequest(), null, CancellationToken.None);
    }
}
