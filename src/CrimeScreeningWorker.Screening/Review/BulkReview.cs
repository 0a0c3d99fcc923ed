using System.Globalization;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>An item of several, with the version that the person saw.</summary>
public readonly record struct PickedItem(CrimeKey Crime, int Version);

/// <summary>One act on several items. Each has an answer of its own: what was refused for one does not hold up the others.</summary>
/// <remarks>Each is a transaction of its own, so that a long pick holds up neither a colleague nor a run.</remarks>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class BulkReview(ScreeningDatabase database, ReviewOptions options)
{
    private readonly ReviewWriter writer = new(database);
    private readonly ReviewRules rules = new(options);

    public Task<IReadOnlyDictionary<CrimeKey, ReviewResult>> AssignAsync(
        IReadOnlyList<PickedItem> picked, string? to, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        EachAsync(picked, reviewer, AccessAct.Claim, now, item => ReviewRules.Assign(item, to, reviewer, now, bulk: true), cancellationToken);

    public Task<IReadOnlyDictionary<CrimeKey, ReviewResult>> SnoozeAsync(
        IReadOnlyList<PickedItem> picked, DateTimeOffset until, string? note, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        EachAsync(picked, reviewer, AccessAct.Decide, now, item => rules.Snooze(item, until, note, reviewer, now, bulk: true), cancellationToken);

    public Task<IReadOnlyDictionary<CrimeKey, ReviewResult>> NoteAsync(
        IReadOnlyList<PickedItem> picked, string note, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        EachAsync(
            picked, reviewer, AccessAct.Note, now, item => ReviewRules.Note(item, note, corrects: null, corrected: null, reviewer, now, bulk: true),
            cancellationToken);

    /// <summary>
    /// "Not stalking", in the lowest band alone and for a few at most. The person must have opened each: the page that asks for confirmation
    /// shows every one of them and writes a view of each to the access log.
    /// </summary>
    public Task<IReadOnlyDictionary<CrimeKey, ReviewResult>> NotStalkingAsync(
        IReadOnlyList<PickedItem> picked, DecisionForm form, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picked);
        if (picked.Count <= options.BulkNotStalking)
            return EachAsync(picked, reviewer, AccessAct.Decide, now, item => rules.DecideInBulk(item, form, reviewer, now), cancellationToken);
        var tooMany = string.Create(CultureInfo.InvariantCulture, $"At most {options.BulkNotStalking} can be decided at once.");
        return Task.FromResult<IReadOnlyDictionary<CrimeKey, ReviewResult>>(
            picked.DistinctBy(item => item.Crime).ToDictionary(item => item.Crime, item => new ReviewResult(ReviewOutcome.Refused, item.Version, tooMany)));
    }

    private async Task<IReadOnlyDictionary<CrimeKey, ReviewResult>> EachAsync(
        IReadOnlyList<PickedItem> picked, Reviewer reviewer, AccessAct act, DateTimeOffset now, Func<ItemNow, Ruling> rule,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picked);
        var results = new Dictionary<CrimeKey, ReviewResult>(picked.Count);
        foreach (var (crime, version) in picked.DistinctBy(item => item.Crime).OrderBy(item => item.Crime))
            results[crime] = await writer.ExecuteAsync(crime, version, reviewer, act, now, (item, _) => rule(item), corrects: null, cancellationToken);
        return results;
    }
}
