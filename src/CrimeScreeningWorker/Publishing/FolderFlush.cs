using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CrimeScreeningWorker.Publishing;

/// <summary>
/// Forces to disk what has been made, renamed or deleted in a folder. Without it a power cut after a rename may bring the old name back, and
/// files that were forced to disk one by one may be found in no folder.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The folder cannot be opened, or the disk gives an error.</exception>
    public static void ToDisk(string folder)
    {
        // On Windows the file system logs its own changes, and a folder cannot be flushed.
        if (OperatingSystem.IsWindows()) return;
        // .NET opens files alone; it flushes what it is given.
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid) throw new IOException($"The folder cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
