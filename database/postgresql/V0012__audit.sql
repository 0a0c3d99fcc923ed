-- The audit log: who did what with the data, when, for whom and why, each row chained to the one before it by its hash. Rows are only ever added.
-- Of an act that a table of its own keeps already (the access log, what reviewers said) the row here holds the digest of that row and its place in
-- the chain; nothing is written down twice. The view audit_record shows both as one.
create table audit_entry (
    seq             bigint primary key check (seq > 0),
    at              text collate "C",                     -- this and the next four are null where source has them
    kind            text collate "C" not null check (kind in ('collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure')),
    actor           text collate "C",
    role            text collate "C",
    what            text collate "C",                     -- counts, names of runs and files; no narrative, no person
    force_code      text collate "C",
    crime_reference text collate "C",
    recipient       text collate "C",
    reason          text collate "C",
    source          text collate "C",                     -- table whose row this is the place of; else null
    source_row      bigint,
    digest          text collate "C",                     -- SHA-256 of that row, or of what the entry speaks of
    previous        text collate "C" not null,            -- hash of the entry before; of the first, empty
    hash            text collate "C" not null check (length(hash) = 64),
    check ((source is null) = (source_row is null)),
    check (source is not null or (at is not null and actor <> '' and what <> '')),
    check (source is null or (digest is not null and at is null and actor is null and what is null))
);

create unique index audit_entry_by_source on audit_entry (source, source_row) where source is not null;
create index audit_entry_by_time on audit_entry (at) where at is not null;

-- Rows that the next writer has yet to chain; as a rule the one who wrote them, in the same transaction.
create table audit_due (
    source text collate "C" not null,
    row_id bigint not null,
    primary key (source, row_id)
);

-- Chained rows that were erased because their time had come, and the entry of the audit log that says so.
create table audit_erased (
    source text collate "C" not null,
    row_id bigint not null,
    seq    bigint not null references audit_entry (seq),
    primary key (source, row_id)
);

-- What must be kept, whatever its age: the newest word on a crime counts.
create table retention_hold (
    id              bigint generated always as identity primary key,
    force_code      text collate "C" not null,
    crime_reference text collate "C" not null,
    kind            text collate "C" not null check (kind in ('held', 'released')),
    person          text collate "C" not null check (person <> ''),
    reason          text collate "C" not null check (reason <> ''),
    at              text collate "C" not null
);

create index retention_hold_by_crime on retention_hold (force_code, crime_reference, id);

-- Crimes that were linked to one that was erased: the next run links and scores them again, and takes the row away in the same transaction.
create table rescore_due (
    crime_id bigint primary key references crime (id) on delete cascade
);

-- The one way past the triggers that keep what people said: a permit for one row, cut for the newest entry of the audit log, which must be one of
-- erasure. It points at a row that can never be there, which is looked at when the transaction ends: no permit outlives it.
create table retention_never (
    id bigint primary key check (id < 0 and id > 0)
);

create table retention_permit (
    source  text collate "C" not null,
    row_id  bigint not null,
    seq     bigint not null references audit_entry (seq),
    must_go bigint not null default 0 references retention_never (id) deferrable initially deferred,
    primary key (source, row_id)
);

create function audit_follows() returns trigger language plpgsql as $$
declare
    head audit_entry%rowtype;
begin
    select * into head from audit_entry order by seq desc limit 1;
    if new.seq <> coalesce(head.seq, 0) + 1 or new.previous <> coalesce(head.hash, '') then
        raise exception 'an entry of the audit log follows the newest one';
    end if;
    return new;
end
$$;

create trigger audit_entry_follows before insert on audit_entry for each row execute function audit_follows();
create trigger audit_entry_stays before update or delete on audit_entry for each row execute function review_refuses();
create trigger audit_entry_is_kept before truncate on audit_entry for each statement execute function review_refuses();
create trigger audit_erased_stays before update or delete on audit_erased for each row execute function review_refuses();
create trigger audit_erased_is_kept before truncate on audit_erased for each statement execute function review_refuses();
create trigger retention_hold_stays before update or delete on retention_hold for each row execute function review_refuses();
create trigger retention_hold_is_kept before truncate on retention_hold for each statement execute function review_refuses();

create function audit_is_due() returns trigger language plpgsql as $$
begin
    insert into audit_due (source, row_id) values (tg_table_name, new.id);
    return null;
end
$$;

create trigger access_log_is_due after insert on access_log for each row execute function audit_is_due();
create trigger cdi_event_is_due after insert on cdi_event for each row execute function audit_is_due();
create trigger label_is_due after insert on label for each row execute function audit_is_due();
create trigger link_judgement_is_due after insert on link_judgement for each row execute function audit_is_due();
create trigger model_event_is_due after insert on model_event for each row execute function audit_is_due();
create trigger reviewer_release_is_due after insert on reviewer_release for each row execute function audit_is_due();
create trigger review_event_is_due after insert on review_event for each row execute function audit_is_due();

create function retention_is_permitted() returns trigger language plpgsql as $$
begin
    if not exists (select from audit_entry as e where e.seq = new.seq and e.kind = 'erasure' and e.source is null
                   and not exists (select from audit_entry as later where later.seq > e.seq)) then
        raise exception 'a permit needs the newest entry of the audit log, and that one to be an erasure';
    end if;
    return new;
end
$$;

