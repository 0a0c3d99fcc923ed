using System.Data.Common;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>
/// The data-integrity desk: what the machine suggests to the record, what people make of it, and the file for whoever changes the crime
/// system. Nothing here writes to that system.
/// </summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class CdiDesk(ScreeningDatabase database, ReviewOptions options)
{
    /// <summary>The flag that a suggestion to add one means.</summary>
    public const string StalkingFlag = "STALKING";

    /// <summary>A page of a part: first what can still be right in time, the soonest end on top, then what is late, the oldest first.</summary>
    /// <param name="page">From 1; past the end: the last.</param>
    /// <param name="size">Suggestions a page, 1 to 500.</param>
    public Task<CdiPage> ReadAsync(CdiPart part, int page, int size, Reviewer reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 500);
        return InSessionAsync(
            async session =>
            {
                session.BeginSnapshot();
                var store = new CdiStore(session);
                var counts = new SortedDictionary<CdiPart, int>();
                foreach (var one in Enum.GetValues<CdiPart>()) counts[one] = await store.CountAsync(one, reader, cancellationToken);
                var shown = Math.Min(page, Math.Max(1, (counts[part] + size - 1) / size));
                var items = await store.ReadAsync(part, reader, options.RecordingClock, now, (shown - 1) * size, size, cancellationToken);
                return new CdiPage([.. items.Select(item => item.Shown)], counts[part], shown, size, counts);
            },
            cancellationToken);
    }

    /// <returns>Null when nothing is or was suggested of such a crime, or it is not for this reader.</returns>
    public Task<CdiCase?> FindAsync(CrimeKey crime, Reviewer reader, CancellationToken cancellationToken) => InSessionAsync(
        async session =>
        {
            if (!reader.MaySee(crime)) return null;
            session.BeginSnapshot();
            var store = new CdiStore(session);
            return await store.FindAsync(crime, reader.Name, options.RecordingClock, cancellationToken) is { } found
                ? new CdiCase(found.Shown, await store.ReadHistoryAsync(crime, cancellationToken), found.Opened)
                : null;
        },
        cancellationToken);

    /// <summary>Asks the crime system for what is suggested.</summary>
    /// <param name="reason">A code of <see cref="CdiReasons"/> that accepts.</param>
    public Task<ReviewResult> AcceptAsync(
        CrimeKey crime, int version, string reason, string? note, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => CdiRules.Request(item, item.Shown.Suggested, "accepted", reason, note, reviewer, now), cancellationToken);

    /// <summary>Asks the crime system for something else than is suggested.</summary>
    public Task<ReviewResult> AmendAsync(
        CrimeKey crime, int version, CdiRequest request, string reason, string? note, Reviewer reviewer, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => CdiRules.Request(item, request, "amended", reason, note, reviewer, now), cancellationToken);

    /// <param name="reason">A code of <see cref="CdiReasons"/> that rejects.</param>
    public Task<ReviewResult> RejectAsync(
        CrimeKey crime, int version, string reason, string? note, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => CdiRules.Reject(item, reason, note, reviewer, now), cancellationToken);

    /// <summary>Asks the registrar for an opinion.</summary>
    public Task<ReviewResult> AskOpinionAsync(
        CrimeKey crime, int version, string question, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => CdiRules.AskOpinion(item, question, reviewer, now), cancellationToken);

    /// <summary>Gives the registrar's opinion; the desk decides, knowing it.</summary>
    public Task<ReviewResult> GiveOpinionAsync(
        CrimeKey crime, int version, string opinion, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => CdiRules.GiveOpinion(item, opinion, reviewer, now), cancellationToken);

    /// <summary>Takes a decision of the desk back, for a reason.</summary>
    public Task<ReviewResult> WithdrawAsync(
        CrimeKey crime, int version, string why, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => CdiRules.Withdraw(item, why, reviewer, now), cancellationToken);

    /// <summary>Writes down that whoever changes the crime system said no.</summary>
    public Task<ReviewResult> RefusedAsync(
        CrimeKey crime, int version, string why, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => CdiRules.ToldRefused(item, why, reviewer, now), cancellationToken);

    /// <summary>
    /// The file of all requests that nothing has become of yet. Each is written into the access log as handed out, in the same transaction; without
    /// that there is no file.
    /// </summary>
    /// <returns>Null: there is nothing to ask for, or the person's role hands out nothing.</returns>
    public Task<RequestFile?> HandOutAsync(Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) => InSessionAsync(
        async session =>
        {
            if (reviewer.Role is not (ReviewRole.Cdi or ReviewRole.Registrar)) return null;
            await session.BeginAsync(cancellationToken);
            var store = new CdiStore(session);
            var open = await store.ReadAsync(CdiPart.Requested, reviewer, options.RecordingClock, now, after: 0, int.MaxValue, cancellationToken);
            if (open.Count == 0) return null;
            using var content = new MemoryStream();
            content.Write(Csv.Row(
                "force_code", "crime_reference", "recorded_at", "recorded_class", "action", "value", "recording_rule", "reason", "requested_by", "requested_at",
                "first_handed_out_at"));
            foreach (var item in open)
            {
                var shown = item.Shown;
                var decision = (await store.ReadHistoryAsync(shown.Key, cancellationToken)).Last(e => e.Asked is not null);
                content.Write(Csv.Row(
                    shown.Key.ForceCode, shown.Key.CrimeReference, BritishTime.Timestamp(shown.RecordedAt), shown.RecordedClass,
                    StoreWords.Of(shown.Asked!.Action), shown.Asked.Value, shown.Suggestion?.Basis, CdiReasons.Find(decision.Reason)?.Title ?? decision.Reason,
                    shown.DecidedBy, BritishTime.Timestamp(shown.DecidedAt!.Value), BritishTime.Timestamp(shown.HandedOutAt ?? now)));
                if (shown.HandedOutAt is null)
                {
                    var next = shown with { Version = shown.Version + 1, HandedOutAt = now };
                    var e = new CdiEvent(next.Version, "handed_out", reviewer.Name, reviewer.RoleText, now, Reason: null, Note: null, Asked: null);
                    // Somebody changed it in between: then the file would say what no longer holds.
                    if (!await store.AppendAsync(item, e, next, cancellationToken)) throw new StoreException("The requests changed meanwhile: ask for the file again.");
                }

                await AccessLog.WriteAsync(session, reviewer, AccessAct.Export, shown.Key, "Desk/Requests", now, cancellationToken);
            }

            await AuditStore.CommitAsync(session, cancellationToken);
            return new RequestFile($"requests-{BritishTime.Timestamp(now)[..16].Replace(":", "", StringComparison.Ordinal)}.csv", content.ToArray(), open.Count);
        },
        cancellationToken);

    private Task<ReviewResult> WriteAsync(
        CrimeKey crime, int version, Reviewer reviewer, DateTimeOffset now, Func<StoredSuggestion, CdiRuling> rule, CancellationToken cancellationToken) =>
        InSessionAsync(
            async session =>
            {
                if (!reviewer.MaySee(crime)) return new ReviewResult(ReviewOutcome.NotFound, 0, "There is no such suggestion.");
                await session.BeginAsync(cancellationToken);
                var store = new CdiStore(session);
                if (await store.FindAsync(crime, reviewer.Name, options.RecordingClock, cancellationToken) is not { } item)
                    return new ReviewResult(ReviewOutcome.NotFound, 0, "There is no such suggestion.");
                if (item.Shown.Version != version) return await ConflictAsync(store, crime, reviewer, cancellationToken);
                var ruling = rule(item);
                if (ruling.Next is not { } next) return new ReviewResult(ruling.Outcome, version, ruling.Message);
                if (!await store.AppendAsync(item, ruling.Event!, next, cancellationToken))
                {
                    await session.EndAsync();
                    return await ConflictAsync(store, crime, reviewer, cancellationToken);
                }

                await AccessLog.WriteAsync(session, reviewer, AccessAct.Decide, crime, "Desk", now, cancellationToken);
                await AuditStore.CommitAsync(session, cancellationToken);
                return new ReviewResult(ReviewOutcome.Saved, next.Version);
            },
            cancellationToken);

    private static async Task<ReviewResult> ConflictAsync(CdiStore store, CrimeKey crime, Reviewer reviewer, CancellationToken cancellationToken)
    {
        var history = await store.ReadHistoryAsync(crime, cancellationToken);
        if (history.Count == 0) return new ReviewResult(ReviewOutcome.Conflict, 0, "This is not what the suggestion says now. Look at it again.");
        var last = history[^1];
        var who = last.Role == CdiRules.RunRole ? "The nightly run" : last.Reviewer == reviewer.Name ? "You" : last.Reviewer;
        return new ReviewResult(
            ReviewOutcome.Conflict, last.Version,
            $"{who} {CdiRules.InWords(last.Kind)} on {BritishTime.DayAndClock(last.At)}, after you opened it. Nothing was changed. Look at it again.", last.Reviewer, last.At);
    }

    private async Task<T> InSessionAsync<T>(Func<StoreSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return await work(session);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}
