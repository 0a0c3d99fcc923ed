using System.Text.Json;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>A join of two rows of the store.</summary>
internal sealed record StoredLink(long CrimeId, long OtherId, LinkBasis Basis, double Strength, string By);

/// <summary>What crimes can be joined by, and the joins.</summary>
internal sealed class LinkageStore(StoreSession session)
{
    public async Task<ILookup<long, LinkageKey>> ReadKeysAsync(IEnumerable<long> crimeIds, CancellationToken cancellationToken)
    {
        const string sql = """
            select l.crime_id as CrimeId, l.kind, l.scope, l.value
            from   json_each(@ids) as k
            cross  join linkage_key as l
            where  l.crime_id = k.value
            """;
        var rows = await session.Connection.QueryAsync<KeyRow>(new CommandDefinition(
            sql, new { ids = StoreJson.Ids(crimeIds) }, session.Transaction, cancellationToken: cancellationToken));
        return rows.ToLookup(row => row.CrimeId, row => new LinkageKey(row.Kind, row.Scope, row.Value));
    }

    /// <summary>Crimes that share each key, newest first, then by reference.</summary>
    /// <param name="atMost">No more than this many rows of a key are read, however many share it.</param>
    public async Task<IReadOnlyDictionary<LinkageKey, long[]>> ReadHoldersAsync(
        IReadOnlyList<LinkageKey> keys, int atMost, CancellationToken cancellationToken)
    {
        const string sql = """
            select k.key, (select json_group_array(held.crime_id)
                           from  (select   l.crime_id
                                  from     linkage_key as l
                                  where    l.kind = k.value ->> 0 and l.scope = k.value ->> 1 and l.value = k.value ->> 2
                                  order by l.recorded_at desc, l.crime_reference desc, l.crime_id desc
                                  limit    @atMost) as held)
            from   json_each(@keys) as k
            """;
        var holders = new Dictionary<LinkageKey, long[]>(keys.Count);
        if (keys.Count == 0) return holders;
        var wanted = JsonSerializer.Serialize(keys.Select(key => new[] { key.Kind, key.Scope, key.Value }));
        await using var reader = await session.Connection.ExecuteReaderAsync(
            new CommandDefinition(sql, new { keys = wanted, atMost }, session.Transaction, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
            holders.Add(keys[reader.GetInt32(0)], JsonSerializer.Deserialize<long[]>(reader.GetString(1))!);
        return holders;
    }

    public Task DeleteKeysAsync(long crimeId) =>
        session.Prepare("delete from linkage_key where crime_id = @crime", "crime").ExecuteAsync(crimeId);

    public async Task AddKeysAsync(long crimeId, Crime crime, IReadOnlyList<LinkageKey> keys)
    {
        const string sql = """
            insert into linkage_key (kind, scope, value, recorded_at, crime_reference, crime_id)
            values (@kind, @scope, @value, @recorded, @reference, @crime)
            """;
        var insert = session.Prepare(sql, "kind", "scope", "value", "recorded", "reference", "crime");
        var recorded = StoreTime.ToText(crime.RecordedAt);
        foreach (var key in keys) await insert.ExecuteAsync(key.Kind, key.Scope, key.Value, recorded, crime.Key.CrimeReference, crimeId);
    }

    /// <summary>Links of these crimes, strongest first within a pair of crimes.</summary>
    public async Task<ILookup<long, StoredLink>> ReadLinksAsync(IEnumerable<long> crimeIds, CancellationToken cancellationToken)
    {
        const string sql = """
            select   l.crime_id as CrimeId, l.other_id as OtherId, l.basis, l.strength, l.by_words as ByWords
            from     json_each(@ids) as k
            cross    join link as l
            where    l.crime_id = k.value
            """;
        var rows = await session.Connection.QueryAsync<LinkRow>(new CommandDefinition(
            sql, new { ids = StoreJson.Ids(crimeIds) }, session.Transaction, cancellationToken: cancellationToken));
        return rows
            .Select(row => new StoredLink(row.CrimeId, row.OtherId, Enum.Parse<LinkBasis>(row.Basis), row.Strength, row.ByWords))
            .OrderByDescending(link => link.Strength).ThenBy(link => link.Basis)
            .ToLookup(link => link.CrimeId);
    }

    /// <summary>Deletes the links between the two, both directions.</summary>
    public async Task DeleteLinksAsync(long crimeId, long otherId)
    {
        var delete = session.Prepare("delete from link where crime_id = @crime and other_id = @other", "crime", "other");
        await delete.ExecuteAsync(crimeId, otherId);
        await delete.ExecuteAsync(otherId, crimeId);
    }

    public async Task AddLinksAsync(IEnumerable<StoredLink> links)
    {
        const string sql = """
            insert into link (crime_id, other_id, basis, strength, by_words)
            values (@crime, @other, @basis, @strength, @by)
            on conflict (crime_id, other_id, basis) do update set strength = excluded.strength, by_words = excluded.by_words
            where excluded.strength > link.strength
            """;
        var insert = session.Prepare(sql, "crime", "other", "basis", "strength", "by");
        foreach (var link in links)
            await insert.ExecuteAsync(link.CrimeId, link.OtherId, link.Basis.ToString(), link.Strength, link.By);
    }

    private sealed record KeyRow(long CrimeId, string Kind, string Scope, string Value);

    private sealed record LinkRow(long CrimeId, long OtherId, string Basis, double Strength, string ByWords);
}
