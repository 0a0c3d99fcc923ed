using System.Diagnostics;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>What a machine can do to a run. Linux: the worker is deployed there and its CI runs there.</summary>
internal static class Faults
{
    private static readonly Lazy<string[]?> PrivateMount = new(FindPrivateMount);

    /// <summary>
    /// Words to put before a command so that file permissions hold for it. They do anyway, but for root: its right to pass over them is
    /// taken away, and it stays the owner of its files.
    /// </summary>
    public static string[] PermissionsHold => Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : [];

    /// <summary>
    /// A script for <c>bash</c> that runs <c>"$@"</c> twice, first with a disk of so many kilobytes under <paramref name="folder"/>, then with one that
    /// has room, and prints the exit code of each run. The disk is a mount of its own that nobody else sees; where mounting is
    /// forbidden, the size of files is limited instead, which the store meets as an error of the disk.
    /// </summary>
    public static (string[] Before, bool IsRealDisk) DiskThatFills(string folder, int kilobytes) => PrivateMount.Value is { } mount
        ? ([.. mount, "bash", "-c",
            $"mount -t tmpfs -o size={kilobytes}k tmpfs {folder} || exit 99\n\"$@\"\necho \"exit $?\"\nls -A {folder}\n" +
            $"mount -o remount,size=256m {folder}\n\"$@\"\necho \"exit $?\"\n", "bash"], true)
        : (["bash", "-c",
            // The runtime maps its code through a file, which the limit would forbid.
            $"(trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f {kilobytes}; \"$@\")\necho \"exit $?\"\nls -A {folder}\n\"$@\"\necho \"exit $?\"\n",
            "bash"], false);

    public static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
        kill.WaitForExit();
    }

    private static string[]? FindPrivateMount()
    {
        foreach (var words in (string[][])[["unshare", "-m"], ["unshare", "-rm"]])
        {
            using var probe = Process.Start("bash", ["-c", $"{string.Join(' ', words)} mount -t tmpfs tmpfs /tmp 2> /dev/null"]);
            probe.WaitForExit();
            if (probe.ExitCode == 0) return words;
        }

        return null;
    }
}
