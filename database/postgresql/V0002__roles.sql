-- Who may do what. Roles belong to the whole server and cannot sign in: give each person or service a login of its own and make it a member
-- (grant crime_screening_worker to …). Whoever applies this needs the right to create roles, unless they are there already.

do $$
declare
    wanted text;
begin
    foreach wanted in array array['crime_screening_worker', 'crime_screening_console', 'crime_screening_analyst', 'crime_screening_auditor'] loop
        begin
            if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
                execute format('create role %I nologin', wanted);
            end if;
        exception when duplicate_object or unique_violation then
            null;  -- Another database of this server was being prepared at the same moment.
        end;
        execute format('grant usage on schema %I to %I', current_schema(), wanted);
    end loop;
    -- The worker copies its rows into tables of its own session first.
    execute format('grant temporary on database %I to crime_screening_worker', current_database());
end
$$;

-- The worker: all rows, no table. It cannot change the schema, nor empty a table at a stroke, nor touch the record of migrations.
grant select, insert, update, delete on run, crime, crime_reading, linkage_key, link, score, screening_version, quarantine, watermark
    to crime_screening_worker;
grant select on schema_changelog to crime_screening_worker, crime_screening_console, crime_screening_analyst, crime_screening_auditor;

-- The console: what a reviewer is shown. Never the protected characteristics, nor a row that could not be read as it stood.
grant select on run, crime_reading, link, score, screening_version, watermark to crime_screening_console;
grant select (
    id, force_code, crime_reference, recorded_at, recorded_offset, updated_at, updated_offset, occurred_from, occurred_from_offset,
    occurred_to, occurred_to_offset, home_office_class, offence_code, offence_title, included_classifications, flags, victim_id, suspect_id,
    relationship, protective_orders, risk_grade, outcome_code, district, team, in_scope, first_run, version_run, narrative)
    on crime to crime_screening_console;
grant select (id, run_id, source, line, crime_reference, field, reason) on quarantine to crime_screening_console;

-- The analyst: trains and compares models and reports on equality, so reads crimes whole; writes nothing.
grant select on run, crime, crime_reading, link, score, screening_version to crime_screening_analyst;

-- The auditor: what ran, what it said and why; no narrative, no person, no identifier.
grant select on run, score, screening_version, watermark to crime_screening_auditor;
grant select (
    id, force_code, crime_reference, recorded_at, recorded_offset, updated_at, updated_offset, home_office_class, offence_code,
    offence_title, in_scope, first_run, version_run, district, team)
    on crime to crime_screening_auditor;
grant select (id, run_id, source, line, crime_reference, field, reason) on quarantine to crime_screening_auditor;
