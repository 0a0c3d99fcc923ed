using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>The fast path writes what the plain one writes, byte for byte. What a reading finds is held against plain readers where it is read.</summary>
public sealed class QueueReferenceTests : IDisposable
{
    private const string Generated = "";
    private static readonly DateTimeOffset Morning = new(2026, 1, 2, 5, 0, 0, TimeSpan.Zero);

    private readonly Workspace workspace = new();
    private readonly IHost host = WorkerHost.Build();

    [Theory]
    [InlineData("force-month.csv", 12, 200)]
    [InlineData(Generated, 12, 200)]
    // So little is joined here that many a key is common.
    [InlineData(Generated, 1, 3)]
    public async Task Screen_InBatchesThroughAStore_WritesWhatThePlainPathWrites(string sample, int sharers, int crimesOfPerson)
    {
        var extract = sample == Generated ? await GenerateAsync() : Path.Combine(AppContext.BaseDirectory, "samples", sample);
        var options = new LinkageOptions { MaxSharers = sharers, MaxCrimesPerPerson = crimesOfPerson };
        var run = Service<ScreeningRun>();
        var database = new ScreeningDatabase(StoreLocation.Parse($"sqlite:{workspace.PathOf("store.db")}"));
        var steps = await run.StepsAsync(database, CancellationToken.None);

        using var source = new CsvSourceReader(extract, new SourceOptions { BatchRows = 97 }, TimeProvider.System);
        var night = new NightlyRun(database, steps, Service<ScreeningScope>(), options, TimeProvider.System);
        var summary = await night.ExecuteAsync(source, new RunRequest(Morning), progress: null, CancellationToken.None);
        await run.WriteAsync(database, workspace.PathOf("fast"), summary, summary.RunId, CancellationToken.None);

        using var again = new CsvSourceReader(extract, new SourceOptions(), TimeProvider.System);
        var crimes = new List<Crime>();
        await foreach (var batch in again.ReadAsync(CancellationToken.None)) crimes.AddRange(batch.Records.Select(record => record.Crime));
        var plain = new PlainPath(crimes, steps, Service<ScreeningScope>(), options, Morning);
        await Service<OutputWriter>().WriteAsync(
            workspace.PathOf("plain"), summary, plain, AsyncEnumerable.Empty<RejectedRecord>(), OutputContext.Of(Service<ScreeningScope>(), Service<RuleBook>()), CancellationToken.None);

        // That there is something to differ in.
        Assert.True(summary.Counts.Queued > 50 && plain.Links > 100, $"{summary.Counts.Queued} queued, {plain.Links} links");
        Assert.Equal(sharers == 1, plain.CommonKeys > 20);
        var (fast, slow) = (new Outputs(workspace.PathOf("fast")), new Outputs(workspace.PathOf("plain")));
        foreach (var name in Outputs.Files) Assert.True(fast.Bytes(name).AsSpan().SequenceEqual(slow.Bytes(name)), $"{name} is not what the plain path writes.");
    }

    public void Dispose()
    {
        host.Dispose();
        workspace.Dispose();
    }

    private T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    private async Task<string> GenerateAsync()
    {
        var path = workspace.PathOf("generated.csv");
        var corpus = await LabelledCorpus.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "corpus"), TimeProvider.System, CancellationToken.None);
        await using var file = File.Create(path);
        await new SampleVolume(corpus.Records, new IdentifierExtractor(new LinkageOptions()))
            .WriteAsync(file, labels: null, new VolumeRequest(1200, Seed: 11, new DateOnly(2025, 1, 1), 365, 3), CancellationToken.None);
        return path;
    }
}
