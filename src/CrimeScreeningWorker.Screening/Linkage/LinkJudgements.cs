using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>What counts now of a pair whose two crimes the store holds.</summary>
internal readonly record struct JudgedPair(long FirstId, long SecondId, LinkVerdict Verdict);

/// <summary>What reviewers said of links, and which of it the next run has yet to apply.</summary>
/// <remarks>
/// A judgement is written down while anything else goes on, and applied by the next run at its start: only a run may change links and scores,
/// and it does both in one transaction, so that no list ever shows a link that its score does not know of.
/// </remarks>
internal sealed class LinkJudgements(StoreSession session)
{
    // The store's order of rows is the order in which they were said.
    private const string IsNewest = """
        not exists (select 1 from link_judgement as n
                    where  n.first_force = j.first_force and n.first_reference = j.first_reference
                    and    n.second_force = j.second_force and n.second_reference = j.second_reference and n.id > j.id)
        """;

    /// <summary>Adds a judgement, to be applied by the next run. The caller holds a transaction.</summary>
    public async Task RecordAsync(LinkJudgement judgement, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into link_judgement (first_force, first_reference, second_force, second_reference, verdict, reviewer, role, reason, judged_at)
            values (@firstForce, @firstReference, @secondForce, @secondReference, @verdict, @Reviewer, @Role, @Reason, @judgedAt)
            returning id
            """;
        var id = (await QueryAsync<long>(
            sql,
            new
            {
                firstForce = judgement.First.ForceCode,
                firstReference = judgement.First.CrimeReference,
                secondForce = judgement.Second.ForceCode,
                secondReference = judgement.Second.CrimeReference,
                verdict = VerdictText(judgement.Verdict),
                judgement.Reviewer,
                judgement.Role,
                judgement.Reason,
                judgedAt = StoreTime.ToText(judgement.JudgedAt),
            },
            cancellationToken)).Single();
        await QueryAsync<long>("insert into link_judgement_due (judgement_id) values (@id) returning judgement_id", new { id }, cancellationToken);
    }

    /// <summary>What counts of every pair that has one of these crimes and whose other crime the store holds; a pair that was withdrawn is none.</summary>
    public async Task<IReadOnlyList<JudgedPair>> ReadAsync(IEnumerable<long> crimeIds, CancellationToken cancellationToken)
    {
        const string sql = $"""
            select f.id as FirstId, s.id as SecondId, j.verdict
            from   json_each(@ids) as k
            cross  join crime as f
            cross  join link_judgement as j
            cross  join crime as s
            where  f.id = k.value and j.first_force = f.force_code and j.first_reference = f.crime_reference
            and    s.force_code = j.second_force and s.crime_reference = j.second_reference and {IsNewest} and j.verdict <> 'withdrawn'
            union
            select f.id, s.id, j.verdict
            from   json_each(@ids) as k
            cross  join crime as s
            cross  join link_judgement as j
            cross  join crime as f
            where  s.id = k.value and j.second_force = s.force_code and j.second_reference = s.crime_reference
            and    f.force_code = j.first_force and f.crime_reference = j.first_reference and {IsNewest} and j.verdict <> 'withdrawn'
            """;
        var ids = StoreJson.Ids(crimeIds);
        return [.. (await QueryAsync<PairRow>(sql, new { ids }, cancellationToken)).Select(row => new JudgedPair(row.FirstId, row.SecondId, ToVerdict(row.Verdict)))];
    }

    /// <summary>Every judgement of a crime, the newest first.</summary>
    public async Task<IReadOnlyList<(LinkJudgement Judgement, bool IsDue)>> ReadHistoryAsync(CrimeKey crime, CancellationToken cancellationToken)
    {
        const string sql = """
            select   j.first_force as FirstForce, j.first_reference as FirstReference, j.second_force as SecondForce,
                     j.second_reference as SecondReference, j.verdict, j.reviewer, j.role, j.reason, j.judged_at as JudgedAt,
                     case when d.judgement_id is null then 0 else 1 end as Due
            from     link_judgement as j
            left     join link_judgement_due as d on d.judgement_id = j.id
            where    (j.first_force = @ForceCode and j.first_reference = @CrimeReference)
            or       (j.second_force = @ForceCode and j.second_reference = @CrimeReference)
            order by j.id desc
            """;
        return
        [
            .. (await QueryAsync<JudgementRow>(sql, new { crime.ForceCode, crime.CrimeReference }, cancellationToken)).Select(row => (
                new LinkJudgement(
                    new CrimeKey(row.FirstForce, row.FirstReference), new CrimeKey(row.SecondForce, row.SecondReference), ToVerdict(row.Verdict),
                    row.Reviewer, row.Role, row.Reason, StoreTime.Parse(row.JudgedAt)),
                row.Due != 0)),
        ];
    }

    /// <summary>Takes the judgements that are due: from here on this transaction answers for them. They stay due if it is undone.</summary>
    /// <returns>The crimes of the store that they speak of.</returns>
    public async Task<IReadOnlyList<long>> TakeDueAsync(CancellationToken cancellationToken)
    {
        // One that is said in between is not taken, and waits for the next run.
        var due = (await QueryAsync<long>("delete from link_judgement_due returning judgement_id", null, cancellationToken)).AsList();
        if (due.Count == 0) return [];
        const string sql = """
            select f.id from json_each(@ids) as k cross join link_judgement as j cross join crime as f
            where  j.id = k.value and f.force_code = j.first_force and f.crime_reference = j.first_reference
            union
            select s.id from json_each(@ids) as k cross join link_judgement as j cross join crime as s
            where  j.id = k.value and s.force_code = j.second_force and s.crime_reference = j.second_reference
            """;
        return [.. (await QueryAsync<long>(sql, new { ids = StoreJson.Ids(due) }, cancellationToken)).Order()];
    }

    private static string VerdictText(LinkVerdict verdict) => verdict switch
    {
        LinkVerdict.Confirmed => "confirmed",
        LinkVerdict.Rejected => "rejected",
        LinkVerdict.Withdrawn => "withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict of the store."),
    };

    private static LinkVerdict ToVerdict(string text) => Enum.Parse<LinkVerdict>(text, ignoreCase: true);

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private sealed record PairRow(long FirstId, long SecondId, string Verdict);

    private sealed class JudgementRow
    {
        public string FirstForce { get; init; } = "";
        public string FirstReference { get; init; } = "";
        public string SecondForce { get; init; } = "";
        public string SecondReference { get; init; } = "";
        public string Verdict { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string? Role { get; init; }
        public string Reason { get; init; } = "";
        public string JudgedAt { get; init; } = "";
        public long Due { get; init; }
    }
}
