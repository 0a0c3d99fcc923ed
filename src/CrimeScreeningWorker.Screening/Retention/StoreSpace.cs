using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Retention;

/// <summary>The room that a store takes. What is erased leaves holes; only when the holes are closed is it gone from the disk.</summary>
internal static class StoreSpace
{
    private static readonly string[] Tables =
    [
        "crime", "crime_reading", "linkage_key", "link", "score", "quarantine", "review_event", "review_item", "cdi_event", "cdi_item", "label", "link_judgement",
        "access_log",
    ];

    // A session that reads for longer keeps the room until the next vacuum; the certificate tells by its bytes.
    private const int MostTries = 5;

    /// <summary>Bytes: of a file with its log, of a server's tables with their indexes.</summary>
    public static async Task<long> MeasureAsync(StoreSession session, StoreLocation location, CancellationToken cancellationToken)
    {
        if (session.OnPostgreSql)
        {
            const string sql = "select coalesce(sum(pg_total_relation_size(to_regclass(k.value)))::bigint, 0) from json_array_elements_text(@tables::json) as k (value)";
            return await session.Connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, new { tables = StoreJson.List([.. Tables]) }, cancellationToken: cancellationToken));
        }

        var log = new FileInfo(location.Path + "-wal");
        return new FileInfo(location.Path).Length + (log.Exists ? log.Length : 0);
    }

    /// <summary>Writes the tables anew without the holes. On a server by the owner of the tables; for anybody else the server leaves them as they are.</summary>
    public static async Task GiveBackAsync(StoreSession session, CancellationToken cancellationToken)
    {
        if (session.OnPostgreSql)
        {
            await RewriteTablesAsync(session, cancellationToken);
            return;
        }

        // The new file is put together on the disk: it may be larger than the memory.
        await ExecuteAsync(session, "pragma temp_store = file", cancellationToken);
        await ExecuteAsync(session, "vacuum", cancellationToken);
        await ExecuteAsync(session, "pragma wal_checkpoint(truncate)", cancellationToken);
    }

    // The server takes an erased row along as long as another session might read it, even one that only begins at this moment.
    private static async Task RewriteTablesAsync(StoreSession session, CancellationToken cancellationToken)
    {
        const string unclean = """
            select c.relname::text
            from   json_array_elements_text(@tables::json) as k (value)
            join   pg_catalog.pg_class as c on c.oid = to_regclass(k.value)
            where  pg_stat_get_dead_tuples(c.oid) > 0 and pg_has_role(c.relowner, 'usage')
            """;
        // The counts of dead rows below are out by what this session has not told the server yet.
        await ExecuteAsync(session, "select pg_stat_force_next_flush()", cancellationToken);
        IReadOnlyList<string> left = Tables;
        for (var tries = 1; ; tries++)
        {
            foreach (var table in left) await ExecuteAsync(session, $"vacuum (full, analyze) {table}", cancellationToken);
            left = (await session.Connection.QueryAsync<string>(
                new CommandDefinition(unclean, new { tables = StoreJson.List([.. left]) }, cancellationToken: cancellationToken))).AsList();
            if (left.Count == 0 || tries == MostTries) return;
            await ExecuteAsync(session, "select pg_sleep(1)", cancellationToken);
        }
    }

    // A large store takes longer than a statement of a page may.
    private static Task ExecuteAsync(StoreSession session, string sql, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancellationToken));
}
