using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>One crime under review, and what has been said of it.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class ReviewItems(ScreeningDatabase database, ReviewOptions options)
{
    /// <returns>Null when no such crime is to be reviewed, or it is not for this reader.</returns>
    public async Task<ReviewItem?> ReadAsync(CrimeKey crime, Reviewer reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (!reader.MaySee(crime)) return null;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            var store = new ReviewStore(session);
            return await store.FindAsync(crime, reader.Name, cancellationToken) is { } item
                ? Show(item, await store.ReadHistoryAsync(crime, cancellationToken), reader, now)
                : null;
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    /// <summary>Whether a person has opened the case since the machine last had news of it.</summary>
    public async Task<bool> HasOpenedAsync(CrimeKey crime, Reviewer reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return await new ReviewStore(session).FindAsync(crime, reader.Name, cancellationToken) is { Opened: true };
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private ReviewItem Show(StoredItem item, IReadOnlyList<ReviewEvent> history, Reviewer reader, DateTimeOffset now)
    {
        var state = item.State;
        var isSecond = state.IsSecondReader(reader.Name);
        var standing = history.LastOrDefault(e => e.Kind == ReviewEventKind.Decided);
        var last = history.Count == 0 ? null : history[^1];
        return new ReviewItem
        {
            Key = item.Key,
            Version = state.Version,
            MachineHidden = state.IsMachineHidden,
            Priority = state.IsMachineHidden ? item.ListPriority : item.Machine.Priority,
            DueBy = item.ListDueBy,
            Status = isSecond ? ReviewStatus.Open : state.StatusAt(now),
            HeldBy = state.HolderAt(now),
            HeldUntil = state.HolderAt(now) is null ? null : state.HeldUntil,
            AssignedTo = state.AssignedTo,
            Until = state.StatusAt(now) is ReviewStatus.Waiting or ReviewStatus.Snoozed ? state.Until : null,
            WaitingFor = state.StatusAt(now) == ReviewStatus.Waiting ? state.WaitingFor : null,
            Decision = state.Status == ReviewStatus.Decided && !isSecond ? standing : null,
            SecondDecision = state.SecondBy is null ? null : history.LastOrDefault(e => e.Kind == ReviewEventKind.SecondDecided),
            Raised = state.Raised,
            Disagreed = state.Second == SecondReading.Disagreed,
            UndoUntil = last is { Kind: ReviewEventKind.Decided or ReviewEventKind.SecondDecided } && last.Reviewer == reader.Name && now - last.At <= options.UndoWithin
                ? last.At + options.UndoWithin
                : null,
            SnoozeRefusal = ReviewRules.SnoozeRefusal(state, item.Machine),
            // What the first reader did and wrote would tell the second what the first thinks; the versions count on, so nothing is lost.
            History = isSecond ? [.. history.Where(e => e.Reviewer != state.DecidedBy)] : history,
        };
    }
}
