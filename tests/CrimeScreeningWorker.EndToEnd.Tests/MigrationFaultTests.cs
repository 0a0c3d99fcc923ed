using System.Diagnostics;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>A migration that is killed half-way, two at once, and an old program that meets a newer store.</summary>
public sealed class MigrationFaultTests(ITestOutputHelper output) : IDisposable
{
    private readonly Workspace workspace = new();

    // Another transaction has made a table of the same name and not committed: the script that makes it waits there, and is killed there.
    [Theory]
    [InlineData("run", 0)]
    [InlineData("quarantine", 0)]
    [InlineData("skipped_start", 2)]
    [InlineData("qrtz_locks", 4)]
    public async Task Migrate_KilledWithinAScriptOnPostgreSql_IsRepeatedCleanly(string table, int applied)
    {
        var (database, server) = NewServerStore();
        await using (var holder = new NpgsqlConnection(server.ConnectionString))
        {
            await holder.OpenAsync();
            await holder.ExecuteAsync("create schema screening");
            await using var transaction = await holder.BeginTransactionAsync();
#pragma warning disable CA2100 // Literals of the test.
            await holder.ExecuteAsync($"create table screening.{table} (id int)", transaction: transaction);
#pragma warning restore CA2100
            using var migrate = workspace.Start(["dotnet", Worker.Program, "migrate", "--store", "server"]);
            await WaitForLockAsync(server, migrate);
            migrate.Kill();
            await migrate.WaitForExitAsync();
            await WaitForEndAsync(server);
        }

        Assert.Equal(Math.Min(applied, StoreSchema.ScriptsAfter(StoreDialect.PostgreSql, 0).Count - 1), (await VersionsAsync(database)).Count);
        var watch = Stopwatch.StartNew();
        (await workspace.RunAsync("migrate", "--store", "server")).Ends(0);
        watch.Stop();

        await IsWholeAsync(database);
        (await workspace.RunAsync("screen", "--source", Extract.Sample, "--store", "server", "--out", "out")).Ends(0);
        new FaultReport($"migration killed within the script that makes {table}, PostgreSQL", 1, 1, 0, 0, watch.Elapsed).Holds(output);
    }

