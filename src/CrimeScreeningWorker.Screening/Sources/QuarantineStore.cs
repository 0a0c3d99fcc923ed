using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Rows of sources that could not be read, kept with line and reason.</summary>
internal sealed class QuarantineStore(StoreSession session)
{
    public async Task SaveAsync(IReadOnlyList<RejectedRecord> rejected, long run)
    {
        const string sql = """
            insert into quarantine (run_id, source, line, crime_reference, field, reason, raw)
            values (@run, @source, @line, @reference, @field, @reason, @raw)
            """;
        if (session.OnPostgreSql)
        {
            const string merge = """
                insert into quarantine (run_id, source, line, crime_reference, field, reason, raw)
                select run_id, source, line, crime_reference, field, reason, raw from quarantine_staging order by place
                """;
            var staging = new Staging(
                session, "quarantine_staging", "run_id bigint, source text, line bigint, crime_reference text, field text, reason text, raw text");
            await staging.MergeAsync(
                [.. rejected.Select(row => new object?[] { run, row.Source, row.Line, row.CrimeReference, row.Field, row.Reason, row.Raw })], merge);
            return;
        }

        var insert = session.Prepare(sql, "run", "source", "line", "reference", "field", "reason", "raw");
        foreach (var row in rejected)
            await insert.ExecuteAsync(run, row.Source, row.Line, row.CrimeReference, row.Field, row.Reason, row.Raw);
    }

    /// <summary>In the order of the source.</summary>
    /// <param name="runId">Null: those of the newest run over each source, which is what still stands in the way.</param>
    public async Task<IReadOnlyList<RejectedRecord>> ReadAsync(string? runId, CancellationToken cancellationToken)
    {
        const string sql = """
            select   q.source, q.line, q.crime_reference as CrimeReference, q.field, q.reason, q.raw
            from     quarantine as q
            join     run as r on r.id = q.run_id
            where    r.run_id = @runId
                     or (@runId is null and r.id in (select max(newest.id) from run as newest group by newest.source))
            order by q.source, q.line, q.id
            """;
        var rows = await session.Connection.QueryAsync<QuarantineRow>(
            new CommandDefinition(sql, new { runId }, session.Transaction, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new RejectedRecord(r.Source, r.Line, r.CrimeReference, r.Field, r.Reason, r.Raw))];
    }

    private sealed record QuarantineRow(string Source, long Line, string? CrimeReference, string Field, string Reason, string Raw);
}
