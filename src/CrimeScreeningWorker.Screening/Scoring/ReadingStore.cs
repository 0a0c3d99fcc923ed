using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>A reading as the store holds it.</summary>
/// <param name="Version">Row of the rule book and model that gave it; <see cref="Stale"/> when an earlier program did, which looked for less.</param>
internal sealed record StoredReading(CrimeReading Reading, long Version)
{
    /// <summary>The row of no version: rows count from 1.</summary>
    public const long Stale = 0;
}

/// <summary>What was read from each crime.</summary>
internal sealed class ReadingStore(StoreSession session)
{
    private readonly Staging staging = new(session, "crime_reading_staging", "crime_id bigint, version_id bigint, reading bytea");

    /// <param name="readings">By the crime's row, each once.</param>
    public async Task SaveAsync(IReadOnlyList<(long CrimeId, CrimeReading Reading)> readings, long version)
    {
        const string row = """
            insert into crime_reading (crime_id, version_id, reading) values (@crime, @version, @reading)
            on conflict (crime_id) do update set version_id = excluded.version_id, reading = excluded.reading
            """;
        const string merge = """
            insert into crime_reading (crime_id, version_id, reading)
            select crime_id, version_id, reading from crime_reading_staging order by place
            on conflict (crime_id) do update set version_id = excluded.version_id, reading = excluded.reading
            """;
        var rows = await Cores.MapAsync(readings, r => new object?[] { r.CrimeId, version, CrimeReadingCodec.ToBytes(r.Reading) });
        if (session.OnPostgreSql)
        {
            await staging.MergeAsync(rows, merge);
            return;
        }

        var insert = session.Prepare(row, "crime", "version", "reading");
        foreach (var values in rows) await insert.ExecuteAsync(values);
    }

    /// <exception cref="InvalidDataException">A reading is damaged.</exception>
    public async Task<Dictionary<long, StoredReading>> ReadAsync(IEnumerable<long> crimeIds, CancellationToken cancellationToken)
    {
        const string sql = """
            select r.crime_id, r.version_id, r.reading
            from   json_each(@ids) as k
            cross  join crime_reading as r
            where  r.crime_id = k.value
            """;
        var readings = new Dictionary<long, StoredReading>();
        await using var reader = await session.Connection.ExecuteReaderAsync(
            new CommandDefinition(sql, new { ids = StoreJson.Ids(crimeIds) }, session.Transaction, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            var bytes = await reader.GetFieldValueAsync<byte[]>(2, cancellationToken);
            var version = CrimeReadingCodec.IsStale(bytes) ? StoredReading.Stale : reader.GetInt64(1);
            readings[reader.GetInt64(0)] = new StoredReading(CrimeReadingCodec.FromBytes(bytes), version);
        }

        return readings;
    }
}