    [Fact]
    public async Task Migrate_KilledAtRandomMomentsOnSqlite_IsRepeatedCleanly()
    {
        var moments = new Random(20260316);
        var (survived, halfWay, longest) = (0, 0, TimeSpan.Zero);
        for (var kill = 0; kill < FaultCounts.MigrationKills; kill++)
        {
            var file = workspace.PathOf($"{kill}.db");
            using (var migrate = workspace.Start(["dotnet", Worker.Program, "migrate", "--store", $"sqlite:{file}"]))
            {
                // Its lock file is there from just before the first script.
                while (!migrate.HasExited && !File.Exists(file + ".migration")) await Task.Delay(1);
                await Task.Delay(moments.Next(0, 400));
                migrate.Kill();
                await migrate.WaitForExitAsync();
            }

            var database = new ScreeningDatabase(StoreLocation.Parse($"sqlite:{file}"));
            if (!File.Exists(file) || (await VersionsAsync(database)).Count < StoreSchema.Newest(StoreDialect.Sqlite)) halfWay++;
            var watch = Stopwatch.StartNew();
            (await workspace.RunAsync("migrate", "--store", $"sqlite:{file}")).Ends(0);
            if (watch.Elapsed > longest) longest = watch.Elapsed;
            await IsWholeAsync(database);
            survived++;
        }

        output.WriteLine($"{halfWay} of {FaultCounts.MigrationKills} were half-way");
        Assert.True(halfWay > 0, "No kill met a migration half-way.");
        (await workspace.ScreenAsync(Extract.Sample, "0.db")).Ends(0);
        new FaultReport("migration killed at random moments, SQLite", FaultCounts.MigrationKills, survived, 0, 0, longest).Holds(output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Migrate_FourAtOnce_AppliesEachScriptOnce(bool onServer)
    {
        var database = onServer ? NewServerStore().Database : NewFileStore();
        var words = new[] { "dotnet", Worker.Program, "migrate", "--store", onServer ? "server" : database.Location.ToString() };

        var processes = Enumerable.Range(0, 4).Select(_ => workspace.Start(words)).ToList();
        foreach (var process in processes) (await Worker.EndAsync(process)).Ends(0);
        processes.ForEach(process => process.Dispose());

        await IsWholeAsync(database);
    }

    [Theory]
    [InlineData(false, "run")]
    [InlineData(false, "run", "--once")]
    [InlineData(false, "screen", "--source", "samples", "--out", "out")]
    [InlineData(false, "migrate")]
    [InlineData(false, "doctor")]
    [InlineData(true, "run")]
    [InlineData(true, "run", "--once")]
    [InlineData(true, "screen", "--source", "samples", "--out", "out")]
    [InlineData(true, "migrate")]
    [InlineData(true, "doctor")]
    public async Task Command_NewerStore_IsRefusedSaysWhyAndLeavesItAlone(bool onServer, params string[] command)
    {
        var database = onServer ? NewServerStore().Database : NewFileStore();
        await database.PrepareAsync(CancellationToken.None);
        await using (var session = await database.OpenAsync(CancellationToken.None))
        {
            await session.Connection.ExecuteAsync(
                "insert into schema_changelog (type, version, description, name, installed_by, success) values (0, '0099', 'later', 'V0099__later.sql', '', true)");
        }

        var before = await VersionsAsync(database);
        workspace.Set("Service__Source", "samples").Set("Sources__samples__Kind", "csv").Set("Sources__samples__Path", Extract.Sample);
        workspace.Set("Service__Attempts", "1").Set("Health__Url", "http://127.0.0.1:0").Set("Publishing__Folder", workspace.PathOf("published"));

        var end = await workspace.RunAsync([.. command, "--store", onServer ? "server" : database.Location.ToString()]);

        end.Ends(1);
        Assert.Contains(
            $"was written by a newer version of this program (schema 99; this one knows {StoreSchema.Newest(database.Location.Dialect)})",
            end.Output + end.Error, StringComparison.Ordinal);
        Assert.Equal(before, await VersionsAsync(database));
        Assert.False(Directory.Exists(workspace.PathOf("published")));
    }

    public void Dispose() => workspace.Dispose();

    private ScreeningDatabase NewFileStore() => new(StoreLocation.Parse($"sqlite:{workspace.PathOf("store.db")}"));

    private (ScreeningDatabase Database, NpgsqlConnectionStringBuilder Server) NewServerStore()
    {
        var server = PostgreSqlCluster.Shared.ConnectionString(PostgreSqlCluster.Shared.NewDatabase());
        var whole = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        workspace.Set("Stores__server__Password", server.Password!);
        server.Remove("Password");
        workspace.Set("Stores__server__ConnectionString", server.ConnectionString);
        return (new ScreeningDatabase(StoreLocation.Of(new PostgreSqlStoreOptions { ConnectionString = whole.ConnectionString })), whole);
    }

    /// <summary>Versions that have been applied, in their order; none where nothing has.</summary>
    private static async Task<IReadOnlyList<string>> VersionsAsync(ScreeningDatabase database)
    {
        await using var session = await database.OpenAsync(CancellationToken.None);
        var there = await session.Connection.ExecuteScalarAsync<long>(session.OnPostgreSql
            ? "select count(*) from pg_catalog.pg_tables where tablename = 'schema_changelog'"
            : "select count(*) from sqlite_schema where name = 'schema_changelog'");
        return there == 0
            ? []
            : (await session.Connection.QueryAsync<string>(
                "select cast(version as text) from schema_changelog where version is not null and version <> '0' order by version")).AsList();
    }

    /// <summary>Every script stands in the changelog once, and the store is what an undisturbed migration makes it.</summary>
    private static async Task IsWholeAsync(ScreeningDatabase database)
    {
        Assert.Empty(await database.ReadPendingScriptsAsync(CancellationToken.None));
        var versions = await VersionsAsync(database);
        Assert.Equal(StoreSchema.ScriptsAfter(database.Location.Dialect, 0).Count, versions.Count);
        Assert.Equal(versions.Distinct(StringComparer.Ordinal), versions);
        await database.CheckAsync(CancellationToken.None);
    }

    private static async Task WaitForLockAsync(NpgsqlConnectionStringBuilder server, Process migrate)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(50))
        {
            Assert.False(migrate.HasExited, "The migration ended before it could be killed.");
            if (await connection.ExecuteScalarAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0) return;
        }

        Assert.Fail("The migration never came to wait.");
    }

    /// <summary>The server notices a dead client when it next writes to it: it is told that the wait is over.</summary>
    private static async Task WaitForEndAsync(NpgsqlConnectionStringBuilder server)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    }
}
