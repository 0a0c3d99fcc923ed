-- A back-scan: a stretch of history, taken in range by range. Its row of the ledger is in run, under a source name of its own.
create table backscan (
    id            integer primary key,
    run_id        integer not null unique references run (id),
    since_run     integer not null references run (id),     -- the first of those it has taken the place of: what later runs have brought came meanwhile
    source        text not null,
    content       text,                       -- tells two contents of a file apart; null: a view, which all machines see alike
    from_day      text not null,              -- by recorded_at, by the clock of Europe/London; both days belong to it
    to_day        text not null,
    version_id    integer not null references screening_version (id),
    configuration text not null,              -- tells two configurations apart; every machine must have this one
    range_rows    integer not null,
    phase         text not null check (phase in ('read', 'reach', 'link', 'score', 'done')),
    finished      integer not null default 0 check (finished in (0, 1))
);

-- Two at a time would each rest on keys that the other is still writing.
create unique index backscan_unfinished on backscan (finished) where finished = 0;

-- What is worked on at a time: its work is committed with the mark that it is done.
create table backscan_range (
    id               integer primary key,
    backscan_id      integer not null references backscan (id),
    phase            text not null check (phase in ('read', 'reach', 'link', 'score')),
    from_place       text not null,           -- read: the source's own words, the end excluded; else ids of crimes, both included
    to_place         text not null,
    weight           integer not null,                     -- its part of the phase
    done             integer not null default 0 check (done in (0, 1)),
    node             text,
    finished_at      text,
    read_rows        integer not null default 0,
    new_rows         integer not null default 0,
    changed_rows     integer not null default 0,
    unchanged_rows   integer not null default 0,
    quarantined_rows integer not null default 0,
    late_rows        integer not null default 0
);

create index backscan_range_open on backscan_range (backscan_id, phase, id) where done = 0;
create index backscan_range_by_phase on backscan_range (backscan_id, phase);

-- The crimes that are linked and scored before it ends; emptied then.
create table backscan_crime (
    backscan_id integer not null references backscan (id),
    crime_id    integer not null references crime (id) on delete cascade,
    reason      text not null check (reason in ('taken', 'joined', 'linked')),
    primary key (backscan_id, crime_id, reason)
);

-- By what crimes could be joined before it brought a newer version of them; emptied when it ends.
create table backscan_key (
    backscan_id integer not null references backscan (id),
    crime_id    integer not null references crime (id) on delete cascade,
    kind        text not null,
    scope       text not null,
    value       text not null,
    primary key (backscan_id, crime_id, kind, scope, value)
);
