using System.Runtime.CompilerServices;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>
/// A CSV file that is replaced each night, or a folder that such files are dropped into: all <c>*.csv</c> of the folder, by name, as one
/// source. Whoever drops a file writes it under another ending and renames it when it is whole.
/// </summary>
/// <remarks>A folder without a file is an error and no quiet night: the extract did not come.</remarks>
public sealed class CsvDropReader(string name, string path, SourceOptions options, TimeProvider clock) : ISourceReader
{
    /// <summary>Folder inside the drop folder for files that a run has taken in and published.</summary>
    public const string TakenFolder = "taken";

    private readonly List<(string Path, CsvSourceReader Reader)> files = [];
    private bool isFolder;

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Bytes of all files.</summary>
    public long? Length { get; private set; }

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Dispose();
        files.Clear();
        isFolder = Directory.Exists(path);
        foreach (var file in isFolder ? FilesOf(path) : [path]) files.Add((file, new CsvSourceReader(file, options, clock)));
        if (files.Count == 0) throw new SourceException($"{path} holds no CSV file: the extract has not come.");

        // Every header is read before anything is written, so that one wrong file does not leave half a night.
        foreach (var (_, reader) in files) await reader.OpenAsync(cancellationToken);
        Length = files.Any(file => file.Reader.Length is null) ? null : files.Sum(file => file.Reader.Length);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (files.Count == 0) await OpenAsync(cancellationToken);
        long before = 0;
        foreach (var (_, reader) in files)
        {
            await foreach (var batch in reader.ReadAsync(cancellationToken)) yield return batch with { Position = before + batch.Position };
            before += reader.Length ?? 0;
        }
    }

    /// <summary>Moves the files that were read out of the drop folder; a single file stays where it is.</summary>
    /// <exception cref="IOException">One cannot be moved; also <see cref="UnauthorizedAccessException"/>. Reading it again does no harm.</exception>
    public void MoveTaken(string runId)
    {
        if (!isFolder) return;
        var taken = Directory.CreateDirectory(Path.Combine(path, TakenFolder)).FullName;
        foreach (var (file, _) in files) File.Move(file, Path.Combine(taken, $"{runId} {Path.GetFileName(file)}"), overwrite: true);
    }

    public void Dispose()
    {
        foreach (var (_, reader) in files) reader.Dispose();
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SourceException($"{folder} may not be read by this user.", e);
        }
        catch (IOException e)
        {
            throw new SourceException($"{folder} cannot be read.", e);
        }
    }
}
