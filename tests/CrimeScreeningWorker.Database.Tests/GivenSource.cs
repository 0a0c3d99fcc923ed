using System.Runtime.CompilerServices;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>A source that hands over what a test gives it, in batches of a given size.</summary>
internal sealed class GivenSource(IEnumerable<Crime> crimes, int batchSize = 1000, string name = "extract.csv") : ISourceReader
{
    public IReadOnlyList<RejectedRecord> Rejected { get; init; } = [];

    public string? CannotOpen { get; init; }

    /// <summary>Called before each batch is handed over, with its number.</summary>
    public Action<int>? BeforeBatch { get; init; }

    public string Name => name;

    public long? Length => 100;

    public Task OpenAsync(CancellationToken cancellationToken) =>
        CannotOpen is null ? Task.CompletedTask : throw new SourceException(CannotOpen);

    /// <summary>What the run asked to start from.</summary>
    public DateTimeOffset? Watermark { get; private set; }

    public void Dispose() { }

    public IAsyncEnumerable<SourceBatch> ReadAsync(DateTimeOffset? watermark, CancellationToken cancellationToken)
    {
        Watermark = watermark;
        return ReadAsync(cancellationToken);
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        var rejected = Rejected;
        foreach (var batch in crimes.Select((crime, n) => Some.Record(crime, n + 2)).Chunk(batchSize))
        {
            BeforeBatch?.Invoke(number);
            number++;
            await Task.Yield();
            yield return new SourceBatch(batch, rejected, Position: number);
            rejected = [];
        }
    }
}
