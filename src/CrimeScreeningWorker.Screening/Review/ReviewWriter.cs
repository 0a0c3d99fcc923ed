using System.Data.Common;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>
/// Does what a person wants with an item, if the rules allow it: one short transaction with the event, where it brings the item, and a row of
/// the access log. On SQLite it waits for its turn behind a batch of a run, as everybody does.
/// </summary>
internal sealed class ReviewWriter(ScreeningDatabase database)
{
    /// <param name="version">That the person saw.</param>
    /// <param name="corrects">Version of an event that the rules have to know of.</param>
    public async Task<ReviewResult> ExecuteAsync(
        CrimeKey crime, int version, Reviewer reviewer, AccessAct act, DateTimeOffset now, Func<ItemNow, ReviewEvent?, Ruling> rule, int? corrects,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reviewer);
        if (!reviewer.MaySee(crime)) return NotFound();
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            await session.BeginAsync(cancellationToken);
            var store = new ReviewStore(session);
            if (await store.FindAsync(crime, reviewer.Name, cancellationToken) is not { } stored) return NotFound();
            var item = await ReadNowAsync(store, stored, cancellationToken);
            if (item.State.Version != version) return Result(ReviewRules.Conflict(item, reviewer), item.State.Version);

            var spokenOf = corrects is { } earlier ? await store.FindEventAsync(crime, earlier, cancellationToken) : null;
            var ruling = rule(item, spokenOf);
            if (!ruling.IsAllowed) return Result(ruling, item.State.Version);
            var state = item.State;
            foreach (var e in ruling.Events)
            {
                state = state.Apply(e, item.Machine);
                if (await store.AppendAsync(stored, e, state, cancellationToken)) continue;
                await session.EndAsync();
                return await ConflictAsync(session, crime, reviewer, cancellationToken);
            }

            await AccessLog.WriteAsync(session, reviewer, act, crime, "Review", now, cancellationToken);
            await AuditStore.CommitAsync(session, cancellationToken);
            return new ReviewResult(ReviewOutcome.Saved, state.Version);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private static async Task<ReviewResult> ConflictAsync(StoreSession session, CrimeKey crime, Reviewer reviewer, CancellationToken cancellationToken)
    {
        var store = new ReviewStore(session);
        var stored = (await store.FindAsync(crime, reviewer.Name, cancellationToken))!;
        return Result(ReviewRules.Conflict(await ReadNowAsync(store, stored, cancellationToken), reviewer), stored.State.Version);
    }

    private static async Task<ItemNow> ReadNowAsync(ReviewStore store, StoredItem stored, CancellationToken cancellationToken)
    {
        var last = stored.State.Version == 0 ? null : await store.FindEventAsync(stored.Key, stored.State.Version, cancellationToken);
        return new ItemNow(stored.State, stored.Machine, stored.Opened, last);
    }

    private static ReviewResult Result(Ruling ruling, int version) => new(ruling.Outcome, version, ruling.Message, ruling.By, ruling.At);

    private static ReviewResult NotFound() => new(ReviewOutcome.NotFound, 0, "There is no such crime to review.");
}
