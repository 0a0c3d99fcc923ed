using System.Diagnostics;

namespace CrimeScreeningWorker.Commands;

/// <summary>Runs this very command again in a process that adds numbers in the same order on every machine.</summary>
/// <remarks>
/// How wide the vectors of a processor are decides in what order a sum is taken, and so its last digits; training multiplies those into
/// another model. The runtime can be told to leave vectors alone only when it starts. Training takes about a tenth longer for it.
/// </remarks>
internal static class PlainArithmetic
{
    private const string Vectors = "DOTNET_EnableHWIntrinsic";

    /// <summary>Bytes, hexadecimal, that are allocated between two collections; the runtime takes the processor's cache for it, which may be half a gigabyte.</summary>
    private const string YoungHeap = "DOTNET_GCgen0size", YoungHeapBytes = "4000000";

    public static bool IsOn => Environment.GetEnvironmentVariable(Vectors) == "0";

    /// <returns>The exit code of the other process, which has this one's output.</returns>
    public static async Task<int> RunAgainAsync(CancellationToken cancellationToken)
    {
        var program = Environment.ProcessPath!;
        var words = Environment.GetCommandLineArgs();
        // Under "dotnet CrimeScreeningWorker.dll" the first word is needed again; the program's own file stands for it otherwise.
        var isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(program, words.Skip(isHost ? 0 : 1)) { UseShellExecute = false };
        start.Environment[Vectors] = "0";
        start.Environment.TryAdd(YoungHeap, YoungHeapBytes);
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return process.ExitCode;
    }
}
