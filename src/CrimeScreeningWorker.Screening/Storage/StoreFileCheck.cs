namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>What can be said of an embedded store's file before a database opens it, and so before anything is written.</summary>
internal static class StoreFileCheck
{
    private static ReadOnlySpan<byte> Header => "SQLite format 3\0"u8;

    /// <exception cref="StoreException">The path is a folder, the file or its folder cannot be written, or the file is no SQLite database.</exception>
    public static void Writable(StoreLocation location)
    {
        if (Directory.Exists(location.Path)) throw new StoreException($"The store {location} cannot be opened: it is a folder, not a file.");
        if (File.Exists(location.Path))
        {
            if (File.GetAttributes(location.Path).HasFlag(FileAttributes.ReadOnly))
                throw new StoreException($"The store {location} cannot be written: the file is read-only.");
            Readable(location);
        }

        // SQLite keeps its log beside the file, so the folder must be writable too.
        var folder = Path.GetDirectoryName(location.Path)!;
        while (!Directory.Exists(folder))
        {
            if (File.Exists(folder)) throw new StoreException($"The store {location} cannot be created: {folder} is a file, not a folder.");
            folder = Path.GetDirectoryName(folder) ?? throw new StoreException($"The store {location} cannot be created: there is no such drive.");
        }

        if (new DirectoryInfo(folder).Attributes.HasFlag(FileAttributes.ReadOnly))
            throw new StoreException($"The store {location} cannot be written: the folder {folder} is read-only.");
    }

    /// <exception cref="StoreException">The file cannot be opened, or it is no SQLite database.</exception>
    public static void Readable(StoreLocation location)
    {
        Span<byte> start = stackalloc byte[16];
        int length;
        try
        {
            using var file = new FileStream(location.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"The store {location} cannot be opened: no right to read it.", e);
        }
        catch (IOException e)
        {
            throw new StoreException($"The store {location} cannot be opened: the disk gave an error.", e);
        }

        if (length > 0 && !start[..length].SequenceEqual(Header)) throw new StoreException($"The store {location} is not a SQLite database.");
    }
}
