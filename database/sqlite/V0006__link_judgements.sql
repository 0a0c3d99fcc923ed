-- What reviewers said of links. By the keys of the two crimes, the lesser first, so that a judgement outlives every version of a record, every
-- screening and every back-scan. Rows are only ever added: of a pair the newest counts, and the others say how it came to it.
create table link_judgement (
    id               integer primary key,
    first_force      text not null,
    first_reference  text not null,
    second_force     text not null,
    second_reference text not null,
    verdict          text not null check (verdict in ('confirmed', 'rejected', 'withdrawn')),
    reviewer         text not null check (reviewer <> ''),
    role             text,
    reason           text not null check (reason <> ''),
    judged_at        text not null,
    check (first_force <> second_force or first_reference <> second_reference)
);

create index link_judgement_by_pair on link_judgement (first_force, first_reference, second_force, second_reference, id);
create index link_judgement_by_second on link_judgement (second_force, second_reference);

-- A file has no roles to forbid it.
create trigger link_judgement_stays before update on link_judgement begin
    select raise(abort, 'a judgement is never changed');
end;

create trigger link_judgement_is_kept before delete on link_judgement begin
    select raise(abort, 'a judgement is never deleted');
end;

-- Judgements that the next run has yet to apply: it links and scores both crimes again, and takes the row away in the same transaction.
create table link_judgement_due (
    judgement_id integer primary key references link_judgement (id)
);

-- More kinds of keys. A check of SQLite cannot be changed, so the table is made again; nothing refers to it.
create table linkage_key_wider (
    kind            text    not null check (kind in (
                        'person', 'pair', 'phone', 'email', 'handle', 'vehicle', 'plate', 'handle_stem', 'name', 'address', 'place', 'reference')),
    scope           text    not null,        -- force whose person it is; empty for an identifier, which means the same in every force
    value           text    not null,
    recorded_at     text    not null,
    crime_reference text    not null,
    crime_id        integer not null references crime (id) on delete cascade,
    primary key (kind, scope, value, recorded_at, crime_reference, crime_id)
) without rowid;

insert into linkage_key_wider (kind, scope, value, recorded_at, crime_reference, crime_id)
select kind, scope, value, recorded_at, crime_reference, crime_id from linkage_key;

drop table linkage_key;
alter table linkage_key_wider rename to linkage_key;
create index linkage_key_by_crime on linkage_key (crime_id);
