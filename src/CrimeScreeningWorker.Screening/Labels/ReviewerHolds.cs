using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>A person's word that a reviewer's answers of a week are to be counted after all.</summary>
/// <param name="From">Monday of the week.</param>
public sealed record ReviewerRelease(string Reviewer, DateOnly From, string By, string Note, DateTimeOffset At);

/// <summary>Whose labels of which week are kept out of training and of the gate, and whom a person has let in again.</summary>
public static class ReviewerHolds
{
    /// <summary>The weeks that lie far from expectation and that nobody has released.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<ImmutableArray<SuspectReviewer>> FindAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        var answers = new List<ReviewedAnswer>();
        await foreach (var label in new LabelStore(database).ReadAsync(cancellationToken))
        {
            // A sheet says nothing of what the machine had thought, and a ruling stands against somebody by its nature.
            if (label is { IsDefinite: true, Source: LabelSource.Review, Probability: { } probability })
                answers.Add(new ReviewedAnswer(label.By, label.At, label.Stalking == Review.StalkingAnswer.Yes, probability));
        }

        var suspects = ReviewerCheck.Find(answers, new ReviewerCheckOptions());
        if (suspects.IsEmpty) return suspects;
        var released = await ReadAsync(database, cancellationToken);
        return [.. suspects.Where(suspect => !released.Any(r => r.From == suspect.From && Label.People.Equals(r.Reviewer, suspect.Reviewer)))];
    }

    /// <summary>What was released, oldest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<IReadOnlyList<ReviewerRelease>> ReadAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<Row>(new CommandDefinition(
                "select reviewer, week, released_by as ReleasedBy, note, at from reviewer_release order by id", cancellationToken: cancellationToken));
            return
            [
                .. rows.Select(row => new ReviewerRelease(
                    row.Reviewer, DateOnly.ParseExact(row.Week, "yyyy-MM-dd", CultureInfo.InvariantCulture), row.ReleasedBy, row.Note, StoreTime.Parse(row.At))),
            ];
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    /// <summary>Lets the answers of a week count again. That it was done, by whom and why is kept for good.</summary>
    /// <param name="from">Monday of the week.</param>
    /// <exception cref="StoreException">No week of this reviewer is held, somebody would release the own answers, or the store cannot be written.</exception>
    public static async Task ReleaseAsync(ScreeningDatabase database, string reviewer, DateOnly from, string by, string note, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(note);
        if (!(await FindAsync(database, cancellationToken)).Any(s => s.From == from && Label.People.Equals(s.Reviewer, reviewer)))
            throw new StoreException("No answers of this reviewer in the week of that day are kept out: see labels held.");
        if (Label.People.Equals(by.Trim(), reviewer)) throw new StoreException("Nobody releases the own answers: another person must have looked.");
        const string sql = "insert into reviewer_release (reviewer, week, released_by, note, at) values (@reviewer, @week, @by, @note, @at)";
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            await session.Connection.ExecuteAsync(new CommandDefinition(
                sql,
                new
                {
                    reviewer,
                    week = from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    by = by.Trim(),
                    note = note.Trim(),
                    at = StoreTime.ToText(at),
                },
                cancellationToken: cancellationToken));
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class Row
    {
        public string Reviewer { get; init; } = "";
        public string Week { get; init; } = "";
        public string ReleasedBy { get; init; } = "";
        public string Note { get; init; } = "";
        public string At { get; init; } = "";
    }
}
