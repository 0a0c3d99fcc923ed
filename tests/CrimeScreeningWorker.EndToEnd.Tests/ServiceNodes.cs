using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using Npgsql;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>Several services on one store, with one extract and one output folder, each a real process with a clock of the test's choice.</summary>
/// <remarks>On PostgreSQL they sign in with the rights of a worker and no more.</remarks>
internal sealed class ServiceNodes : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("service-nodes-");
    private readonly List<ServiceNode> nodes = [];
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private readonly NpgsqlConnectionStringBuilder? server;

    /// <param name="cluster">Null: an SQLite file.</param>
    public ServiceNodes(PostgreSqlCluster? cluster, string schedule, int rows = 273, int batchRows = 500)
    {
        var store = $"sqlite:{Path.Combine(folder.FullName, "store.db")}";
        if (cluster is not null)
        {
            var database = cluster.NewDatabase();
            server = cluster.ConnectionString(database);
            store = "shared";
            // The owner prepares the store once; what runs each night may not.
            new ScreeningDatabase(Location).PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
            var worker = $"worker_of_{database}";
            cluster.Execute(database, $"create role {worker} login password '{server.Password}' in role crime_screening_worker");
            var login = cluster.ConnectionString(database, worker);
            environment["CRIMESCREENING_Stores__shared__Password"] = login.Password!;
            login.Remove("Password");
            environment["CRIMESCREENING_Stores__shared__ConnectionString"] = login.ConnectionString;
        }

        ServiceSample.Write(Path.Combine(folder.FullName, "extract.csv"), rows);
        File.WriteAllText(Path.Combine(folder.FullName, "crime-screening.json"), JsonSerializer.Serialize(new
        {
            Store = store,
            Sources = new { BatchRows = batchRows, crimes = new { Kind = "csv", Path = "./extract.csv" } },
            Service = new { Source = "crimes", Attempts = 1, Schedule = schedule },
            Publishing = new { Folder = "./published" },
            Health = new { Url = "http://127.0.0.1:0" },
        }));
        Rows = rows;
    }

    public int Rows { get; }

    public string Published => Path.Combine(folder.FullName, "published");

    public ScreeningDatabase Database => new(Location);

    public RunLedger Ledger => new(Database);

    private StoreLocation Location => server is null
        ? StoreLocation.Parse($"sqlite:{Path.Combine(folder.FullName, "store.db")}")
        : StoreLocation.Of(new PostgreSqlStoreOptions { ConnectionString = server.ConnectionString });

    /// <summary>Seconds to put a clock ahead by, so that it now stands at a moment.</summary>
    public static double Until(DateTimeOffset moment) => (moment - TimeProvider.System.GetUtcNow()).TotalSeconds;

    /// <summary>Changes the settings of every node that is started from now on.</summary>
    public void Set(string name, string value) => environment["CRIMESCREENING_" + name] = value;

    public ServiceNode Start(double ahead)
    {
        var node = new ServiceNode(Worker.Start(
            folder.FullName, environment, "dotnet", typeof(ServiceNodeProgram).Assembly.Location, ahead.ToString(CultureInfo.InvariantCulture)));
        nodes.Add(node);
        return node;
    }

    /// <summary>Runs a command of the worker here.</summary>
    public async Task<Finished> RunAsync(params string[] words)
    {
        using var process = StartCommand(words);
        return await Worker.EndAsync(process);
    }

    public Process StartCommand(params string[] words) => Worker.Start(folder.FullName, environment, ["dotnet", Worker.Program, .. words]);

    /// <summary>Polls until the ledger is as a test expects, as long as it takes; what a node says is in the failure of one that never gets there.</summary>
    public async Task<IReadOnlyList<RunRecord>> WaitAsync(Func<IReadOnlyList<RunRecord>, bool> enough)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var watch = Stopwatch.StartNew(); await poll.WaitForNextTickAsync();)
        {
            try
            {
                var runs = await Ledger.ReadAsync(1_000, CancellationToken.None);
                if (enough(runs)) return runs;
            }
            catch (StoreException)
            {
                // Not made yet, or away because the test put it away.
            }

            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(10), string.Join('\n', nodes.SelectMany(node => node.Output)));
        }

        throw new UnreachableException();
    }

    /// <summary>First column of the first row, asked of the server as its owner.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server!.ConnectionString + ";Search Path=screening");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Literals of the tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public void Dispose()
    {
        foreach (var node in nodes) node.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>One of them.</summary>
internal sealed class ServiceNode : IDisposable
{
    private readonly ConcurrentQueue<string> output = new();

    public ServiceNode(Process process)
    {
        Process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { } text) output.Enqueue(text);
        }
    }

    public Process Process { get; }

    public IReadOnlyCollection<string> Output => output;

    /// <summary>Waits until it listens.</summary>
    public async Task<string> HealthUrlAsync()
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await poll.WaitForNextTickAsync())
        {
            if (output.FirstOrDefault(line => line.Contains("Health endpoints", StringComparison.Ordinal)) is { } said)
                return Regex.Match(said, "http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.NonBacktracking).Value;
            Assert.False(Process.HasExited, string.Join('\n', output));
        }

        throw new UnreachableException();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Faults.Signal(Process, "TERM");
        await Process.WaitForExitAsync();
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
    }
}
