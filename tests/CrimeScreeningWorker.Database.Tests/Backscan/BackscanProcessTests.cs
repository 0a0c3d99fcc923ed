using System.Diagnostics;
using System.Text.Json;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Backscan;

/// <summary>Back-scans by the worker itself, as processes that are started in the same second and killed.</summary>
public sealed class BackscanProcessTests(BackscanProcessTests.History history) : IClassFixture<BackscanProcessTests.History>, IDisposable
{
    private readonly PostgreSqlProvider provider = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backscan-");

    [Fact]
    public async Task Backscan_OneOfThreeAndThenAllKilled_GoesOnWhenGivenAgain()
    {
        var database = provider.NewDatabase();
        Process[] nodes = [Start(database), Start(database), Start(database)];
        await WaitForAsync(database, status => status.Nodes.Sum(node => node.Ranges) >= History.Ranges / 5);
        nodes[1].Kill();
        await WaitForAsync(database, status => status.Nodes.Sum(node => node.Ranges) >= History.Ranges / 2);
        nodes[0].Kill();
        nodes[2].Kill();
        await Task.WhenAll(nodes.Select(EndAsync));

        var (exitCode, text, error) = await EndAsync(Start(database, "--status"));
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("Back-scan: warehouse, 2026-03-01 to 2026-03-31\n", text, StringComparison.Ordinal);
        Assert.Contains("State:     running\n", text, StringComparison.Ordinal);
        Assert.Matches(@"Phase:     \d of 4, [a-z ]+: \d+ %, \d+ of \d+ ranges; \d+ in work; [\d,]+ read\n", text);
        Assert.Contains("\nNode: ", text, StringComparison.Ordinal);
        using (var json = JsonDocument.Parse((await EndAsync(Start(database, "--status", "--json"))).Output))
            Assert.Equal("running", json.RootElement.GetProperty("state").GetString());

        var again = await EndAsync(Start(database));
        Assert.Equal((0, ""), (again.ExitCode, string.Join('\n', again.Error.Split('\n').Where(line => !line.Contains(" ranges", StringComparison.Ordinal))).Trim()));
        Assert.Contains("State:     succeeded\n", again.Output, StringComparison.Ordinal);
        BackscanTests.Same(history.Content, await BackscanTests.ContentAsync(database));
        var run = Assert.Single(await new RunLedger(database).ReadAsync(10, CancellationToken.None));
        Assert.Equal((RunState.Succeeded, history.Counts), (run.State, run.Counts));
    }

    public void Dispose()
    {
        provider.Dispose();
        folder.Delete(recursive: true);
    }

    private Process Start(ScreeningDatabase database, params string[] words) => history.Start(folder.FullName, database, words);

    private static async Task<(int ExitCode, string Output, string Error)> EndAsync(Process process)
    {
        using (process)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, await error);
        }
    }

    private static async Task WaitForAsync(ScreeningDatabase database, Func<BackscanStatus, bool> reached)
    {
        var progress = new BackscanProgress(database);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await poll.WaitForNextTickAsync())
        {
            try
            {
                if (await progress.ReadAsync(CancellationToken.None) is not { } status) continue;
                if (reached(status)) return;
                Assert.Equal(RunState.Running, status.State);
            }
            catch (StoreException)
            {
                // The store is not made yet.
            }
        }
    }

    /// <summary>A warehouse, and what one undisturbed process makes of it.</summary>
    public sealed class History : IAsyncLifetime
    {
        /// <summary>About how many ranges the phases have together.</summary>
        public const int Ranges = 60;

        private readonly Warehouse warehouse = new(PostgreSqlCluster.Shared);
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backscan-");

        public string Content { get; private set; } = "";

        public RunCounts Counts { get; private set; } = RunCounts.Zero;

        public async Task InitializeAsync()
        {
            await warehouse.AddAsync(Some.Month(800, ChildProcess.Seed));
            using var provider = new PostgreSqlProvider();
            var database = provider.NewDatabase();
            var (exitCode, _, error) = await EndAsync(Start(folder.FullName, database, []));
            Assert.True(exitCode == 0, error);
            Content = await BackscanTests.ContentAsync(database);
            Counts = (await new RunLedger(database).ReadAsync(1, CancellationToken.None)).Single().Counts;
        }

        public Task DisposeAsync()
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        }

        internal Process Start(string folder, ScreeningDatabase database, string[] words)
        {
            string[] command = words is [] ? ["--from", "2026-03-01", "--to", "2026-03-31", "--source", "warehouse", "--range-rows", "40", "--as-of", "2026-04-01T05:00:00Z"] : words;
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CrimeScreeningWorker.dll"), "backscan", .. command, "--store", "scanned"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            foreach (var (name, connection) in (ReadOnlySpan<(string, string)>)
                [("Stores__scanned", PostgreSqlStore.Settings(database.Location).ConnectionString), ("Sources__warehouse", warehouse.ConnectionString)])
            {
                var settings = new Npgsql.NpgsqlConnectionStringBuilder(connection);
                start.Environment[$"CRIMESCREENING_{name}__Password"] = settings.Password;
                settings.Password = null;
                start.Environment[$"CRIMESCREENING_{name}__ConnectionString"] = settings.ConnectionString;
            }

            return Process.Start(start)!;
        }
    }
}
