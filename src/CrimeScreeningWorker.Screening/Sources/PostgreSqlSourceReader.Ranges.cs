using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using CrimeScreeningWorker.Screening.Storage;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>The view by the time at which crimes were recorded, for a back-scan: a range is a stretch of <c>recorded_at</c>.</summary>
public sealed partial class PostgreSqlSourceReader : IRangedSource
{
    private static readonly TimeSpan FirstRange = TimeSpan.FromDays(7), ShortestRange = TimeSpan.FromSeconds(1);
    private static readonly CrimeColumn[] PlaceInRange = [CrimeColumn.RecordedAt, CrimeColumn.ForceCode, CrimeColumn.CrimeReference];

    async Task<string?> IRangedSource.OpenAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        if (columns!.RecordedAtIsAnInstant) return null;
        throw new SourceException($"The view {view.Schema}.{view.View} of the source {name} has recorded_at as text: a back-scan needs timestamp with time zone.");
    }

    /// <summary>Weeks: a week that holds too many is parted when its turn comes, by whoever takes it up, so that nobody has to count a whole history first.</summary>
    Task<IReadOnlyList<SourceRange>> IRangedSource.PlanAsync(RecordedPeriod period, int rows, CancellationToken cancellationToken)
    {
        var ranges = new List<SourceRange>();
        for (var from = period.From; from < period.To; from += FirstRange) ranges.Add(Range(from, from + FirstRange < period.To ? from + FirstRange : period.To));
        return Task.FromResult<IReadOnlyList<SourceRange>>(ranges);
    }

    async Task<IReadOnlyList<SourceRange>> IRangedSource.SplitAsync(SourceRange range, int rows, CancellationToken cancellationToken)
    {
        var (from, to) = (StoreTime.Parse(range.From), StoreTime.Parse(range.To));
        if (to - from <= ShortestRange || !await HasMoreAsync(range, rows, cancellationToken)) return [];
        var middle = from + TimeSpan.FromSeconds(Math.Ceiling((to - from).TotalSeconds / 2));
        return [Range(from, middle), Range(middle, to)];
    }

    async IAsyncEnumerable<SourceBatch> IRangedSource.ReadAsync(
        SourceRange range, RecordedPeriod period, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ReopenAsync(cancellationToken);
        var (lost, _) = await ReadPageOfRangeAsync(columns!.WithoutPlaceInRange, range, place: null, cancellationToken);
        if (lost.Rejected.Count > 0) yield return lost;
        string[]? place = null;
        while (true)
        {
            var (batch, last) = await ReadPageOfRangeAsync(place is null ? columns.FirstPageOfRange : columns.NextPageOfRange, range, place, cancellationToken);
            if (last is null) yield break;
            place = last;
            yield return batch;
        }
    }

    private static SourceRange Range(DateTimeOffset from, DateTimeOffset to) =>
        new(StoreTime.ToText(from), StoreTime.ToText(to), Math.Max(1, (long)(to - from).TotalSeconds));

    // A node lives for hours; the connection may have been cut while it waited.
    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        if (connection?.State != ConnectionState.Open) await OpenAsync(cancellationToken);
    }

    private async Task<bool> HasMoreAsync(SourceRange range, int rows, CancellationToken cancellationToken)
    {
        await ReopenAsync(cancellationToken);
        try
        {
            await using var page = await BeginAsync([Rows(rows), .. Settings(range)], cancellationToken);
            await using var command = Command(columns!.MoreInRange, page);
            return await command.ExecuteScalarAsync(cancellationToken) is not null;
        }
        catch (NpgsqlException e)
        {
            throw RangeFault(e);
        }
    }

    private async Task<(SourceBatch Batch, string[]? Last)> ReadPageOfRangeAsync(
        string sql, SourceRange range, string[]? place, CancellationToken cancellationToken)
    {
        var rows = new PageRows(name, columns!, validator);
        try
        {
            var places = PlaceInRange.Select(column => column.Name()).Zip(place ?? []);
            await CopyAsync(sql, [Rows(options.BatchRows), .. Settings(range), .. places], rows, options.BatchBytes, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw RangeFault(e);
        }

        return (rows.Batch, rows.LastPlace(PlaceInRange));
    }

    private static (string What, string Value)[] Settings(SourceRange range)
    {
        return [(CrimeView.From, Instant(range.From)), (CrimeView.To, Instant(range.To))];

        static string Instant(string text) => StoreTime.Parse(text).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture);
    }

    // What has failed is closed, so that the next range begins with a connection of its own.
    private SourceException RangeFault(NpgsqlException fault)
    {
        var described = fault is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            ? new SourceException(
                $"The source {name} took longer than {view.StatementTimeout} for one page of a back-scan: the view {view.Schema}.{view.View} needs an index on " +
                "recorded_at below it, or StatementTimeout must be longer.",
                fault)
            : Fault(fault);
        Dispose();
        return described;
    }
}
