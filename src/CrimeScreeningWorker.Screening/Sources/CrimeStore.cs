using System.Data.Common;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>The crimes of the store.</summary>
internal sealed partial class CrimeStore(StoreSession session)
{
    /// <summary>The versions held of these crimes; crimes that are not there are left out.</summary>
    public async Task<IReadOnlyDictionary<CrimeKey, CrimeVersion>> ReadVersionsAsync(
        IEnumerable<CrimeKey> keys, CancellationToken cancellationToken)
    {
        const string sqlite = """
            select c.force_code, c.crime_reference, c.id, c.updated_at, c.updated_offset, c.first_run, c.version_run
            from   json_each(@keys) as k
            cross  join crime as c
            where  c.force_code = k.value ->> 0 and c.crime_reference = k.value ->> 1
            """;
        const string postgreSql = """
            select c.force_code, c.crime_reference, c.id, c.updated_at, c.updated_offset, c.first_run, c.version_run
            from   json_array_elements(@keys::json) as k (value)
            join   crime as c on c.force_code = k.value ->> 0 and c.crime_reference = k.value ->> 1
            """;
        var wanted = JsonSerializer.Serialize(keys.Select(key => new[] { key.ForceCode, key.CrimeReference }));
        var known = new Dictionary<CrimeKey, CrimeVersion>();
        await using var reader = await ReadAsync(session.OnPostgreSql ? postgreSql : sqlite, new { keys = wanted }, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known[new CrimeKey(reader.GetString(0), reader.GetString(1))] = new CrimeVersion(
                reader.GetInt64(2), StoreTime.Parse(reader.GetString(3), reader.GetInt64(4)), reader.GetInt64(5), reader.GetInt64(6));
        }

        return known;
    }

    /// <summary>Adds each crime, or puts this version in the place of the one held.</summary>
    /// <param name="records">Each crime once.</param>
    /// <returns>The rows' ids, in the order of <paramref name="records"/>; a crime keeps its id for good.</returns>
    public async Task<IReadOnlyList<long>> SaveAsync(IReadOnlyList<(SourceRecord Record, bool InScope)> records, long run)
    {
        var rows = await Cores.MapAsync(records, r => Values(r.Record, r.InScope, run));
        if (session.OnPostgreSql) return await MergeAsync(records, rows);
        var save = PrepareSave();
        var ids = new List<long>(rows.Count);
        foreach (var row in rows) ids.Add((long)(await save.ExecuteScalarAsync(row))!);
        return ids;
    }

    private PreparedStatement PrepareSave()
    {
        const string sql = """
            insert into crime (
                force_code, crime_reference, recorded_at, recorded_offset, updated_at, updated_offset,
                occurred_from, occurred_from_offset, occurred_to, occurred_to_offset,
                home_office_class, offence_code, offence_title, included_classifications, flags,
                victim_id, suspect_id, relationship, protective_orders, risk_grade, outcome_code, district, team,
                victim_age, suspect_age, victim_gender, suspect_gender, victim_ethnicity, suspect_ethnicity,
                in_scope, first_run, version_run, narrative)
            values (
                @force, @reference, @recorded, @recordedOffset, @updated, @updatedOffset,
                @from, @fromOffset, @to, @toOffset,
                @class, @code, @title, @included, @flags,
                @victim, @suspect, @relationship, @orders, @risk, @outcome, @district, @team,
                @victimAge, @suspectAge, @victimGender, @suspectGender, @victimEthnicity, @suspectEthnicity,
                @inScope, @run, @run, @narrative)
            on conflict (force_code, crime_reference) do update set
                recorded_at = excluded.recorded_at, recorded_offset = excluded.recorded_offset,
                updated_at = excluded.updated_at, updated_offset = excluded.updated_offset,
                occurred_from = excluded.occurred_from, occurred_from_offset = excluded.occurred_from_offset,
                occurred_to = excluded.occurred_to, occurred_to_offset = excluded.occurred_to_offset,
                home_office_class = excluded.home_office_class, offence_code = excluded.offence_code,
                offence_title = excluded.offence_title, included_classifications = excluded.included_classifications,
                flags = excluded.flags, victim_id = excluded.victim_id, suspect_id = excluded.suspect_id,
                relationship = excluded.relationship, protective_orders = excluded.protective_orders,
                risk_grade = excluded.risk_grade, outcome_code = excluded.outcome_code,
                district = excluded.district, team = excluded.team,
                victim_age = excluded.victim_age, suspect_age = excluded.suspect_age,
                victim_gender = excluded.victim_gender, suspect_gender = excluded.suspect_gender,
                victim_ethnicity = excluded.victim_ethnicity, suspect_ethnicity = excluded.suspect_ethnicity,
                in_scope = excluded.in_scope, version_run = excluded.version_run, narrative = excluded.narrative
            returning id
            """;
        return session.Prepare(
            sql,
            "force", "reference", "recorded", "recordedOffset", "updated", "updatedOffset", "from", "fromOffset", "to", "toOffset",
            "class", "code", "title", "included", "flags", "victim", "suspect", "relationship", "orders", "risk", "outcome",
            "district", "team", "victimAge", "suspectAge", "victimGender", "suspectGender", "victimEthnicity", "suspectEthnicity",
            "inScope", "run", "narrative");
    }

