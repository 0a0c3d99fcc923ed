using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>A reading as the store holds it.</summary>
/// <param name="Version">Row of the rule book and model that gave it.</param>
internal sealed record StoredReading(CrimeReading Reading, long Version);

/// <summary>What was read from each crime.</summary>
internal sealed class ReadingStore(StoreSession session)
{
    public Task SaveAsync(long crimeId, CrimeReading reading, long version)
    {
        const string sql = """
            insert into crime_reading (crime_id, version_id, reading) values (@crime, @version, @reading)
            on conflict (crime_id) do update set version_id = excluded.version_id, reading = excluded.reading
            """;
        return session.Prepare(sql, "crime", "version", "reading").ExecuteAsync(crimeId, version, CrimeReadingCodec.ToBytes(reading));
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
            var reading = CrimeReadingCodec.FromBytes(await reader.GetFieldValueAsync<byte[]>(2, cancellationToken));
            readings[reader.GetInt64(0)] = new StoredReading(reading, reader.GetInt64(1));
        }

        return readings;
    }
}
