-- The screening store. Conventions:
--   * instants are ISO 8601 in UTC with seven decimals, so that text order is time order; where the source gave an
--     offset it stands beside them in minutes, so that the time is given back as it was written;
--   * lists are JSON arrays; booleans are 0 and 1; null means that the source left the field empty.

-- Which rule book and which text model gave a reading or a score.
create table screening_version (
    id                integer primary key,
    rule_book_version text not null,
    model_version     text not null,
    unique (rule_book_version, model_version)
);

-- The ledger: one row a run. read_rows = new_rows + changed_rows + unchanged_rows + quarantined_rows, after every batch.
create table run (
    id                integer primary key,
    run_id            text    not null unique,
    source            text    not null,
    state             text    not null check (state in ('running', 'succeeded', 'failed', 'cancelled')),
    started_at        text    not null,
    finished_at       text,
    as_of             text    not null,
    rule_book_version text    not null,
    model_version     text    not null,
    read_rows         integer not null default 0,
    new_rows          integer not null default 0,
    changed_rows      integer not null default 0,
    unchanged_rows    integer not null default 0,
    quarantined_rows  integer not null default 0,
    late_rows         integer not null default 0,
    in_scope          integer not null default 0,
    history_only      integer not null default 0,
    rescored          integer not null default 0,
    queued            integer not null default 0,
    failure           text,                                   -- one sentence, no content of any record
    resumed_by        integer references run (id)             -- the run that took over what this one had done
);

create index run_by_source on run (source, state);

-- One row a crime, newest version only.
create table crime (
    id                       integer primary key,
    force_code               text    not null,
    crime_reference          text    not null,
    recorded_at              text    not null,
    recorded_offset          integer not null,
    updated_at               text    not null,
    updated_offset           integer not null,
    occurred_from            text,
    occurred_from_offset     integer,
    occurred_to              text,
    occurred_to_offset       integer,
    home_office_class        text    not null,
    offence_code             text,
    offence_title            text    not null,
    included_classifications text    not null,
    flags                    text    not null,
    victim_id                text,
    suspect_id               text,
    relationship             text,
    protective_orders        text    not null,
    risk_grade               text,
    outcome_code             text,
    district                 text,
    team                     text,
    -- Equality monitoring: read by reports alone, never by linkage, reading or scoring.
    victim_age               integer,
    suspect_age              integer,
    victim_gender            text,
    suspect_gender           text,
    victim_ethnicity         text,
    suspect_ethnicity        text,
    in_scope                 integer not null check (in_scope in (0, 1)),
    first_run                integer not null references run (id),   -- took the crime in first
    version_run              integer not null references run (id),   -- took this version in; another than first_run: changed
    narrative                text    not null,                       -- last, so that the fields before it are read without it
    unique (force_code, crime_reference)
);

create index crime_by_version_run on crime (version_run);

-- What one reading of a crime gave: see CrimeReadingCodec for the layout of the bytes.
create table crime_reading (
    crime_id   integer primary key references crime (id) on delete cascade,
    version_id integer not null references screening_version (id),
    reading    blob    not null
);

-- What can join a crime to others: its people and the identifiers in its text. Newest first within a key, so that the
-- look-up of a key which very many crimes share stops after as many as it may use.
create table linkage_key (
    kind            text    not null check (kind in ('person', 'pair', 'phone', 'email', 'handle', 'vehicle', 'plate')),
    scope           text    not null,        -- force whose person it is; empty for an identifier, which means the same in every force
    value           text    not null,
    recorded_at     text    not null,
    crime_reference text    not null,
    crime_id        integer not null references crime (id) on delete cascade,
    primary key (kind, scope, value, recorded_at, crime_reference, crime_id)
) without rowid;

create index linkage_key_by_crime on linkage_key (crime_id);

-- Joins, one row a direction and basis; both directions are always there. other_id has no foreign key: enforcing one needs an index of
-- its own, which would cost every night for the sake of a rare deletion.
create table link (
    crime_id integer not null references crime (id) on delete cascade,
    other_id integer not null,
    basis    text    not null,
    strength real    not null check (strength > 0 and strength <= 1),
    by_words text    not null,
    primary key (crime_id, other_id, basis)
) without rowid;

-- The newest score of each crime in scope.
create table score (
    crime_id          integer primary key references crime (id) on delete cascade,
    run_id            integer not null references run (id),
    version_id        integer not null references screening_version (id),
    probability       real    not null check (probability between 0 and 1),
    text_score        real    not null check (text_score between 0 and 1),
    priority          text    not null check (priority in ('none', 'P1', 'P2', 'P3')),
    suggested_class   text    not null,
    suggested_section text    not null,
    online            integer not null check (online in (0, 1)),
    order_breach      integer not null check (order_breach in (0, 1)),
    high_risk         integer not null check (high_risk in (0, 1)),
    abstained         integer not null check (abstained in (0, 1)),
    due_by            text,
    due_by_offset     integer,
    reason            text    not null,
    detail            text    not null,       -- JSON: contributions, indicators, linked crimes, evidence, what to ask
    suggestion        text                    -- JSON: what crime data integrity is asked to consider
);

create index score_by_run on score (run_id);

-- Rows of a source that could not be read.
create table quarantine (
    id              integer primary key,
    run_id          integer not null references run (id),
    source          text    not null,
    line            integer not null,
    crime_reference text,
    field           text    not null,
    reason          text    not null,
    raw             text    not null
);

create index quarantine_by_run on quarantine (run_id);

-- How far a source has been taken in.
create table watermark (
    source     text primary key,
    updated_at text not null
) without rowid;
