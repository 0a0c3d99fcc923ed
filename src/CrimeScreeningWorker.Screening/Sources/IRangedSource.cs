namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>A part of a source, in words that only the source understands.</summary>
/// <param name="To">Excluded.</param>
/// <param name="Weight">Its part of the whole, in a unit of the source's own.</param>
public sealed record SourceRange(string From, string To, long Weight);

/// <summary>From when to when crimes were recorded.</summary>
/// <param name="To">Excluded.</param>
public sealed record RecordedPeriod(DateTimeOffset From, DateTimeOffset To)
{
    public bool Contains(DateTimeOffset recordedAt) => recordedAt >= From && recordedAt < To;
}

/// <summary>A source whose history can be read in ranges, in any order and by several machines at once. Disposing closes it.</summary>
/// <exception cref="SourceException">Every member: the source cannot be read.</exception>
public interface IRangedSource : IDisposable
{
    /// <summary>As <see cref="ISourceReader.Name"/>.</summary>
    string Name { get; }

    /// <summary>Opens it, and tells what it holds from what it might hold elsewhere; null where all machines see the same.</summary>
    Task<string?> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Ranges that hold the whole period and do not overlap.</summary>
    /// <param name="rows">About how many rows a range is to have.</param>
    Task<IReadOnlyList<SourceRange>> PlanAsync(RecordedPeriod period, int rows, CancellationToken cancellationToken);

    /// <summary>Parts of a range that holds more than <paramref name="rows"/> rows; empty when it does not, or cannot be parted.</summary>
    Task<IReadOnlyList<SourceRange>> SplitAsync(SourceRange range, int rows, CancellationToken cancellationToken);

    /// <summary>The rows of a range that were recorded in the period, and those of it that cannot be read; never more than a batch in memory.</summary>
    IAsyncEnumerable<SourceBatch> ReadAsync(SourceRange range, RecordedPeriod period, CancellationToken cancellationToken);
}
