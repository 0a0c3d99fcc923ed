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
            foreach (var table in Tables) await ExecuteAsync(session, $"vacuum (full, analyze) {table}", cancellationToken);
            return;
        }

        // The new file is put together on the disk: it may be larger than the memory.
        await ExecuteAsync(session, "pragma temp_store = file", cancellationToken);
        await ExecuteAsync(session, "vacuum", cancellationToken);
        await ExecuteAsync(session, "pragma wal_checkpoint(truncate)", cancellationToken);
    }

    // A large store takes longer than a statement of a page may.
    private static Task ExecuteAsync(StoreSession session, string sql, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancellationToken));
}
