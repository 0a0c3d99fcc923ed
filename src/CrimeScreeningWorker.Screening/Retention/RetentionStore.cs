using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Retention;

/// <summary>
/// Finds what has outlived its period and takes it away. What people said is kept by triggers; the one way past them is a permit for each row, cut for the
/// entry of the audit log that says that it was erased, and gone before the transaction ends.
/// </summary>
internal sealed class RetentionStore(StoreSession session)
{
    private const int Chunk = 20_000;

    /// <summary>Of the crime with this force code and number, the newest word is to keep it.</summary>
    private const string IsHeld = """
        exists (select 1 from retention_hold as h where h.force_code = {0} and h.crime_reference = {1} and h.kind = 'held'
                and h.id = (select max(n.id) from retention_hold as n where n.force_code = h.force_code and n.crime_reference = h.crime_reference))
        """;

    private const string IsGone = "not exists (select 1 from crime as c where c.force_code = {0} and c.crime_reference = {1})";

    /// <summary>Nobody has said anything of the crime since.</summary>
    private const string IsQuiet = """
        not exists (select 1 from review_event as n where n.force_code = {0} and n.crime_reference = {1} and n.at >= @before)
        and not exists (select 1 from cdi_event as n where n.force_code = {0} and n.crime_reference = {1} and n.at >= @before)
        and not exists (select 1 from label as n where n.force_code = {0} and n.crime_reference = {1} and n.at >= @before)
        """;

    /// <summary>The crimes that must be linked and scored again because one that they were linked to was erased. They stay due if the transaction is undone.</summary>
    public static async Task<IReadOnlyList<long>> TakeRescoresAsync(StoreSession session, CancellationToken cancellationToken) =>
        (await session.Connection.QueryAsync<long>(new CommandDefinition(
            "delete from rescore_due returning crime_id", null, session.Transaction, cancellationToken: cancellationToken))).AsList();

    /// <summary>Rows of a table that have outlived their period and may go.</summary>
    public async Task<IReadOnlyList<long>> FindDueAsync(ErasedTable table, string before, CancellationToken cancellationToken) =>
        (await session.Connection.QueryAsync<long>(new CommandDefinition(
            DueSql(table), new { before }, session.Transaction, cancellationToken: cancellationToken))).AsList();

