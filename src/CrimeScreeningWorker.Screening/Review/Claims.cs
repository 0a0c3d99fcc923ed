using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Who has an item in hand. A hold runs out by itself; one's own is renewed by claiming again.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class Claims(ScreeningDatabase database, ReviewOptions options)
{
    private readonly ReviewWriter writer = new(database);
    private readonly ReviewRules rules = new(options);

    public Task<ReviewResult> ClaimAsync(CrimeKey crime, int version, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => rules.Claim(item, reviewer, now), cancellationToken);

    public Task<ReviewResult> ReleaseAsync(CrimeKey crime, int version, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => ReviewRules.Release(item, reviewer, now), cancellationToken);

    /// <summary>Gives the hold, or an item nobody holds, to a colleague, who holds it for the usual time from now.</summary>
    public Task<ReviewResult> HandOverAsync(
        CrimeKey crime, int version, string to, string? note, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => rules.HandOver(item, to, note, reviewer, now), cancellationToken);

    /// <summary>Says whose it is to do, without holding it.</summary>
    /// <param name="to">Null: nobody's.</param>
    public Task<ReviewResult> AssignAsync(CrimeKey crime, int version, string? to, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, now, item => ReviewRules.Assign(item, to, reviewer, now), cancellationToken);

    private Task<ReviewResult> WriteAsync(
        CrimeKey crime, int version, Reviewer reviewer, DateTimeOffset now, Func<ItemNow, Ruling> rule, CancellationToken cancellationToken) =>
        writer.ExecuteAsync(crime, version, reviewer, AccessAct.Claim, now, (item, _) => rule(item), corrects: null, cancellationToken);
}
