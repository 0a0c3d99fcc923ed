using System.Globalization;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>Why a crime belongs to what a back-scan links and scores.</summary>
internal static class CrimeReason
{
    /// <summary>The back-scan has taken it in: it is linked and scored.</summary>
    public const string Taken = "taken";

    /// <summary>Held before; a key that the back-scan has made common, or no longer so, may have changed its links to others that were held before: it is linked.</summary>
    public const string Joined = "joined";

    /// <summary>Held before; its course of conduct is another than before: it is scored.</summary>
    public const string Linked = "linked";
}

internal sealed partial class BackscanStore
{
    private readonly Staging keyStaging = new(session, "backscan_key_staging", "crime_id bigint, kind text, scope text, value text");

    /// <summary>Adds crimes for this reason.</summary>
    public Task AddCrimesAsync(StoredBackscan backscan, IEnumerable<long> crimes, string reason) => ExecuteAsync(
        // In one order, so that two machines that add the same crimes wait for each other and never both.
        """
        insert into backscan_crime (backscan_id, crime_id, reason)
        select @Id, k.value, @reason from json_each(@ids) as k where true order by k.value
        on conflict (backscan_id, crime_id, reason) do nothing
        """,
        new { backscan.Id, ids = StoreJson.Ids(crimes), reason });

    /// <summary>Crimes of a range of this phase, by id.</summary>
    public async Task<IReadOnlyList<long>> ReadCrimesAsync(StoredBackscan backscan, ClaimedRange range, params string[] reasons)
    {
        const string sql = """
            select   distinct crime_id
            from     backscan_crime
            where    backscan_id = @Id and crime_id between @from and @to and reason in (@first, @second)
            order by crime_id
            """;
        return (await QueryAsync<long>(sql, new
        {
            backscan.Id,
            from = long.Parse(range.From, CultureInfo.InvariantCulture),
            to = long.Parse(range.To, CultureInfo.InvariantCulture),
            first = reasons[0],
            second = reasons.ElementAtOrDefault(1),
        })).AsList();
    }

    /// <summary>Those of the crimes that the phase <see cref="BackscanPhase.Link"/> links, and whether the back-scan has taken them in.</summary>
    public async Task<IReadOnlyDictionary<long, bool>> ReadOursAsync(StoredBackscan backscan, IEnumerable<long> crimes)
    {
        const string sql = """
            select   c.crime_id as CrimeId, max(case when c.reason = 'taken' then 1 else 0 end) as Taken
            from     json_each(@ids) as k
            cross    join backscan_crime as c
            where    c.backscan_id = @Id and c.crime_id = k.value and c.reason in ('taken', 'joined')
            group by c.crime_id
            """;
        return (await QueryAsync<OursRow>(sql, new { backscan.Id, ids = StoreJson.Ids(crimes) })).ToDictionary(row => row.CrimeId, row => row.Taken != 0);
    }

    /// <summary>Keeps what crimes could be joined by before a newer version of them came.</summary>
    public async Task AddKeysBeforeAsync(StoredBackscan backscan, ILookup<long, LinkageKey> keys)
    {
        const string row = """
            insert into backscan_key (backscan_id, crime_id, kind, scope, value) values (@backscan, @crime, @kind, @scope, @value)
            on conflict (backscan_id, crime_id, kind, scope, value) do nothing
            """;
        const string merge = """
            insert into backscan_key (backscan_id, crime_id, kind, scope, value)
            select @backscan, crime_id, kind, scope, value from backscan_key_staging order by place
            on conflict (backscan_id, crime_id, kind, scope, value) do nothing
            """;
        var rows = keys.SelectMany(crime => crime, (crime, key) => new object?[] { crime.Key, key.Kind, key.Scope, key.Value });
        if (session.OnPostgreSql)
        {
            await keyStaging.MergeAsync([.. rows], merge, new { backscan = backscan.Id });
            return;
        }

        var insert = session.Prepare(row, "backscan", "crime", "kind", "scope", "value");
        foreach (var values in rows) await insert.ExecuteAsync([backscan.Id, .. values]);
    }

