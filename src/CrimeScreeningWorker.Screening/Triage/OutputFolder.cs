namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The output files cannot be written. The message is one sentence for the person who started the run.</summary>
public sealed class OutputException : Exception
{
    public OutputException(string message) : base(message) { }

    public OutputException(string message, Exception inner) : base(message, inner) { }

    public OutputException() { }
}

/// <summary>
/// Files that appear whole or not at all: each is written beside its place under another name, forced to disk, and
/// renamed when all of them are complete. What was not published is deleted.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string folder;
    private readonly List<(FileStream Stream, string Path)> files = [];
    private int published;

    /// <exception cref="IOException">The folder cannot be made; also <see cref="UnauthorizedAccessException"/>.</exception>
    public OutputFolder(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>A new file, to be published under <paramref name="name"/> in the order of these calls.</summary>
    public FileStream Create(string name)
    {
        var path = Path.Combine(folder, name);
        if (Directory.Exists(path)) throw new IOException($"'{name}' is a folder there.");
        // One fixed name, so that what a killed run left is written over, and a second run at the same time is refused.
        var stream = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        files.Add((stream, path));
        return stream;
    }

    public void Publish()
    {
        foreach (var (stream, _) in files)
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
        }
        foreach (var (stream, path) in files)
        {
            File.Move(stream.Name, path, overwrite: true);
            published++;
        }
    }

    public void Dispose()
    {
        foreach (var (stream, _) in files.Skip(published))
        {
            try
            {
                stream.Dispose();
            }
            catch (IOException)
            {
                // The rest of its buffer did not fit on the disk; the file goes in any case.
            }
            File.Delete(stream.Name);
        }
    }
}