    /// <summary>How many crimes would have gone but for a legal hold, on themselves or on one that they are linked to.</summary>
    public Task<long> CountHeldAsync(string before, CancellationToken cancellationToken) => session.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
        $"""
        select count(*) from crime as t
        where  t.recorded_at < @before and t.updated_at < @before
        and    ({Of(IsHeld, "t")}
                or exists (select 1 from link as l join crime as o on o.id = l.other_id where l.crime_id = t.id and {Of(IsHeld, "o")}))
        """,
        new { before }, session.Transaction, cancellationToken: cancellationToken));

    public async Task<IReadOnlyList<CrimeKey>> ReadKeysAsync(IReadOnlyCollection<long> crimes, CancellationToken cancellationToken)
    {
        const string sql = """
            select   c.force_code as ForceCode, c.crime_reference as CrimeReference
            from     json_each(@ids) as k cross join crime as c
            where    c.id = k.value
            order by c.force_code, c.crime_reference
            """;
        var keys = new List<CrimeKey>();
        foreach (var ids in crimes.Chunk(Chunk))
            keys.AddRange((await session.Connection.QueryAsync<(string Force, string Reference)>(new CommandDefinition(
                sql, new { ids = StoreJson.Ids(ids) }, session.Transaction, cancellationToken: cancellationToken))).Select(row => new CrimeKey(row.Force, row.Reference)));
        return keys;
    }

    /// <summary>Takes rows away.</summary>
    /// <param name="seq">The entry of the audit log that says so: the newest.</param>
    public async Task EraseAsync(ErasedTable table, IReadOnlyCollection<long> rows, long seq, CancellationToken cancellationToken)
    {
        if (table == ErasedTable.Crime) await ForgetLinksAsync(rows, cancellationToken);
        var name = NameOf(table);
        foreach (var chunk in rows.Chunk(Chunk))
        {
            var values = new { ids = StoreJson.Ids(chunk), name, seq };
            if (table == ErasedTable.LinkJudgement)
                await ExecuteAsync("delete from link_judgement_due where judgement_id in (select k.value from json_each(@ids) as k)", values, cancellationToken);
            if (IsKept(table))
            {
                await ExecuteAsync(
                    "insert into retention_permit (source, row_id, seq) select @name, k.value, @seq from json_each(@ids) as k", values, cancellationToken);
            }

            if (IsChained(table))
            {
                await ExecuteAsync(
                    "insert into audit_erased (source, row_id, seq) select @name, k.value, @seq from json_each(@ids) as k", values, cancellationToken);
            }

            // A label may correct another of the same crime: they go in one statement or not at all.
            if (table != ErasedTable.Label) await ExecuteAsync(DeleteSql(name), values, cancellationToken);
        }

        if (table == ErasedTable.Label)
            await ExecuteAsync("delete from label where id in (select p.row_id from retention_permit as p where p.source = 'label')", null, cancellationToken);
        if (IsKept(table)) await ExecuteAsync("delete from retention_permit where source = @name", new { name }, cancellationToken);
    }

    public static string NameOf(ErasedTable table) => table switch
    {
        ErasedTable.Crime => "crime",
        ErasedTable.Quarantine => "quarantine",
        ErasedTable.ReviewEvent => "review_event",
        ErasedTable.ReviewItem => "review_item",
        ErasedTable.CdiEvent => "cdi_event",
        ErasedTable.CdiItem => "cdi_item",
        ErasedTable.Label => "label",
        ErasedTable.LinkJudgement => "link_judgement",
        ErasedTable.AccessLog => "access_log",
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "A table that retention erases from."),
    };

    /// <summary>The audit log holds the digest of its rows.</summary>
    public static bool IsChained(ErasedTable table) => AuditSource.All.Any(source => source.Table == NameOf(table));

    // Of the crimes and the quarantine the triggers keep nothing.
    private static bool IsKept(ErasedTable table) => table is not (ErasedTable.Crime or ErasedTable.Quarantine);

    private static string DueSql(ErasedTable table) => table switch
    {
        // What happened to the same people lately makes the earlier crime part of something that goes on.
        ErasedTable.Crime => $"""
            select   t.id from crime as t
            where    t.recorded_at < @before and t.updated_at < @before and not {Of(IsHeld, "t")}
            and      not exists (select 1 from link as l join crime as o on o.id = l.other_id
                                 where l.crime_id = t.id and (o.recorded_at >= @before or o.updated_at >= @before or {Of(IsHeld, "o")}))
            order by t.id
            """,
        ErasedTable.Quarantine => "select q.id from quarantine as q join run as r on r.id = q.run_id where r.started_at < @before order by q.id",
        ErasedTable.ReviewEvent or ErasedTable.CdiEvent or ErasedTable.Label => OfGone(table, "t.at < @before"),
        ErasedTable.ReviewItem => OfGone(table, "t.recorded_at < @before"),
        ErasedTable.CdiItem => OfGone(table, "coalesce(t.decided_at, '') < @before"),
        ErasedTable.LinkJudgement => $"""
            select   t.id from link_judgement as t
            where    t.judged_at < @before
            and      {Pair(IsGone)}
            and      not {Of(IsHeld, "t.first_force", "t.first_reference")} and not {Of(IsHeld, "t.second_force", "t.second_reference")}
            order by t.id
            """,
        ErasedTable.AccessLog => $"select t.id from access_log as t where t.at < @before and not {Of(IsHeld, "t")} order by t.id",
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "A table that retention erases from."),
    };

    private static string OfGone(ErasedTable table, string isOld) =>
        $"select t.id from {NameOf(table)} as t where {isOld} and {Of(IsGone, "t")} and not {Of(IsHeld, "t")} and {Of(IsQuiet, "t")} order by t.id";

    private static string Pair(string condition) =>
        $"{Of(condition, "t.first_force", "t.first_reference")} and {Of(condition, "t.second_force", "t.second_reference")}";

    private static string Of(string condition, string alias) => Of(condition, alias + ".force_code", alias + ".crime_reference");

    private static string Of(string condition, string force, string reference) =>
        condition.Replace("{0}", force, StringComparison.Ordinal).Replace("{1}", reference, StringComparison.Ordinal);

    private static string DeleteSql(string name) => $"delete from {name} where id in (select k.value from json_each(@ids) as k)";

    // Links lead to a crime from others without a foreign key; those others said something that rested on it.
    private async Task ForgetLinksAsync(IReadOnlyCollection<long> crimes, CancellationToken cancellationToken)
    {
        foreach (var chunk in crimes.Chunk(Chunk))
        {
            var values = new { ids = StoreJson.Ids(chunk) };
            await ExecuteAsync(
                """
                insert into rescore_due (crime_id)
                select distinct l.other_id from json_each(@ids) as k cross join link as l where l.crime_id = k.value
                on conflict (crime_id) do nothing
                """,
                values, cancellationToken);
            await ExecuteAsync(
                """
                delete from link where other_id in (select k.value from json_each(@ids) as k) and crime_id in (
                    select b.other_id from json_each(@ids) as k cross join link as b where b.crime_id = k.value)
                """,
                values, cancellationToken);
        }
    }

    private Task ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));
}

/// <summary>A table that retention erases from, in the order in which it does.</summary>
internal enum ErasedTable
{
    Quarantine,
    Crime,
    ReviewEvent,
    CdiEvent,
    Label,
    LinkJudgement,
    ReviewItem,
    CdiItem,
    AccessLog,
}
