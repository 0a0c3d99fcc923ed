using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>
/// Files in ranges of rows, for a back-scan. A file can only be read from its beginning, so each machine reads it from there and passes over
/// the rows of ranges that are others'; that costs little beside what is done with a row. It is read once more at the start, to count it and
/// to tell whether all machines have the same.
/// </summary>
/// <remarks>Rows that cannot be read belong to no period and are all kept.</remarks>
public sealed class RowRanges(ISourceReader source) : IRangedSource
{
    private IAsyncEnumerator<SourceBatch>? rest;
    private Batch? current;
    private long count;

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        count = 0;
        await source.OpenAsync(cancellationToken);
        await foreach (var batch in source.ReadAsync(cancellationToken))
        {
            count += batch.Records.Count + batch.Rejected.Count;
            foreach (var record in batch.Records)
                Add($"{record.Crime.Key}\n{record.Crime.UpdatedAt:O}\n{record.Crime.Narrative}\n");
            foreach (var row in batch.Rejected) Add($"{row.Line}\n{row.Raw}\n");
        }

        return $"{count} rows {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";

        void Add(FormattableString text) => hash.AppendData(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceRange>> PlanAsync(RecordedPeriod period, int rows, CancellationToken cancellationToken)
    {
        var ranges = new List<SourceRange>();
        for (long from = 0; from < count; from += rows)
        {
            var to = Math.Min(from + rows, count);
            ranges.Add(new SourceRange(from.ToString(CultureInfo.InvariantCulture), to.ToString(CultureInfo.InvariantCulture), to - from));
        }

        return Task.FromResult<IReadOnlyList<SourceRange>>(ranges);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceRange>> SplitAsync(SourceRange range, int rows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SourceRange>>([]);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(SourceRange range, RecordedPeriod period, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = (long.Parse(range.From, CultureInfo.InvariantCulture), long.Parse(range.To, CultureInfo.InvariantCulture));
        // A range that was given back lies behind: the file is begun again.
        if (current is null || current.First > from) await RestartAsync(cancellationToken);
        while (current is not null && current.First < to)
        {
            if (current.End > from) yield return current.Between(from, to, period);
            if (current.End >= to) yield break;
            await MoveNextAsync();
        }
    }

    public void Dispose() => source.Dispose();

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        if (rest is not null) await rest.DisposeAsync();
        await source.OpenAsync(cancellationToken);
        rest = source.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        current = new Batch(0, new SourceBatch([], [], Position: null));
        await MoveNextAsync();
    }

    private async Task MoveNextAsync() => current = await rest!.MoveNextAsync() ? new Batch(current!.End, rest.Current) : null;

    /// <param name="First">Number of its first row, from 0.</param>
    private sealed record Batch(long First, SourceBatch Rows)
    {
        public long End => First + Rows.Records.Count + Rows.Rejected.Count;

        public SourceBatch Between(long from, long to, RecordedPeriod period)
        {
            // Batches are of one file, in which a line says the place of a row.
            var lines = Rows.Records.Select(record => record.Line).Concat(Rows.Rejected.Select(row => row.Line)).Order().ToList();
            var (first, end) = (lines[(int)Math.Max(0, from - First)], to >= End ? long.MaxValue : lines[(int)(to - First)]);
            return Rows with
            {
                Records = [.. Rows.Records.Where(record => record.Line >= first && record.Line < end && period.Contains(record.Crime.RecordedAt))],
                Rejected = [.. Rows.Rejected.Where(row => row.Line >= first && row.Line < end)],
            };
        }
    }
}
