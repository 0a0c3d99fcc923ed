using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>
/// The chain of the audit log, in the transaction of whoever acts. It is added to last, just before the commit: from the first entry on the
/// chain is held until the transaction ends, and whoever holds it must wait for nobody.
/// </summary>
internal sealed class AuditStore(StoreSession session)
{
    private const string EntryColumns = """
        e.seq, e.at, e.kind, e.actor, e.role, e.what, e.force_code as ForceCode, e.crime_reference as CrimeReference, e.recipient, e.reason, e.source,
        e.source_row as SourceRow, e.digest, e.previous, e.hash
        """;

    /// <summary>Chains what is due, then commits.</summary>
    public static async Task CommitAsync(StoreSession session, CancellationToken cancellationToken)
    {
        await new AuditStore(session).AppendAsync([], cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    /// <summary>Chains the rows of other tables that are due, and then these acts.</summary>
    /// <returns>The newest entry; null: there is none.</returns>
    public async Task<AuditEntry?> AppendAsync(IReadOnlyCollection<AuditAct> acts, CancellationToken cancellationToken)
    {
        if (session.OnPostgreSql) await PostgreSqlStore.LockForAuditAsync(session);
        var due = await TakeDueAsync(cancellationToken);
        var head = await ReadHeadAsync(cancellationToken);
        foreach (var entry in due.Concat(acts.Select(AuditEntry.Of)))
        {
            var next = entry.After((head?.Seq ?? 0) + 1, head?.Hash ?? "");
            const string sql = """
                insert into audit_entry (
                    seq, at, kind, actor, role, what, force_code, crime_reference, recipient, reason, source, source_row, digest, previous, hash)
                values (
                    @Seq, @At, @Kind, @Actor, @Role, @What, @ForceCode, @CrimeReference, @Recipient, @Reason, @Source, @SourceRow, @Digest, @Previous, @Hash)
                """;
            await session.Connection.ExecuteAsync(new CommandDefinition(sql, next, session.Transaction, cancellationToken: cancellationToken));
            head = next;
        }

        return head;
    }

    /// <summary>The newest entry; null: there is none.</summary>
    public Task<AuditEntry?> ReadHeadAsync(CancellationToken cancellationToken) => session.Connection.QuerySingleOrDefaultAsync<AuditEntry>(
        new CommandDefinition(
            $"select {EntryColumns} from audit_entry as e order by e.seq desc limit 1", null, session.Transaction, cancellationToken: cancellationToken));

    /// <summary>Entries in their order.</summary>
    /// <param name="after">Place of the entry before the first.</param>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        (await session.Connection.QueryAsync<AuditEntry>(new CommandDefinition(
            $"select {EntryColumns} from audit_entry as e where e.seq > @after order by e.seq limit @limit", new { after, limit }, session.Transaction,
            cancellationToken: cancellationToken))).AsList();

    /// <summary>The digests of these rows as they stand now.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ReadDigestsAsync(AuditSource source, IEnumerable<long> ids, CancellationToken cancellationToken) =>
        (await ReadRowsAsync(source, ids, cancellationToken)).ToDictionary(row => row.Id, row => row.Digest);

    /// <summary>Rows of a table that are neither chained nor due.</summary>
    public async Task<IReadOnlyList<long>> ReadUnchainedAsync(AuditSource source, int limit, CancellationToken cancellationToken) =>
        (await session.Connection.QueryAsync<long>(new CommandDefinition(
            $"""
            select   t.id
            from     {source.Table} as t
            where    not exists (select 1 from audit_entry as e where e.source = @Table and e.source_row = t.id)
            and      not exists (select 1 from audit_due as d where d.source = @Table and d.row_id = t.id)
            order by t.id
            limit    @limit
            """,
            new { source.Table, limit }, session.Transaction, cancellationToken: cancellationToken))).AsList();

    public Task<long> CountDueAsync(CancellationToken cancellationToken) => session.Connection.ExecuteScalarAsync<long>(
        new CommandDefinition("select count(*) from audit_due", null, session.Transaction, cancellationToken: cancellationToken));

    /// <summary>What an entry of erasure says it took away of the chained rows.</summary>
    public async Task<IReadOnlyList<(string Source, long RowId, long Seq)>> ReadErasedAsync(CancellationToken cancellationToken) =>
        (await session.Connection.QueryAsync<(string Source, long RowId, long Seq)>(new CommandDefinition(
            "select source, row_id as RowId, seq from audit_erased order by seq, source, row_id", null, session.Transaction,
            cancellationToken: cancellationToken))).AsList();

    private async Task<List<AuditEntry>> TakeDueAsync(CancellationToken cancellationToken)
    {
        // Whoever waited for the chain sees here what was committed meanwhile.
        var due = (await session.Connection.QueryAsync<(string Source, long RowId)>(new CommandDefinition(
            "delete from audit_due returning source, row_id as RowId", null, session.Transaction, cancellationToken: cancellationToken)))
            .ToLookup(row => row.Source, row => row.RowId, StringComparer.Ordinal);
        var entries = new List<AuditEntry>();
        foreach (var source in AuditSource.All.Where(source => due.Contains(source.Table)))
        {
            entries.AddRange((await ReadRowsAsync(source, due[source.Table], cancellationToken)).Select(
                row => new AuditEntry { Kind = row.Kind, Source = source.Table, SourceRow = row.Id, Digest = row.Digest }));
        }

        return entries;
    }

    private async Task<List<(long Id, string Kind, string Digest)>> ReadRowsAsync(
        AuditSource source, IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var rows = new List<(long, string, string)>();
        // Table and columns are literals of AuditSource; values travel as parameters.
        await using var reader = (DbDataReader)await session.Connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            select   t.id, {source.Kind}, {string.Join(", ", source.Columns.Split(", ").Select(column => "t." + column))}
            from     json_each(@ids) as k cross join {source.Table} as t
            where    t.id = k.value
            order by t.id
            """,
            new { ids = StoreJson.Ids(ids) }, session.Transaction, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt64(0);
            rows.Add((id, reader.GetString(1), CanonicalHash.Of(Values(reader, id))));
        }

        return rows;
    }

    private static object?[] Values(DbDataReader reader, long id)
    {
        var values = new object?[reader.FieldCount - 1];
        values[0] = id;
        for (var i = 2; i < reader.FieldCount; i++) values[i - 1] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        return values;
    }
}
