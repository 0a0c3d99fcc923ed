using System.Diagnostics;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>What a process of the worker left behind.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public void Ends(int exitCode) => Assert.True(exitCode == ExitCode, $"Exit code {exitCode} was expected, {ExitCode} came.\n{Output}\n{Error}");

    /// <summary>It stopped with exactly this on standard error, and nothing on standard output.</summary>
    public void Refuses(string sentence, int exitCode = 1)
    {
        Ends(exitCode);
        Assert.Equal(sentence + "\n", Error);
        Assert.Empty(Output);
    }
}

/// <summary>The built worker, started as a process of its own from the folder of the tests.</summary>
internal static class Worker
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "CrimeScreeningWorker.dll");

    /// <param name="folder">Current directory of the process.</param>
    /// <param name="command">The whole command line, the program first.</param>
    public static Process Start(string folder, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> command)
    {
        var words = command.ToList();
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        // What a desk has set must not decide a test.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("CRIMESCREENING_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        // A process of two seconds gains nothing from watching itself run.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<Finished> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new Finished(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The worker had not ended after {Patience}.", e);
        }
    }
}
