using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class ServicePublishingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("service-publishing-");

    [Fact]
    public async Task PublishAsync_MoreThanAreKept_DeletesTheOldestRunsAndNothingElse()
    {
        var folders = Folders(keep: 90);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "notes of the team"));
        for (var day = 0; day < 93; day++) await folders.PublishAsync(RunId(day), WriteAsync);

        var kept = Directory.GetDirectories(folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal([.. Enumerable.Range(3, 90).Select(RunId), "notes of the team"], kept, StringComparer.Ordinal);
        Assert.Equal(RunId(92), folders.ReadLatest());
    }

    [Fact]
    public async Task PublishAsync_WritingFails_LeavesTheLastRunLatestAndNoHalfFolder()
    {
        var folders = Folders();
        await folders.PublishAsync(RunId(0), WriteAsync);

        await Assert.ThrowsAsync<OutputException>(() => folders.PublishAsync(RunId(1), async path =>
        {
            await WriteAsync(path);
            throw new IOException("No space left on device");
        }));

        Assert.Equal(RunId(0), folders.ReadLatest());
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, RunId(1))));
        await folders.PublishAsync(RunId(2), WriteAsync);
        Assert.Equal([RunId(0), RunId(2)], Directory.GetDirectories(folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task PublishAsync_SameRunAgain_ReplacesItWhole()
    {
        var folders = Folders();
        await folders.PublishAsync(RunId(0), path => File.WriteAllTextAsync(Path.Combine(path, "old.csv"), "x"));

        await folders.PublishAsync(RunId(0), WriteAsync);

        Assert.Equal(["triage.csv"], Directory.GetFiles(Path.Combine(folder.FullName, RunId(0))).Select(Path.GetFileName), StringComparer.Ordinal);
        Assert.Single(Directory.GetDirectories(folder.FullName));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private RunFolders Folders(int keep = 90) => new(Options.Create(new PublishingOptions { Folder = folder.FullName, Keep = keep }));

    private static string RunId(int day) => $"{new DateTime(2026, 1, 1).AddDays(day):yyyyMMdd}T043000Z";

    private static Task WriteAsync(string path) => File.WriteAllTextAsync(Path.Combine(path, "triage.csv"), "rank\n");
}
