-- A plausible crime warehouse: one schema of facts and dimensions, filled by the force's nightly load from the crime system. Invented;
-- yours will look different. What matters is the view in 02-crime-extract.sql.

create schema warehouse;

create table warehouse.force (
    force_id   integer primary key,
    force_code text not null unique
);

create table warehouse.offence (
    offence_id        integer primary key,
    home_office_class text not null,
    offence_code      text,
    title             text not null
);

create table warehouse.organisation_unit (
    unit_id  integer primary key,
    district text not null,
    team     text
);

-- Local wall time, as the crime system writes it: the view turns it into instants.
create table warehouse.crime (
    crime_id        bigint primary key,
    force_id        integer   not null references warehouse.force,
    crime_number    text      not null,
    recorded_local  timestamp not null,
    from_local      timestamp,
    to_local        timestamp,
    offence_id      integer   not null references warehouse.offence,
    unit_id         integer   references warehouse.organisation_unit,
    risk_grade      text,
    outcome_code    text,
    deleted         boolean   not null default false,
    unique (force_id, crime_number)
);

create table warehouse.crime_included_offence (
    crime_id   bigint  not null references warehouse.crime,
    position   integer not null,
    offence_id integer not null references warehouse.offence,
    primary key (crime_id, position)
);

create table warehouse.crime_flag (
    crime_id bigint not null references warehouse.crime,
    flag     text   not null,
    primary key (crime_id, flag)
);

-- One row a person a crime. role: V victim, S suspect.
create table warehouse.crime_nominal (
    crime_id     bigint  not null references warehouse.crime,
    role         char(1) not null check (role in ('V', 'S')),
    position     integer not null,
    nominal_ref  text,
    age          integer,
    gender       char(1),
    ethnicity    text,
    relationship text,                                -- on the suspect's row: to the victim
    primary key (crime_id, role, position)
);

create table warehouse.protective_order (
    crime_id bigint not null references warehouse.crime,
    order_type text not null,
    primary key (crime_id, order_type)
);

create table warehouse.crime_narrative (
    crime_id bigint primary key references warehouse.crime,
    text     text not null
);

-- When any part of a crime was last written, kept by the load in the transaction that writes the part. The extract is read in the order of
-- this table's key, so the index is what keeps a night short however long the history is.
create table warehouse.crime_change (
    crime_id     bigint primary key references warehouse.crime,
    force_code   text        not null,
    crime_number text        not null,
    updated_at   timestamptz not null
);

create unique index crime_change_order on warehouse.crime_change (updated_at, force_code, crime_number);

-- A back-scan reads the view by the time of recording, a slice at a time.
create index crime_recorded on warehouse.crime ((recorded_local at time zone 'Europe/London'));
