using System.Diagnostics;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>The worker as a real process in a folder of its own, with a configuration file, a drop folder and a store there.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CrimeScreeningWorker.dll");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("service-process-");

    public ServiceProcess(object? service = null, int batchRows = 500)
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "drop"));
        File.WriteAllText(Path.Combine(folder.FullName, "crime-screening.json"), JsonSerializer.Serialize(new
        {
            Store = "sqlite:./store.db",
            Sources = new { BatchRows = batchRows, crimes = new { Kind = "csv", Path = "./drop" } },
            Service = service ?? new { Source = "crimes", Attempts = 1 },
            Publishing = new { Folder = "./published" },
            Health = new { Url = "http://127.0.0.1:0" },
        }));
    }

    public string PublishedFolder => Path.Combine(folder.FullName, "published");

    public string StorePath => Path.Combine(folder.FullName, "store.db");

    public RunLedger Ledger => new(new ScreeningDatabase(StoreLocation.Parse("sqlite:" + StorePath)));

    /// <summary>Drops an extract of so many rows.</summary>
    public void DropRows(int rows) => ServiceSample.Write(Path.Combine(folder.FullName, "drop", "extract.csv"), rows);

    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. words])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] words)
    {
        using var process = Start(words);
        return await EndAsync(process);
    }

    public static async Task<(int ExitCode, string Output, string Error)> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    public static async Task TerminateAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until the ledger shows a run that has taken rows in and goes on.</summary>
    public async Task WaitForRowsAsync(Process process)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (await poll.WaitForNextTickAsync())
        {
            Assert.False(process.HasExited, "The run ended before it could be stopped.");
            try
            {
                if ((await Ledger.ReadAsync(1, CancellationToken.None)) is [{ State: RunState.Running, Counts.Read: > 0 }]) return;
            }
            catch (StoreException)
            {
                // The store is not made yet.
            }
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
