using System.Text;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

/// <summary>Runs on its own, because it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(CsvSourceReaderVolumeTests), DisableParallelization = true)]
public sealed class VolumeTests;

[Collection(nameof(CsvSourceReaderVolumeTests))]
public sealed class CsvSourceReaderVolumeTests
{
    [Fact]
    public async Task ReadAsync_HundredMegabytes_NeedsTheMemoryOfABatch()
    {
        const int rows = 125_000;
        using var file = new ExtractFile(ExtractFile.Header);
        var narrative = string.Concat(Enumerable.Repeat("Suspect seen outside, \"waiting\".\n", 21));
        await using (var writer = new StreamWriter(file.Path, append: true, new UTF8Encoding(false), 1 << 16))
            for (var i = 0; i < rows; i++) await writer.WriteAsync(ExtractFile.Row(i, narrative) + "\n");
        Assert.True(new FileInfo(file.Path).Length > 100_000_000);

        using var reader = file.Reader();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (read, batches, largest) = (0, 0, 0L);
        await foreach (var batch in reader.ReadAsync(CancellationToken.None))
        {
            read += batch.Records.Count;
            if (batches++ % 25 == 0) largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(rows, read);
        Assert.InRange(largest, 0, 32 << 20);
    }

    [Fact]
    public async Task ReadAsync_TwentyMegabytesAfterAnOpenQuote_CostsOneRow()
    {
        const int rows = 200_000;
        using var file = new ExtractFile(ExtractFile.Header);
        await using (var writer = new StreamWriter(file.Path, append: true, new UTF8Encoding(false), 1 << 16))
        {
            await writer.WriteAsync(ExtractFile.Row(0)[..^1] + "\n");
            for (var i = 1; i <= rows; i++) await writer.WriteAsync(ExtractFile.Row(i).Replace("\"", "", StringComparison.Ordinal) + "\n");
        }

        var content = await file.ReadAsync();

        Assert.True(new FileInfo(file.Path).Length > 20_000_000);
        Assert.Equal(2, Assert.Single(content.Rejected).Line);
        Assert.Equal(rows, content.Records.Count);
        Assert.Equal(rows + 2, content.Records[^1].Line);
    }
}
