using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>What becomes of a crime's place in the list.</summary>
public enum ShadowChange
{
    /// <summary>It would be listed and is not.</summary>
    Enters,

    /// <summary>It is listed and would not be.</summary>
    Leaves,

    /// <summary>It is listed both ways, with another priority or at another place.</summary>
    Moves,

    /// <summary>Nothing.</summary>
    Stays,
}

/// <summary>A crime by both models. No narrative, no person.</summary>
/// <param name="RankBefore">Place among the listed, from 1; null: not listed.</param>
public sealed record ShadowRow(
    CrimeKey Crime, ShadowChange Change, Priority PriorityBefore, Priority PriorityAfter, double ProbabilityBefore, double ProbabilityAfter,
    int? RankBefore, int? RankAfter);

/// <summary>The list as it is and as it would be.</summary>
/// <param name="Crimes">That were scored with both.</param>
/// <param name="Rows">Those whose place changes: who enters and leaves first, then the longest way.</param>
public sealed record ShadowReport(string Champion, string Challenger, DateTimeOffset Since, int Crimes, int ListedBefore, int ListedAfter, ImmutableArray<ShadowRow> Rows)
{
    public int Count(ShadowChange change) => Rows.Count(row => row.Change == change);
}

/// <summary>Scores what a store holds with two models and shows the difference; nothing is written, and nobody's list changes.</summary>
public sealed class ShadowRun(ScreeningDatabase database, ScreeningScope scope, ScoringPaths paths, TimeProvider time)
{
    /// <summary>Places under which a crime that keeps its priority has not moved.</summary>
    public const int LeastMove = 5;

    /// <param name="since">Crimes recorded from this moment on.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<ShadowReport> CompareAsync(ScoringPath champion, ScoringPath challenger, DateTimeOffset since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        var (corpus, count) = await ReadAsync(champion, since, cancellationToken);
        var records = Enumerable.Range(0, count).ToList();
        var now = time.GetUtcNow();
        return Compare(
            champion.ModelVersion, challenger.ModelVersion, since, Rescoring.Of(corpus, records, champion, now, cancellationToken),
            Rescoring.Of(corpus, records, challenger, now, cancellationToken));
    }

    /// <param name="before">By crime; the same crimes in the same order as <paramref name="after"/>.</param>
    internal static ShadowReport Compare(string champion, string challenger, DateTimeOffset since, IReadOnlyList<Score> before, IReadOnlyList<Score> after)
    {
        var (was, willBe) = (Ranks(before), Ranks(after));
        var rows = before.Select((score, i) => new ShadowRow(
                score.Crime, Change(was[i], willBe[i], score.Priority == after[i].Priority), score.Priority, after[i].Priority, score.Probability, after[i].Probability,
                was[i], willBe[i]))
            .Where(row => row.Change != ShadowChange.Stays)
            .OrderBy(row => row.Change).ThenByDescending(Way).ThenBy(row => row.Crime);
        return new ShadowReport(champion, challenger, since, before.Count, was.Count(rank => rank is not null), willBe.Count(rank => rank is not null), [.. rows]);

        double Way(ShadowRow row) => row.Change == ShadowChange.Moves
            ? Math.Abs(row.RankAfter!.Value - row.RankBefore!.Value)
            : Math.Abs(row.ProbabilityAfter - row.ProbabilityBefore);
    }

    private static ShadowChange Change(int? was, int? willBe, bool samePriority) => (was, willBe) switch
    {
        (null, null) => ShadowChange.Stays,
        (null, _) => ShadowChange.Enters,
        (_, null) => ShadowChange.Leaves,
        _ => samePriority && Math.Abs(willBe.Value - was.Value) < LeastMove ? ShadowChange.Stays : ShadowChange.Moves,
    };

    private static int?[] Ranks(IReadOnlyList<Score> scores)
    {
        var ranks = new int?[scores.Count];
        var place = 0;
        foreach (var i in Enumerable.Range(0, scores.Count).Where(i => scores[i].Priority != Priority.None)
            .OrderBy(i => scores[i].Priority).ThenByDescending(i => scores[i].Probability).ThenBy(i => scores[i].Crime))
            ranks[i] = ++place;
        return ranks;
    }

    private async Task<(Evaluation.PreparedCorpus Corpus, int Count)> ReadAsync(ScoringPath champion, DateTimeOffset since, CancellationToken cancellationToken)
    {
        const string sql = """
            select   c.id
            from     crime as c
            join     score as s on s.crime_id = c.id
            where    c.recorded_at >= @since
            order by c.force_code, c.crime_reference
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            var ids = (await session.Connection.QueryAsync<long>(new CommandDefinition(
                sql, new { since = StoreTime.ToText(since) }, session.Transaction, cancellationToken: cancellationToken))).AsList();
            var records = await StoreRecords.ReadAsync(session, ids, _ => StoreRecords.LabelOf(stalking: false), champion.Reader.Read, paths.RuleBookVersion, cancellationToken);
            return (records.ToCorpus([.. Enumerable.Repeat(1f, records.Ids.Count)], scope), ids.Count);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}
