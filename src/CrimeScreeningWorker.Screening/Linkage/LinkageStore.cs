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
    private readonly Staging keyStaging = new(
        session, "linkage_key_staging", "kind text, scope text, value text, recorded_at text, crime_reference text, crime_id bigint");

    private readonly Staging linkStaging = new(
        session, "link_staging", "crime_id bigint, other_id bigint, basis text, strength float8, by_words text");

    private readonly Staging endStaging = new(session, "link_end_staging", "crime_id bigint, other_id bigint");

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
        const string sqlite = """
            select k.key, (select json_group_array(held.crime_id)
                           from  (select   l.crime_id
                                  from     linkage_key as l
                                  where    l.kind = k.value ->> 0 and l.scope = k.value ->> 1 and l.value = k.value ->> 2
                                  order by l.recorded_at desc, l.crime_reference desc, l.crime_id desc
                                  limit    @atMost) as held)
            from   json_each(@keys) as k
            """;
        const string postgreSql = """
            select k.place::int - 1, (select coalesce(json_agg(held.crime_id), '[]')::text
                                      from  (select   l.crime_id
                                             from     linkage_key as l
                                             where    l.kind = k.value ->> 0 and l.scope = k.value ->> 1 and l.value = k.value ->> 2
                                             order by l.recorded_at desc, l.crime_reference desc, l.crime_id desc
                                             limit    @atMost) as held)
            from   json_array_elements(@keys::json) with ordinality as k (value, place)
            """;
        var holders = new Dictionary<LinkageKey, long[]>(keys.Count);
        if (keys.Count == 0) return holders;
        var wanted = JsonSerializer.Serialize(keys.Select(key => new[] { key.Kind, key.Scope, key.Value }));
        await using var reader = await session.Connection.ExecuteReaderAsync(
            new CommandDefinition(session.OnPostgreSql ? postgreSql : sqlite, new { keys = wanted, atMost }, session.Transaction, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
            holders.Add(keys[reader.GetInt32(0)], JsonSerializer.Deserialize<long[]>(reader.GetString(1))!);
        return holders;
    }

    public Task DeleteKeysAsync(IEnumerable<long> crimeIds) => session.Connection.ExecuteAsync(new CommandDefinition(
        "delete from linkage_key where crime_id in (select k.value from json_each(@ids) as k)", new { ids = StoreJson.Ids(crimeIds) }, session.Transaction));

    public async Task AddKeysAsync(IEnumerable<(long CrimeId, Crime Crime, IReadOnlyList<LinkageKey> Keys)> crimes)
    {
        const string row = """
            insert into linkage_key (kind, scope, value, recorded_at, crime_reference, crime_id)
            values (@kind, @scope, @value, @recorded, @reference, @crime)
            """;
        const string merge = """
            insert into linkage_key (kind, scope, value, recorded_at, crime_reference, crime_id)
            select kind, scope, value, recorded_at, crime_reference, crime_id from linkage_key_staging order by place
            """;
        var rows = crimes.SelectMany(c => c.Keys, (c, key) => new object?[]
        {
            key.Kind, key.Scope, key.Value, StoreTime.ToText(c.Crime.RecordedAt), c.Crime.Key.CrimeReference, c.CrimeId,
        });
        if (session.OnPostgreSql)
        {
            await keyStaging.MergeAsync([.. rows], merge);
            return;
        }

        var insert = session.Prepare(row, "kind", "scope", "value", "recorded", "reference", "crime");
        foreach (var values in rows) await insert.ExecuteAsync(values);
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

    /// <summary>Deletes the links between each two, both directions.</summary>
    public async Task DeleteLinksAsync(IReadOnlyCollection<(long CrimeId, long OtherId)> pairs)
    {
        const string row = "delete from link where crime_id = @crime and other_id = @other";
        const string merge = """
            delete from link as l using link_end_staging as e
            where  (l.crime_id = e.crime_id and l.other_id = e.other_id) or (l.crime_id = e.other_id and l.other_id = e.crime_id)
            """;
        if (session.OnPostgreSql)
        {
            await endStaging.MergeAsync([.. pairs.Select(pair => new object?[] { pair.CrimeId, pair.OtherId })], merge);
            return;
        }

        var delete = session.Prepare(row, "crime", "other");
        foreach (var (crime, other) in pairs)
        {
            await delete.ExecuteAsync(crime, other);
            await delete.ExecuteAsync(other, crime);
        }
    }

    public async Task AddLinksAsync(IEnumerable<StoredLink> links)
    {
        const string row = """
            insert into link (crime_id, other_id, basis, strength, by_words)
            values (@crime, @other, @basis, @strength, @by)
            on conflict (crime_id, other_id, basis) do update set strength = excluded.strength, by_words = excluded.by_words
            where excluded.strength > link.strength
            """;
        // A statement may touch a row once: of two links on one basis the stronger goes in, the first of equals.
        const string merge = """
            insert into link (crime_id, other_id, basis, strength, by_words)
            select   distinct on (crime_id, other_id, basis) crime_id, other_id, basis, strength, by_words
            from     link_staging
            order by crime_id, other_id, basis, strength desc, place
            on conflict (crime_id, other_id, basis) do update set strength = excluded.strength, by_words = excluded.by_words
            where excluded.strength > link.strength
            """;
        var rows = links.Select(link => new object?[] { link.CrimeId, link.OtherId, link.Basis.ToString(), link.Strength, link.By });
        if (session.OnPostgreSql)
        {
            await linkStaging.MergeAsync([.. rows], merge);
            return;
        }

        var insert = session.Prepare(row, "crime", "other", "basis", "strength", "by");
        foreach (var values in rows) await insert.ExecuteAsync(values);
    }

    private sealed record KeyRow(long CrimeId, string Kind, string Scope, string Value);

    private sealed record LinkRow(long CrimeId, long OtherId, string Basis, double Strength, string ByWords);
}