create trigger retention_permit_is_cut before insert or update on retention_permit for each row execute function retention_is_permitted();

create function retention_refuses() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and exists (select from retention_permit as p where p.source = tg_table_name and p.row_id = old.id) then
        return old;
    end if;
    raise exception '% is only ever added to', tg_table_name;
end
$$;

drop trigger access_log_stays on access_log;
create trigger access_log_stays before update or delete on access_log for each row execute function retention_refuses();
drop trigger cdi_event_stays on cdi_event;
create trigger cdi_event_stays before update or delete on cdi_event for each row execute function retention_refuses();
drop trigger cdi_item_is_kept on cdi_item;
create trigger cdi_item_is_kept before delete on cdi_item for each row execute function retention_refuses();
drop trigger label_stays on label;
create trigger label_stays before update or delete on label for each row execute function retention_refuses();
create trigger link_judgement_stays before update or delete on link_judgement for each row execute function retention_refuses();
create trigger link_judgement_is_kept before truncate on link_judgement for each statement execute function review_refuses();
drop trigger review_event_stays on review_event;
create trigger review_event_stays before update or delete on review_event for each row execute function retention_refuses();
drop trigger review_item_is_kept on review_item;
create trigger review_item_is_kept before delete on review_item for each row execute function retention_refuses();

-- What was there before the chain is chained by the next writer.
insert into audit_due (source, row_id) select 'access_log', id from access_log;
insert into audit_due (source, row_id) select 'cdi_event', id from cdi_event;
insert into audit_due (source, row_id) select 'label', id from label;
insert into audit_due (source, row_id) select 'link_judgement', id from link_judgement;
insert into audit_due (source, row_id) select 'model_event', id from model_event;
insert into audit_due (source, row_id) select 'reviewer_release', id from reviewer_release;
insert into audit_due (source, row_id) select 'review_event', id from review_event;

-- The whole log for a person: entries of their own, and those that stand for a row of another table with what that row says while it is there.
create view audit_record as
select e.seq, coalesce(e.at, a.at, r.at, d.at, l.at, j.judged_at, m.at, x.at) as at, e.kind,
       coalesce(e.actor, a.reviewer, r.reviewer, d.reviewer, l.reviewer, j.reviewer, m.person, x.released_by) as actor,
       coalesce(e.role, a.role, r.role, d.role, l.role, j.role) as role,
       coalesce(e.what, a.act || ' ' || a.page, 'review ' || r.kind, 'desk ' || d.kind, 'label ' || l.source, 'link ' || j.verdict,
                'model ' || m.kind || ' ' || m.version, 'answers let in of ' || x.week, 'erased') as what,
       coalesce(e.force_code, a.force_code, r.force_code, d.force_code, l.force_code, j.first_force) as force_code,
       coalesce(e.crime_reference, a.crime_reference, r.crime_reference, d.crime_reference, l.crime_reference, j.first_reference) as crime_reference,
       e.recipient, e.reason, e.source, e.source_row, e.digest, e.previous, e.hash
from   audit_entry as e
left   join access_log as a on e.source = 'access_log' and a.id = e.source_row
left   join review_event as r on e.source = 'review_event' and r.id = e.source_row
left   join cdi_event as d on e.source = 'cdi_event' and d.id = e.source_row
left   join label as l on e.source = 'label' and l.id = e.source_row
left   join link_judgement as j on e.source = 'link_judgement' and j.id = e.source_row
left   join model_event as m on e.source = 'model_event' and m.id = e.source_row
left   join reviewer_release as x on e.source = 'reviewer_release' and x.id = e.source_row;

-- Who retains and erases, on its own: neither the worker nor the console may.
do $$
begin
    begin
        if not exists (select from pg_catalog.pg_roles where rolname = 'crime_screening_retention') then
            create role crime_screening_retention nologin;
        end if;
    exception when duplicate_object or unique_violation then
        null;  -- Another database of this server was being prepared at the same moment.
    end;
    execute format('grant usage on schema %I to crime_screening_retention', current_schema());
end
$$;

grant select, insert on audit_entry to crime_screening_worker, crime_screening_console, crime_screening_analyst, crime_screening_retention;
grant insert on audit_due to crime_screening_analyst;
grant select, insert, delete on audit_due to crime_screening_worker, crime_screening_console, crime_screening_retention;
grant select on audit_erased, audit_record, retention_hold to crime_screening_worker, crime_screening_console, crime_screening_analyst;
grant select, delete on rescore_due to crime_screening_worker;
grant select on audit_entry, audit_due, audit_erased, audit_record, retention_hold to crime_screening_auditor;

grant select on schema_changelog, run, model_event, reviewer_release to crime_screening_retention;
grant select on crime, link, quarantine, score to crime_screening_retention;
grant select on access_log, cdi_event, cdi_item, label, link_judgement, review_event, review_item to crime_screening_retention;
grant delete on crime, link, quarantine to crime_screening_retention;
grant delete on access_log, cdi_event, cdi_item, label, link_judgement, review_event, review_item to crime_screening_retention;
grant update on review_item to crime_screening_retention;   -- by the trigger that follows a score that is gone
grant select, delete on link_judgement_due to crime_screening_retention;
grant select, insert, delete on retention_permit, rescore_due to crime_screening_retention;
grant select, insert on audit_erased, retention_hold to crime_screening_retention;
