using System.Text;
using CrimeScreeningWorker.Screening.Sources;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

/// <summary>A crime extract on disk, in a folder of its own that goes with it.</summary>
internal sealed class ExtractFile : IDisposable
{
    public const string Header =
        "force_code,crime_reference,recorded_at,updated_at,home_office_class,offence_title,narrative";

    public static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 7, 1, 2, 0, 0, TimeSpan.Zero));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("extract-");

    public ExtractFile(params string[] lines) : this(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")) { }

    public ExtractFile(byte[] content)
    {
        Path = System.IO.Path.Combine(folder.FullName, "extract.csv");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public string Folder => folder.FullName;

    /// <summary>A sound row under <see cref="Header"/>.</summary>
    public static string Row(int number, string narrative = "Suspect sat outside again.") =>
        $"GLO,CR/{number:000000}/26,2026-03-14T07:42:00+00:00,2026-03-15T09:00:00Z,8L,Harassment,{Quote(narrative)}";

    public static string Quote(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public CsvSourceReader Reader(SourceOptions? options = null) => new(Path, options ?? new SourceOptions(), Clock);

    public async Task<Content> ReadAsync(SourceOptions? options = null)
    {
        using var reader = Reader(options);
        await reader.OpenAsync(CancellationToken.None);
        var batches = new List<SourceBatch>();
        await foreach (var batch in reader.ReadAsync(CancellationToken.None)) batches.Add(batch);
        return new Content(
            [.. batches.SelectMany(batch => batch.Records)], [.. batches.SelectMany(batch => batch.Rejected)], batches, reader.Length);
    }

    public async Task<string> OpenFailsAsync()
    {
        using var reader = Reader();
        var exception = await Assert.ThrowsAsync<SourceException>(() => reader.OpenAsync(CancellationToken.None));
        return exception.Message;
    }

    public void Dispose() => folder.Delete(recursive: true);

    internal sealed record Content(
        IReadOnlyList<SourceRecord> Records, IReadOnlyList<RejectedRecord> Rejected, IReadOnlyList<SourceBatch> Batches, long? Length)
    {
        public IEnumerable<string> References => Records.Select(record => record.Crime.Key.CrimeReference);
    }
}
