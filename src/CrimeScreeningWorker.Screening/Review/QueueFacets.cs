using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Where the items of the lists come from, each by name.</summary>
public sealed record QueuePlaces(ImmutableArray<string> Districts, ImmutableArray<string> Teams)
{
    public static QueuePlaces None { get; } = new([], []);
}

/// <summary>What a filter can offer. It hardly ever changes, and to find it every item is looked at: it is kept for some minutes.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class QueueFacets(ScreeningDatabase database, TimeProvider time)
{
    private const int Most = 200;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private volatile Known? known;

    /// <summary>Districts and teams of the reader's forces.</summary>
    public async Task<QueuePlaces> ReadAsync(Reviewer reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var now = time.GetUtcNow();
        if (known is not { } last || now - last.At > Kept) known = last = new Known(now, await ReadAsync(cancellationToken));
        var seen = last.Rows.Where(row => reader.MaySee(new CrimeKey(row.Force, ""))).ToList();
        return new QueuePlaces(Of(seen.Select(row => row.District)), Of(seen.Select(row => row.Team)));
    }

    private async Task<IReadOnlyList<PlaceRow>> ReadAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select distinct i.force_code as Force, i.district, i.team
            from   review_item as i
            where  i.closed = 0 and i.list_priority <> 'none'
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return (await session.Connection.QueryAsync<PlaceRow>(new CommandDefinition(sql, cancellationToken: cancellationToken))).AsList();
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private static ImmutableArray<string> Of(IEnumerable<string?> names) =>
        [.. names.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Most)];

    private sealed record Known(DateTimeOffset At, IReadOnlyList<PlaceRow> Rows);

    private sealed class PlaceRow
    {
        public string Force { get; init; } = "";
        public string? District { get; init; }
        public string? Team { get; init; }
    }
}
