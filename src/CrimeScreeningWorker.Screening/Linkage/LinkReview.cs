using System.Data.Common;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>A crime that another is linked to, or was judged with.</summary>
/// <param name="Links">As the store has them now, the strongest first; none: not linked.</param>
/// <param name="Judgement">The newest; null: nobody has judged the two.</param>
/// <param name="IsDue">The newest judgement waits for the next run: links and scores do not know of it yet.</param>
public sealed record ReviewedLink(CrimeKey Other, IReadOnlyList<Link> Links, LinkJudgement? Judgement, bool IsDue);

/// <summary>The links of a crime for a reviewer, and what the reviewer says of them.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used, or it does not hold a crime that is named.</exception>
public sealed class LinkReview(ScreeningDatabase database, TimeProvider time)
{
    /// <summary>Links of a crime, the strongest first, then those that are judged and not linked; each by the other crime's key.</summary>
    public Task<IReadOnlyList<ReviewedLink>> ReadAsync(CrimeKey crime, CancellationToken cancellationToken) => InSessionAsync(
        async session =>
        {
            session.BeginSnapshot();
            var id = await FindAsync(session, crime, cancellationToken);
            var links = (await new LinkageStore(session).ReadLinksAsync([id], cancellationToken))[id].ToList();
            var keys = await ReadKeysAsync(session, links.Select(link => link.OtherId), cancellationToken);
            var found = links.ToLookup(link => keys[link.OtherId], link => new Link(crime, keys[link.OtherId], link.Basis, link.Strength, link.By));
            var judged = (await new LinkJudgements(session).ReadHistoryAsync(crime, cancellationToken))
                .DistinctBy(j => j.Judgement.Opposite(crime)).ToDictionary(j => j.Judgement.Opposite(crime));
            return (IReadOnlyList<ReviewedLink>)
            [
                .. found.Select(group => group.Key).Union(judged.Keys)
                    .Select(other => judged.TryGetValue(other, out var newest)
                        ? new ReviewedLink(other, [.. found[other]], newest.Judgement, newest.IsDue)
                        : new ReviewedLink(other, [.. found[other]], null, IsDue: false))
                    .OrderByDescending(link => link.Links.Count == 0 ? 0 : link.Links[0].Strength).ThenBy(link => link.Other),
            ];
        },
        cancellationToken);

    /// <summary>Writes down what a reviewer says of two crimes. The next run links and scores both again.</summary>
    /// <exception cref="ArgumentException">It is one crime, or the reviewer or the reason is blank.</exception>
    /// <exception cref="StoreException">To withdraw: nobody has judged the two.</exception>
    public Task<LinkJudgement> JudgeAsync(
        CrimeKey crime, CrimeKey other, LinkVerdict verdict, string reviewer, string? role, string reason, CancellationToken cancellationToken)
    {
        var judgement = LinkJudgement.Of(crime, other, verdict, reviewer, role, reason, time.GetUtcNow());
        return InSessionAsync(
            async session =>
            {
                var store = new LinkJudgements(session);
                await session.BeginAsync(cancellationToken);
                await FindAsync(session, crime, cancellationToken);
                await FindAsync(session, other, cancellationToken);
                if (verdict == LinkVerdict.Withdrawn)
                {
                    var (standing, _) = (await store.ReadHistoryAsync(crime, cancellationToken)).FirstOrDefault(j => j.Judgement.Opposite(crime) == other);
                    if (standing is null or { Verdict: LinkVerdict.Withdrawn })
                        throw new StoreException($"Nothing stands judged of {crime} and {other}: there is nothing to withdraw.");
                }

                await store.RecordAsync(judgement, cancellationToken);
                await AuditStore.CommitAsync(session, cancellationToken);
                return judgement;
            },
            cancellationToken);
    }

    private async Task<long> FindAsync(StoreSession session, CrimeKey crime, CancellationToken cancellationToken)
    {
        const string sql = "select id from crime where force_code = @ForceCode and crime_reference = @CrimeReference";
        return await session.Connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
                sql, new { crime.ForceCode, crime.CrimeReference }, session.Transaction, cancellationToken: cancellationToken))
            ?? throw new StoreException($"The store {database.Location} holds no crime {crime}.");
    }

    private static async Task<IReadOnlyDictionary<long, CrimeKey>> ReadKeysAsync(
        StoreSession session, IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        const string sql = """
            select c.id, c.force_code as ForceCode, c.crime_reference as CrimeReference
            from   json_each(@ids) as k cross join crime as c
            where  c.id = k.value
            """;
        var rows = await session.Connection.QueryAsync<(long Id, string ForceCode, string CrimeReference)>(new CommandDefinition(
            sql, new { ids = StoreJson.Ids(ids.Distinct()) }, session.Transaction, cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.Id, row => new CrimeKey(row.ForceCode, row.CrimeReference));
    }

    private async Task<T> InSessionAsync<T>(Func<StoreSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await database.CheckAsync(cancellationToken);
            await using var session = await database.OpenAsync(cancellationToken);
            return await work(session);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}
