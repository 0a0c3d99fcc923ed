using System.Diagnostics;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Harness;

/// <summary>The shipped sample, screened once for all tests; each console works on a copy of its own.</summary>
internal static class SampleStore
{
    /// <summary>The moment that the list is made for.</summary>
    public static DateTimeOffset Morning { get; } = new(2025, 10, 1, 5, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<Task<string>> Screened = new(ScreenAsync);

    /// <summary>Copies the screened store to a path.</summary>
    public static async Task CopyAsync(string path)
    {
        var store = await Screened.Value;
        foreach (var end in new[] { "", "-wal" })
            if (File.Exists(store + end)) File.Copy(store + end, path + end);
    }

    private static async Task<string> ScreenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("console-sample-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var store = Path.Combine(folder, "store.db");
        var program = Path.Combine(AppContext.BaseDirectory, "CrimeScreeningWorker.dll");
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", "force-month.csv");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [program, "screen", "--source", sample, "--store", "sqlite:" + store, "--out", Path.Combine(folder, "out"), "--as-of", Morning.ToString("O")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return store;
    }
}
