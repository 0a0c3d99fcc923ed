using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>
/// A PostgreSQL server of the tests' own: a cluster in a temporary folder, on a port of the loopback address. PostgreSQL refuses to run as
/// root, so there it runs as another user. It goes away with the process that made it, even when that process is killed.
/// </summary>
/// <remarks>Its settings are those of a server that may lose everything when the machine stops, and nothing when a process does.</remarks>
internal sealed class PostgreSqlCluster : IDisposable
{
    private const string Owner = "postgres", Password = "made-up for the tests";
    private static readonly Lazy<PostgreSqlCluster> OneForAll = new(Create);
    private static int databases;

    private readonly string folder, data;
    private readonly Process guard;
    private Process? server;

    private PostgreSqlCluster(string folder, int port)
    {
        (this.folder, data, Port) = (folder, Path.Combine(folder, "data"), port);
        guard = StartGuard();
    }

    /// <summary>For every test that leaves the server as it is; started by the first of them.</summary>
    public static PostgreSqlCluster Shared => OneForAll.Value;

    public int Port { get; }

    /// <summary>Where the server's user may write.</summary>
    public string Folder => folder;

    /// <summary>The server's process, while it runs.</summary>
    public int ProcessId => int.Parse(Run("head", "-n", "1", Path.Combine(data, "postmaster.pid")), CultureInfo.InvariantCulture);

    /// <summary>A server of the caller's own, started: for tests that do it harm. Dispose stops and removes it.</summary>
    public static PostgreSqlCluster Create()
    {
        var cluster = new PostgreSqlCluster(Run("mktemp", "-d", "/tmp/screening-postgresql-XXXXXX").Trim(), FreePort());
        try
        {
            RunScript($"echo '{Password}' > {cluster.folder}/password");
            Run(
                Program("initdb"), "-D", cluster.data, "-U", Owner, "--auth=scram-sha-256", $"--pwfile={cluster.folder}/password", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync");
            cluster.Start();
            return cluster;
        }
        catch (InvalidOperationException)
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Starts it, and returns when it answers.</summary>
    public void Start()
    {
        var script = $"exec {Program("postgres")} -D {data} -p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off " +
            $"-c full_page_writes=off -c max_connections=200 -c autovacuum=off -c shared_buffers=64MB < /dev/null >> {folder}/log 2>&1";
        var start = new ProcessStartInfo { UseShellExecute = false, WorkingDirectory = "/" };
        AsServerUser(start, "sh", "-c", script);
        server?.Dispose();
        server = Process.Start(start)!;
        var waited = Stopwatch.StartNew();
        while (!Answers())
        {
            if (!server.WaitForExit(TimeSpan.FromMilliseconds(50)) && waited.Elapsed < TimeSpan.FromSeconds(60)) continue;
            throw new InvalidOperationException($"PostgreSQL did not start: {RunScript($"tail -n 5 {folder}/log")}");
        }
    }

    /// <summary>Stops at once, without a checkpoint: the next start recovers from the log.</summary>
    public void StopAtOnce()
    {
        Run(Program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop");
        server!.WaitForExit();
    }

    /// <summary>Kills the server's first process without a word. The others notice and end within a second.</summary>
    public void Kill()
    {
        RunScript($"kill -9 {ProcessId}");
        server!.WaitForExit();
    }

    /// <summary>Starts again after <see cref="Kill"/>; tried until the processes that were left have let go of the folder.</summary>
    public void Restart()
    {
        for (var tries = 20; ; tries--)
        {
            try
            {
                Start();
                return;
            }
            catch (InvalidOperationException) when (tries > 1)
            {
                RunScript("sleep 0.25");
            }
        }
    }

    /// <summary>A new, empty database.</summary>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        Execute(null, $"create database {name}");
        return name;
    }

    /// <param name="database">Null: the one that every cluster has.</param>
    /// <param name="user">Null: the owner, who may do anything.</param>
    public NpgsqlConnectionStringBuilder ConnectionString(string? database, string? user = null) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database ?? "postgres",
        Username = user ?? Owner,
        Password = Password,
        // Each test has databases of its own: a pool for each would use up the server's connections.
        Pooling = false,
    };

    /// <summary>Runs a client program of the server's package, such as <c>pg_dump</c>, as the owner; files it names lie in <see cref="Folder"/>.</summary>
    public string RunClient(string program, params string[] arguments) => Run(
        "env", [$"PGPASSWORD={Password}", "PGHOST=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"PGPORT={Port}"), $"PGUSER={Owner}", Program(program), .. arguments]);

    /// <summary>Lets the server show a certificate, or none, to whoever connects from now on.</summary>
    /// <param name="certificate">Certificate and key as PEM; null: no TLS.</param>
    public void ServeTls((string Certificate, string Key)? certificate)
    {
        if (certificate is { } pem)
            RunScript($"cd {folder}; umask 077; echo '{pem.Certificate}' > server.crt; echo '{pem.Key}' > server.key");
        foreach (var (setting, value) in new[] { ("ssl_cert_file", $"{folder}/server.crt"), ("ssl_key_file", $"{folder}/server.key"), ("ssl", certificate is null ? "off" : "on") })
            Execute(null, $"alter system set {setting} = '{value}'");
        Run(Program("pg_ctl"), "-D", data, "reload");
    }

    /// <summary>Runs statements as the owner.</summary>
    public void Execute(string? database, string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString(database).ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are literals of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        guard.StandardInput.Close();
        guard.WaitForExit();
        guard.Dispose();
        server?.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var connection = new NpgsqlConnection(ConnectionString(database: null).ConnectionString);
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Waits for the end of its input, which comes when the tests' process ends, however it ends, and then clears away.</summary>
    private Process StartGuard()
    {
        var script = $"read line; {Program("pg_ctl")} -D {data} -m immediate -w stop > /dev/null 2>&1; rm -rf {folder}";
        var start = new ProcessStartInfo { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        AsServerUser(start, "sh", "-c", script);
        return Process.Start(start)!;
    }

    private static string Program(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(version => version, StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return folders.Concat(versions.Select(version => Path.Combine(version, "bin")))
            .Select(candidate => Path.Combine(candidate, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"PostgreSQL is not installed: {name} is neither on the PATH nor in /usr/lib/postgresql/*/bin. These tests start a server of their " +
                "own and are never skipped; install it with: apt-get install postgresql");
    }

    private static string RunScript(string script) => Run("sh", "-c", script);

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        AsServerUser(start, [program, .. arguments]);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {error.Result}{output}");
    }

    private static void AsServerUser(ProcessStartInfo start, params string[] command)
    {
        string[] all = Environment.UserName == "root" ? ["runuser", "-u", "nobody", "--", .. command] : command;
        start.FileName = all[0];
        foreach (var argument in all[1..]) start.ArgumentList.Add(argument);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
