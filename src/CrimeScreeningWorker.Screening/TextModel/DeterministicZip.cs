using System.IO.Compression;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>Writes an archive again so that its bytes depend on its contents alone: ML.NET stamps entries with the time of saving.</summary>
/// <remarks>Entries are stored, not deflated: what deflate gives changes between versions of zlib, and there is little to gain on weights.</remarks>
internal static class DeterministicZip
{
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Rewrite(Stream archive)
    {
        using var output = new MemoryStream();
        using (var source = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true))
        using (var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression);
                copy.LastWriteTime = Stamp;
                using var from = entry.Open();
                using var to = copy.Open();
                from.CopyTo(to);
            }
        }

        return output.ToArray();
    }
}
