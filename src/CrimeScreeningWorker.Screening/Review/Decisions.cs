using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>What people decide and do. Each is refused when somebody did something to the item since the person looked.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class Decisions(ScreeningDatabase database, ReviewOptions options)
{
    private readonly ReviewWriter writer = new(database);
    private readonly ReviewRules rules = new(options);

    /// <summary>Decides. The person holds the item and has opened the case since its last news.</summary>
    /// <param name="version">That the person saw.</param>
    public Task<ReviewResult> DecideAsync(
        CrimeKey crime, int version, DecisionForm form, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, AccessAct.Decide, now, item => ReviewRules.Decide(item, form, reviewer, now), cancellationToken);

    /// <summary>Takes one's own decision back in the moment after it. It stays written down, and that it was taken back too.</summary>
    public Task<ReviewResult> UndoAsync(CrimeKey crime, int version, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, AccessAct.Decide, now, item => rules.Undo(item, reviewer, now), cancellationToken);

    /// <summary>Takes a decision back for a reason.</summary>
    public Task<ReviewResult> ReverseAsync(
        CrimeKey crime, int version, string reason, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, AccessAct.Decide, now, item => ReviewRules.Reverse(item, reason, reviewer, now), cancellationToken);

    /// <summary>Waits for an answer of somebody. It comes back by itself on the day.</summary>
    public Task<ReviewResult> WaitAsync(
        CrimeKey crime, int version, DateTimeOffset until, string forWhat, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, AccessAct.Decide, now, item => rules.Wait(item, until, forWhat, reviewer, now), cancellationToken);

    /// <summary>Ends a wait or a snooze before its day.</summary>
    public Task<ReviewResult> ResumeAsync(CrimeKey crime, int version, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, AccessAct.Decide, now, item => ReviewRules.Resume(item, reviewer, now), cancellationToken);

    /// <summary>Puts it out of the list until a day. Refused for a breach of an order, for a high risk, and for what is due today.</summary>
    public Task<ReviewResult> SnoozeAsync(
        CrimeKey crime, int version, DateTimeOffset until, string? note, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, AccessAct.Decide, now, item => rules.Snooze(item, until, note, reviewer, now), cancellationToken);

    /// <summary>Adds a note.</summary>
    /// <param name="corrects">Version of an earlier note that this one puts right; null: none.</param>
    public Task<ReviewResult> NoteAsync(
        CrimeKey crime, int version, string note, int? corrects, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.ExecuteAsync(
            crime, version, reviewer, AccessAct.Note, now,
            (item, corrected) => ReviewRules.Note(item, note, corrects, corrected, reviewer, now), corrects, cancellationToken);

    /// <summary>Writes down what was done about the case.</summary>
    /// <param name="why">Needed with <c>no</c>.</param>
    public Task<ReviewResult> ActAsync(
        CrimeKey crime, int version, ReviewAction action, bool answer, string? why, Reviewer reviewer, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        WriteAsync(crime, version, reviewer, AccessAct.Act, now, item => ReviewRules.Act(item, action, answer, why, reviewer, now), cancellationToken);

    /// <summary>How often each action was answered yes and no in each British month; of several answers to one crime in a month, the newest counts.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <returns>By month, then by action.</returns>
    public async Task<IReadOnlyList<ActionCount>> CountActionsAsync(
        Reviewer reader, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        const string sql = """
            select   e.force_code as ForceCode, e.crime_reference as CrimeReference, e.at, e.action, e.answer
            from     review_event as e
            where    e.kind = 'acted' and e.at >= @from and e.at < @to
            order by e.id
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<(string ForceCode, string CrimeReference, string At, string Action, string Answer)>(
                new CommandDefinition(sql, new { from = StoreTime.ToText(from), to = StoreTime.ToText(to) }, cancellationToken: cancellationToken));
            return
            [
                .. rows.Select(row => (Key: new CrimeKey(row.ForceCode, row.CrimeReference), Month: BritishTime.Month(StoreTime.Parse(row.At)),
                        Action: StoreWords.ToAction(row.Action)!.Value, Yes: row.Answer == "yes"))
                    .Where(row => reader.MaySee(row.Key))
                    .GroupBy(row => (row.Month, row.Action))
                    .OrderBy(group => group.Key)
                    .Select(group => Count(group.Key.Month, group.Key.Action, [.. group.GroupBy(row => row.Key).Select(crime => crime.Last().Yes)])),
            ];
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private static ActionCount Count(DateOnly month, ReviewAction action, IReadOnlyList<bool> answers) =>
        new(month, action, answers.Count(yes => yes), answers.Count(yes => !yes));

    private Task<ReviewResult> WriteAsync(
        CrimeKey crime, int version, Reviewer reviewer, AccessAct act, DateTimeOffset now, Func<ItemNow, Ruling> rule, CancellationToken cancellationToken) =>
        writer.ExecuteAsync(crime, version, reviewer, act, now, (item, _) => rule(item), corrects: null, cancellationToken);
}

/// <summary>How often an action was answered in a month.</summary>
/// <param name="Month">Its first day.</param>
public sealed record ActionCount(DateOnly Month, ReviewAction Action, int Yes, int No);
