using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Sources;

internal sealed partial class CrimeStore
{
    // In the order of Values.
    private readonly Staging staging = new(
        session, "crime_staging",
        """
        force_code text, crime_reference text, recorded_at text, recorded_offset bigint, updated_at text,
        updated_offset bigint, occurred_from text, occurred_from_offset bigint, occurred_to text, occurred_to_offset bigint,
        home_office_class text, offence_code text, offence_title text, included_classifications text, flags text,
        victim_id text, suspect_id text, relationship text, protective_orders text, risk_grade text, outcome_code text,
        district text, team text, victim_age bigint, suspect_age bigint, victim_gender text, suspect_gender text,
        victim_ethnicity text, suspect_ethnicity text, in_scope bigint, version_run bigint, narrative text
        """);

    private async Task<IReadOnlyList<long>> MergeAsync(IReadOnlyList<(SourceRecord Record, bool InScope)> records, IReadOnlyList<object?[]> values)
    {
        const string merge = """
            insert into crime as c (
                force_code, crime_reference, recorded_at, recorded_offset, updated_at, updated_offset,
                occurred_from, occurred_from_offset, occurred_to, occurred_to_offset,
                home_office_class, offence_code, offence_title, included_classifications, flags,
                victim_id, suspect_id, relationship, protective_orders, risk_grade, outcome_code, district, team,
                victim_age, suspect_age, victim_gender, suspect_gender, victim_ethnicity, suspect_ethnicity,
                in_scope, first_run, version_run, narrative)
            select force_code, crime_reference, recorded_at, recorded_offset, updated_at, updated_offset,
                   occurred_from, occurred_from_offset, occurred_to, occurred_to_offset,
                   home_office_class, offence_code, offence_title, included_classifications, flags,
                   victim_id, suspect_id, relationship, protective_orders, risk_grade, outcome_code, district, team,
                   victim_age, suspect_age, victim_gender, suspect_gender, victim_ethnicity, suspect_ethnicity,
                   in_scope, version_run, version_run, narrative
            from   crime_staging
            order  by place
            on conflict (force_code, crime_reference) do update set
                (recorded_at, recorded_offset, updated_at, updated_offset, occurred_from, occurred_from_offset, occurred_to, occurred_to_offset,
                 home_office_class, offence_code, offence_title, included_classifications, flags, victim_id, suspect_id, relationship,
                 protective_orders, risk_grade, outcome_code, district, team, victim_age, suspect_age, victim_gender, suspect_gender,
                 victim_ethnicity, suspect_ethnicity, in_scope, version_run, narrative)
              = (excluded.recorded_at, excluded.recorded_offset, excluded.updated_at, excluded.updated_offset, excluded.occurred_from,
                 excluded.occurred_from_offset, excluded.occurred_to, excluded.occurred_to_offset, excluded.home_office_class,
                 excluded.offence_code, excluded.offence_title, excluded.included_classifications, excluded.flags, excluded.victim_id,
                 excluded.suspect_id, excluded.relationship, excluded.protective_orders, excluded.risk_grade, excluded.outcome_code,
                 excluded.district, excluded.team, excluded.victim_age, excluded.suspect_age, excluded.victim_gender,
                 excluded.suspect_gender, excluded.victim_ethnicity, excluded.suspect_ethnicity, excluded.in_scope, excluded.version_run,
                 excluded.narrative)
            returning c.force_code as ForceCode, c.crime_reference as CrimeReference, c.id as Id
            """;
        var rows = await staging.MergeAsync<IdRow>(values, merge);
        var ids = rows.ToDictionary(row => new CrimeKey(row.ForceCode, row.CrimeReference), row => row.Id);
        return [.. records.Select(r => ids[r.Record.Crime.Key])];
    }

    private sealed record IdRow(string ForceCode, string CrimeReference, long Id);
}