    private static object?[] Values(SourceRecord record, bool inScope, long run)
    {
        var (crime, equality) = (record.Crime, record.Equality);
        return
        [
            crime.Key.ForceCode, crime.Key.CrimeReference,
            StoreTime.ToText(crime.RecordedAt), StoreTime.ToOffset(crime.RecordedAt),
            StoreTime.ToText(crime.UpdatedAt), StoreTime.ToOffset(crime.UpdatedAt),
            StoreTime.ToText(crime.OccurredFrom), StoreTime.ToOffset(crime.OccurredFrom),
            StoreTime.ToText(crime.OccurredTo), StoreTime.ToOffset(crime.OccurredTo),
            crime.HomeOfficeClass, crime.OffenceCode, crime.OffenceTitle,
            StoreJson.List(crime.IncludedClassifications), StoreJson.List(crime.Flags),
            crime.VictimId, crime.SuspectId, crime.Relationship, StoreJson.List(crime.ProtectiveOrders), crime.RiskGrade,
            crime.OutcomeCode, crime.District, crime.Team,
            (long?)equality.VictimAge, (long?)equality.SuspectAge, equality.VictimGender, equality.SuspectGender,
            equality.VictimEthnicity, equality.SuspectEthnicity,
            inScope ? 1L : 0L, run, crime.Narrative,
        ];
    }

    /// <summary>The crimes with these ids, narrative and all; equality monitoring stays in the store.</summary>
    public async Task<IReadOnlyDictionary<long, StoredCrime>> ReadCrimesAsync(
        IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        const string sql = """
            select c.id, c.force_code, c.crime_reference, c.recorded_at, c.recorded_offset, c.updated_at, c.updated_offset,
                   c.occurred_from, c.occurred_from_offset, c.occurred_to, c.occurred_to_offset,
                   c.home_office_class, c.offence_code, c.offence_title, c.included_classifications, c.flags,
                   c.victim_id, c.suspect_id, c.relationship, c.protective_orders, c.risk_grade, c.outcome_code, c.district, c.team,
                   c.in_scope, case when c.first_run <> c.version_run then 1 else 0 end, c.narrative
            from   json_each(@ids) as k
            cross  join crime as c
            where  c.id = k.value
            """;
        var crimes = new Dictionary<long, StoredCrime>();
        await using var reader = await ReadAsync(sql, new { ids = StoreJson.Ids(ids) }, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var crime = new Crime
            {
                Key = new CrimeKey(reader.GetString(1), reader.GetString(2)),
                RecordedAt = StoreTime.Parse(reader.GetString(3), reader.GetInt64(4)),
                UpdatedAt = StoreTime.Parse(reader.GetString(5), reader.GetInt64(6)),
                OccurredFrom = Time(reader, 7),
                OccurredTo = Time(reader, 9),
                HomeOfficeClass = reader.GetString(11),
                OffenceCode = Text(reader, 12),
                OffenceTitle = reader.GetString(13),
                IncludedClassifications = StoreJson.ToList(reader.GetString(14)),
                Flags = StoreJson.ToList(reader.GetString(15)),
                VictimId = Text(reader, 16),
                SuspectId = Text(reader, 17),
                Relationship = Text(reader, 18),
                ProtectiveOrders = StoreJson.ToList(reader.GetString(19)),
                RiskGrade = Text(reader, 20),
                OutcomeCode = Text(reader, 21),
                District = Text(reader, 22),
                Team = Text(reader, 23),
                Narrative = reader.GetString(26),
            };
            var id = reader.GetInt64(0);
            crimes[id] = new StoredCrime(id, crime, reader.GetInt64(24) != 0, reader.GetInt32(25) != 0);
        }

        return crimes;
    }

    /// <summary>The crimes with these ids, without their narratives.</summary>
    public async Task<IReadOnlyList<CrimeHeader>> ReadHeadersAsync(
        IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        const string sql = """
            select c.id, c.force_code, c.crime_reference, c.home_office_class, c.offence_title, c.recorded_at, c.recorded_offset,
                   c.occurred_from, c.occurred_from_offset, c.victim_id, c.suspect_id, c.in_scope
            from   json_each(@ids) as k
            cross  join crime as c
            where  c.id = k.value
            """;
        var headers = new List<CrimeHeader>();
        await using var reader = await ReadAsync(sql, new { ids = StoreJson.Ids(ids) }, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            headers.Add(new CrimeHeader(
                reader.GetInt64(0), new CrimeKey(reader.GetString(1), reader.GetString(2)), reader.GetString(3), reader.GetString(4),
                StoreTime.Parse(reader.GetString(5), reader.GetInt64(6)), Time(reader, 7), Text(reader, 9), Text(reader, 10),
                reader.GetInt64(11) != 0));
        }

        return headers;
    }

    private Task<DbDataReader> ReadAsync(string sql, object values, CancellationToken cancellationToken) =>
        session.Connection.ExecuteReaderAsync(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : StoreTime.Parse(reader.GetString(column), reader.GetInt64(column + 1));
}
