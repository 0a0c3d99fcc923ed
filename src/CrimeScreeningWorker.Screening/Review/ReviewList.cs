using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>The lists of what people have to read.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class ReviewList(ScreeningDatabase database, ScopeOptions scope, ReviewOptions options)
{
    private const int LargestPage = 500;

    private readonly QueueCounts counts = new();
    private volatile Below? below;
    private volatile Forecast? forecast;

    /// <summary>The published order in words, for the head of the list.</summary>
    public static string OrderInWords =>
        "Most urgent first. Within the same urgency: the earliest due date, then the strongest evidence, then the oldest record.";

    /// <param name="page">From 1; past the end: the last.</param>
    /// <param name="size">Items a page, 1 to 500.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="page"/> or <paramref name="size"/> is out of its range.</exception>
    public async Task<QueuePage> ReadAsync(
        QueueFilter filter, QueueSort sort, int page, int size, Reviewer reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestPage);
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            var store = new QueueStore(session, scope.StalkingClasses, reader, now);
            var pulse = await store.ReadPulseAsync(cancellationToken);
            Task<IReadOnlyList<BandCount>> CountAsync(QueueFilter wanted) => store.CountAsync(counts, pulse, wanted, cancellationToken);
            var bands = await CountAsync(filter);
            var total = bands.Sum(band => band.Count);
            var last = Math.Max(1, (total + size - 1) / size);
            var shown = Math.Min(page, last);
            var isToday = filter is { List: QueueList.Today, State: QueueState.ToDo } && sort.By == QueueColumn.Published;
            var head = isToday ? await HeadAsync(store, filter, cancellationToken) : [];

            // The first reviews of the day are those of the reserve and of the order; the others follow in the order.
            var start = (shown - 1) * size;
            var fromHead = head.Skip(start).Take(size).ToList();
            var ids = fromHead.Select(item => item.Id).ToList();
            if (ids.Count < size)
            {
                ids.AddRange(await store.ReadIdsAsync(
                    filter, sort, [.. head.Select(item => item.Id)], Math.Max(0, start - head.Count), size - ids.Count, cancellationToken));
            }

            var reserved = fromHead.Where(item => item.FromReserve).Select(item => item.Id).ToHashSet();
            var items = await store.ReadItemsAsync(ids, reserved, cancellationToken);
            var waiting = await CountAsync(new QueueFilter { List = filter.List, State = QueueState.Waiting });
            var snoozed = await CountAsync(new QueueFilter { List = filter.List, State = QueueState.Snoozed });
            return new QueuePage(
                items, total, shown, size, bands.Where(band => band.Count > 0).ToImmutableSortedDictionary(band => band.Band, band => band.Count),
                isToday && !filter.IsNarrowed && total > 0 ? await ForecastAsync(store, pulse.Run, head, bands, cancellationToken) : null)
            {
                Waiting = waiting.Sum(band => band.Count),
                Snoozed = snoozed.Sum(band => band.Count),
            };
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    /// <summary>The item that follows one in the order of the list, among those that nobody else holds; past the last, the first. Null: there is none.</summary>
    public async Task<CrimeKey?> NextAsync(
        QueueFilter filter, QueueSort sort, CrimeKey after, Reviewer reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            return await new QueueStore(session, scope.StalkingClasses, reader, now).NextAsync(filter, sort, after, cancellationToken);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    /// <summary>The day's reviews: the first of the order, with the reserve for crimes outside a family or relationship kept.</summary>
    private async Task<IReadOnlyList<PlacedItem>> HeadAsync(QueueStore store, QueueFilter filter, CancellationToken cancellationToken)
    {
        var first = (await store.ReadPlacesAsync(filter, options.Capacity, after: 0, cancellationToken)).ToList();
        if (filter.Domestic is not null || first.Count < options.Capacity) return first;

        var reserve = (int)Math.Ceiling(options.Capacity * options.NonDomesticShare);
        var missing = reserve - first.Count(item => !item.Domestic);
        // What is due today stays, whoever it is about.
        var movable = first.Where(item => item.Domestic && item.Priority != Priority.P1).ToList();
        missing = Math.Min(missing, movable.Count);
        if (missing <= 0) return first;

        var others = await store.ReadPlacesAsync(filter with { Domestic = false }, missing, after: first.Count(item => !item.Domestic), cancellationToken);
        foreach (var item in movable.TakeLast(others.Count)) first.Remove(item);
        return [.. first, .. others.Select(item => item with { FromReserve = true })];
    }

    /// <param name="run">The newest run: what it found to be below the threshold changes with the next run alone.</param>
    private async Task<CapacityLine> ForecastAsync(
        QueueStore store, long run, IReadOnlyList<PlacedItem> head, IReadOnlyList<BandCount> bands, CancellationToken cancellationToken)
    {
        if (below is not { } known || known.Run != run || known.Forces != store.Forces)
            below = known = new Below(run, store.Forces, await store.ReadBelowAsync(run, cancellationToken));
        var chosen = head.Select(item => item.Probability).ToImmutableArray();
        var next = await store.ReadPlacesAsync(new QueueFilter(), CapacityForecast.NextReviews, after: head.Count, cancellationToken);
        var rest = new Chances(
            bands.Sum(band => band.Count) - head.Count + known.Chances.Count,
            bands.Sum(band => band.Mean) - chosen.Sum() + known.Chances.Mean,
            bands.Sum(band => band.Variance) - chosen.Sum(p => p * (1 - p)) + known.Chances.Variance);
        var added = next.Sum(item => item.Probability);
        // Over a long list it is a long sum, and for everybody the same one.
        if (forecast is not { } made || made.Rest != rest || made.Added != added || !made.Chosen.SequenceEqual(chosen))
            forecast = made = new Forecast(chosen, rest, added, CapacityForecast.Of(chosen, rest, added));
        return made.Line;
    }

    private sealed record Below(long Run, string Forces, Chances Chances);

    private sealed record Forecast(ImmutableArray<double> Chosen, Chances Rest, double Added, CapacityLine Line);
}