    public async Task<IReadOnlyList<LinkageKey>> ReadKeysBeforeAsync(StoredBackscan backscan, IEnumerable<long> crimes)
    {
        const string sql = """
            select distinct b.kind as Kind, b.scope as Scope, b.value as Value
            from   json_each(@ids) as k
            cross  join backscan_key as b
            where  b.backscan_id = @Id and b.crime_id = k.value
            """;
        return [.. (await QueryAsync<KeyRow>(sql, new { backscan.Id, ids = StoreJson.Ids(crimes) })).Select(row => new LinkageKey(row.Kind, row.Scope, row.Value))];
    }

    /// <summary>Crimes that share each key and that this back-scan has not taken in.</summary>
    /// <param name="atMost">No more than this many of a key, the newest, are given of those that were there before the back-scan.</param>
    public async Task<IReadOnlyDictionary<LinkageKey, OtherHolders>> ReadOtherHoldersAsync(StoredBackscan backscan, IReadOnlyList<LinkageKey> keys, int atMost)
    {
        const string sqlite = """
            select k.key, (select json_group_array(held.crime_id)
                           from  (select   l.crime_id
                                  from     linkage_key as l
                                  join     crime as c on c.id = l.crime_id
                                  where    l.kind = k.value ->> 0 and l.scope = k.value ->> 1 and l.value = k.value ->> 2 and c.version_run < @SinceRun
                                           and not exists (select 1 from backscan_crime as b
                                                           where  b.backscan_id = @Id and b.crime_id = l.crime_id and b.reason = 'taken')
                                  order by l.recorded_at desc, l.crime_reference desc, l.crime_id desc
                                  limit    @atMost) as held),
                          (select json_group_array(l.crime_id)
                           from   linkage_key as l
                           join   crime as c on c.id = l.crime_id
                           where  l.kind = k.value ->> 0 and l.scope = k.value ->> 1 and l.value = k.value ->> 2 and c.version_run > @SinceRun
                                  and not exists (select 1 from backscan_crime as b
                                                  where  b.backscan_id = @Id and b.crime_id = l.crime_id and b.reason = 'taken'))
            from   json_each(@keys) as k
            """;
        const string postgreSql = """
            select k.place::int - 1,
                   (select coalesce(json_agg(held.crime_id), '[]')::text
                    from  (select   l.crime_id
                           from     linkage_key as l
                           join     crime as c on c.id = l.crime_id
                           where    l.kind = k.value ->> 0 and l.scope = k.value ->> 1 and l.value = k.value ->> 2 and c.version_run < @SinceRun
                                    and not exists (select 1 from backscan_crime as b
                                                    where  b.backscan_id = @Id and b.crime_id = l.crime_id and b.reason = 'taken')
                           order by l.recorded_at desc, l.crime_reference desc, l.crime_id desc
                           limit    @atMost) as held),
                   (select coalesce(json_agg(l.crime_id), '[]')::text
                    from   linkage_key as l
                    join   crime as c on c.id = l.crime_id
                    where  l.kind = k.value ->> 0 and l.scope = k.value ->> 1 and l.value = k.value ->> 2 and c.version_run > @SinceRun
                           and not exists (select 1 from backscan_crime as b
                                           where  b.backscan_id = @Id and b.crime_id = l.crime_id and b.reason = 'taken'))
            from   json_array_elements(@keys::json) with ordinality as k (value, place)
            """;
        var holders = new Dictionary<LinkageKey, OtherHolders>(keys.Count);
        if (keys.Count == 0) return holders;
        var wanted = JsonSerializer.Serialize(keys.Select(key => new[] { key.Kind, key.Scope, key.Value }));
        await using var reader = await session.Connection.ExecuteReaderAsync(new CommandDefinition(
            session.OnPostgreSql ? postgreSql : sqlite, new { backscan.Id, backscan.SinceRun, keys = wanted, atMost }, session.Transaction));
        while (await reader.ReadAsync(CancellationToken.None))
        {
            holders.Add(keys[reader.GetInt32(0)], new OtherHolders(
                JsonSerializer.Deserialize<long[]>(reader.GetString(1))!, JsonSerializer.Deserialize<long[]>(reader.GetString(2))!));
        }

        return holders;
    }

    private sealed class OursRow
    {
        public long CrimeId { get; init; }
        public long Taken { get; init; }
    }

    private sealed record KeyRow(string Kind, string Scope, string Value);
}
