using System.ComponentModel;
using System.Diagnostics;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>Another program, which may not be installed.</summary>
internal static class Command
{
    /// <returns>Lines of its output; null when it is not there or failed.</returns>
    public static async Task<IReadOnlyList<string>?> TryRunAsync(string program, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // One core each, whatever their libraries would take.
        foreach (var name in (ReadOnlySpan<string>)["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]) start.Environment[name] = "1";
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            await error;
            return process.ExitCode == 0 ? (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>Gone when it is let go.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("benchmarks-");

    public string Of(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
