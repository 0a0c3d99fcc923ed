using System.Data.Common;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>Puts the evidence bundle of a crime together and writes its disclosure into the audit log.</summary>
/// <exception cref="StoreException">The store cannot be used, or it holds no such crime, or no score of it.</exception>
public sealed class BundleMaker(ScreeningDatabase database, TimeProvider time)
{
    /// <param name="person">Who asks for it.</param>
    /// <param name="recipient">For whom.</param>
    /// <param name="reason">Why.</param>
    public async Task<EvidenceBundle> MakeAsync(CrimeKey crime, string person, string recipient, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await database.CheckAsync(cancellationToken);
            await using var session = await database.OpenAsync(cancellationToken);
            await session.BeginAsync(cancellationToken);
            if (session.OnPostgreSql) await PostgreSqlStore.LockForAuditAsync(session);
            var audit = new AuditStore(session);
            await audit.AppendAsync([], cancellationToken);
            var bundle = (await ReadAsync(session, audit, crime, cancellationToken)).Sealed();
            await audit.AppendAsync(
                [
                    new AuditAct(AuditKind.Disclosure, time.GetUtcNow(), person, "audit", "Evidence bundle", reason)
                    {
                        Crime = crime,
                        Recipient = recipient,
                        Digest = bundle.Hash,
                    },
                ],
                cancellationToken);
            await session.CommitAsync(cancellationToken);
            return bundle;
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private async Task<EvidenceBundle> ReadAsync(StoreSession session, AuditStore audit, CrimeKey key, CancellationToken cancellationToken)
    {
        const string sql = """
            select c.id as CrimeId, r.run_id as RunId, r.as_of as AsOf, v.rule_book_version as RuleBookVersion, v.model_version as ModelVersion
            from   crime as c
            join   score as s on s.crime_id = c.id
            join   run as r on r.id = s.run_id
            join   screening_version as v on v.id = s.version_id
            where  c.force_code = @ForceCode and c.crime_reference = @CrimeReference
            """;
        var scored = await QueryAsync<ScoredRow>(session, sql, key, cancellationToken);
        if (scored.Count == 0) throw new StoreException($"The store {database.Location} holds no score of a crime {key}.");
        var row = scored[0];
        var (score, _) = (await new ScoreStore(session).ReadAsync(new Dictionary<long, CrimeKey> { [row.CrimeId] = key }, cancellationToken))[row.CrimeId];
        var links = (await new LinkageStore(session).ReadLinksAsync([row.CrimeId], cancellationToken))[row.CrimeId].ToList();
        var crimes = await new CrimeStore(session).ReadCrimesAsync(links.Select(link => link.OtherId).Append(row.CrimeId).Distinct(), cancellationToken);
        var own = crimes[row.CrimeId].Crime;
        var head = await audit.ReadHeadAsync(cancellationToken);
        return new EvidenceBundle(
            EvidenceBundle.CurrentFormat, key, row.RunId, StoreTime.Parse(row.AsOf), row.RuleBookVersion, row.ModelVersion,
            new BundleInput(own, BundleInput.HashOf(own), []),
            [
                .. links.GroupBy(link => link.OtherId)
                    .Select(group => new BundleInput(
                        crimes[group.Key].Crime, BundleInput.HashOf(crimes[group.Key].Crime), [.. group.Select(link => new BundleLink(link.Basis, link.Strength, link.By))]))
                    .OrderBy(input => input.Crime.RecordedAt).ThenBy(input => input.Crime.Key),
            ],
            BundleRescoring.Of(score),
            [.. score.Evidence.Select(e => new BundleEvidence(e.Code, e.Title, e.Span.Start, e.Span.Length, own.Narrative.Substring(e.Span.Start, e.Span.Length)))],
            await ReadDecisionsAsync(session, key, cancellationToken), await ReadChainAsync(session, key, cancellationToken),
            head is null ? "" : new AuditHead(head.Seq, head.Hash).ToString(), Hash: "");
    }

    private static async Task<IReadOnlyList<BundleDecision>> ReadDecisionsAsync(StoreSession session, CrimeKey key, CancellationToken cancellationToken)
    {
        const string sql = """
            select   e.version, e.kind, e.reviewer, e.role, e.at, e.stalking, e.reason, e.note,
                     case when e.kind in ('decided', 'second_decided') then
                         case when exists (select 1 from access_log as a
                                           where a.force_code = e.force_code and a.crime_reference = e.crime_reference and a.reviewer = e.reviewer
                                           and a.act = 'view' and a.at <= e.at) then 1 else 0 end end as Opened
            from     review_event as e
            where    e.force_code = @ForceCode and e.crime_reference = @CrimeReference
            order by e.version
            """;
        return
        [
            .. (await QueryAsync<DecisionRow>(session, sql, key, cancellationToken)).Select(row => new BundleDecision(
                row.Version, row.Kind, row.Reviewer, row.Role, StoreTime.Parse(row.At), row.Stalking, row.Reason, row.Note, row.Opened is { } opened ? opened != 0 : null)),
        ];
    }

    private static async Task<IReadOnlyList<BundleEntry>> ReadChainAsync(StoreSession session, CrimeKey key, CancellationToken cancellationToken)
    {
        const string sql = """
            select   r.seq, r.kind, r.what, r.actor, r.at, r.hash
            from     audit_record as r
            where    r.force_code = @ForceCode and r.crime_reference = @CrimeReference
            order by r.seq
            """;
        return
        [
            .. (await QueryAsync<EntryRow>(session, sql, key, cancellationToken)).Select(row => new BundleEntry(
                row.Seq, row.Kind, row.What, row.Actor, row.At is null ? null : StoreTime.Parse(row.At), row.Hash)),
        ];
    }

    private static async Task<List<T>> QueryAsync<T>(StoreSession session, string sql, CrimeKey key, CancellationToken cancellationToken) =>
        (await session.Connection.QueryAsync<T>(new CommandDefinition(
            sql, new { key.ForceCode, key.CrimeReference }, session.Transaction, cancellationToken: cancellationToken))).AsList();

    private sealed class ScoredRow
    {
        public long CrimeId { get; init; }
        public string RunId { get; init; } = "";
        public string AsOf { get; init; } = "";
        public string RuleBookVersion { get; init; } = "";
        public string ModelVersion { get; init; } = "";
    }

    private sealed class DecisionRow
    {
        public int Version { get; init; }
        public string Kind { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string Role { get; init; } = "";
        public string At { get; init; } = "";
        public string? Stalking { get; init; }
        public string? Reason { get; init; }
        public string? Note { get; init; }
        public long? Opened { get; init; }
    }

    private sealed class EntryRow
    {
        public long Seq { get; init; }
        public string Kind { get; init; } = "";
        public string What { get; init; } = "";
        public string? Actor { get; init; }
        public string? At { get; init; }
        public string Hash { get; init; } = "";
    }
}
