-- The audit log: who did what with the data, when, for whom and why, each row chained to the one before it by its hash. Rows are only ever added.
-- Of an act that a table of its own keeps already (the access log, what reviewers said) the row here holds the digest of that row and its place in
-- the chain; nothing is written down twice. The view audit_record shows both as one.
create table audit_entry (
    seq             integer primary key check (seq > 0),
    at              text,                     -- this and the next four are null where source has them
    kind            text not null check (kind in ('collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure')),
    actor           text,
    role            text,
    what            text,                     -- counts, names of runs and files; no narrative, no person
    force_code      text,
    crime_reference text,
    recipient       text,
    reason          text,
    source          text,                     -- table whose row this is the place of; else null
    source_row      integer,
    digest          text,                     -- SHA-256 of that row, or of what the entry speaks of
    previous        text not null,            -- hash of the entry before; of the first, empty
    hash            text not null check (length(hash) = 64),
    check ((source is null) = (source_row is null)),
    check (source is not null or (at is not null and actor <> '' and what <> '')),
    check (source is null or (digest is not null and at is null and actor is null and what is null))
);

create unique index audit_entry_by_source on audit_entry (source, source_row) where source is not null;
create index audit_entry_by_time on audit_entry (at) where at is not null;

-- Rows that the next writer has yet to chain; as a rule the one who wrote them, in the same transaction.
create table audit_due (
    source text not null,
    row_id integer not null,
    primary key (source, row_id)
) without rowid;

-- Chained rows that were erased because their time had come, and the entry of the audit log that says so.
create table audit_erased (
    source text not null,
    row_id integer not null,
    seq    integer not null references audit_entry (seq),
    primary key (source, row_id)
) without rowid;

-- What must be kept, whatever its age: the newest word on a crime counts.
create table retention_hold (
    id              integer primary key,
    force_code      text not null,
    crime_reference text not null,
    kind            text not null check (kind in ('held', 'released')),
    person          text not null check (person <> ''),
    reason          text not null check (reason <> ''),
    at              text not null
);

create index retention_hold_by_crime on retention_hold (force_code, crime_reference, id);

-- Crimes that were linked to one that was erased: the next run links and scores them again, and takes the row away in the same transaction.
create table rescore_due (
    crime_id integer primary key references crime (id) on delete cascade
);

-- The one way past the triggers that keep what people said: a permit for one row, cut for the newest entry of the audit log, which must be one of
-- erasure. It points at a row that can never be there, which is looked at when the transaction ends: no permit outlives it.
create table retention_never (
    id integer primary key check (id < 0 and id > 0)
);

create table retention_permit (
    source  text not null,
    row_id  integer not null,
    seq     integer not null references audit_entry (seq),
    must_go integer not null default 0 references retention_never (id) deferrable initially deferred,
    primary key (source, row_id)
);

create trigger audit_entry_follows before insert on audit_entry
when new.seq <> coalesce((select max(e.seq) from audit_entry as e), 0) + 1
  or new.previous <> coalesce((select e.hash from audit_entry as e order by e.seq desc limit 1), '') begin
    select raise(abort, 'an entry of the audit log follows the newest one');
end;

create trigger audit_entry_stays before update on audit_entry begin
    select raise(abort, 'the audit log is never changed');
end;

create trigger audit_entry_is_kept before delete on audit_entry begin
    select raise(abort, 'the audit log is never deleted');
end;

create trigger audit_erased_stays before update on audit_erased begin
    select raise(abort, 'what was erased is never changed');
end;

create trigger audit_erased_is_kept before delete on audit_erased begin
    select raise(abort, 'what was erased is never deleted');
end;

create trigger retention_hold_stays before update on retention_hold begin
    select raise(abort, 'what was held is never changed');
end;

create trigger retention_hold_is_kept before delete on retention_hold begin
    select raise(abort, 'what was held is never deleted');
end;

create trigger access_log_is_due after insert on access_log begin
    insert into audit_due (source, row_id) values ('access_log', new.id);
end;

create trigger cdi_event_is_due after insert on cdi_event begin
    insert into audit_due (source, row_id) values ('cdi_event', new.id);
end;

create trigger label_is_due after insert on label begin
    insert into audit_due (source, row_id) values ('label', new.id);
end;

create trigger link_judgement_is_due after insert on link_judgement begin
    insert into audit_due (source, row_id) values ('link_judgement', new.id);
end;

create trigger model_event_is_due after insert on model_event begin
    insert into audit_due (source, row_id) values ('model_event', new.id);
end;

create trigger reviewer_release_is_due after insert on reviewer_release begin
    insert into audit_due (source, row_id) values ('reviewer_release', new.id);
end;

create trigger review_event_is_due after insert on review_event begin
    insert into audit_due (source, row_id) values ('review_event', new.id);
end;

create trigger retention_permit_is_cut_insert before insert on retention_permit
when not exists (select 1 from audit_entry as e where e.seq = new.seq and e.kind = 'erasure' and e.source is null
                 and e.seq = (select max(l.seq) from audit_entry as l)) begin
    select raise(abort, 'a permit needs the newest entry of the audit log, and that one to be an erasure');
end;

create trigger retention_permit_is_cut_update before update on retention_permit
when not exists (select 1 from audit_entry as e where e.seq = new.seq and e.kind = 'erasure' and e.source is null
                 and e.seq = (select max(l.seq) from audit_entry as l)) begin
    select raise(abort, 'a permit needs the newest entry of the audit log, and that one to be an erasure');
end;

drop trigger access_log_is_kept;
create trigger access_log_is_kept before delete on access_log
when not exists (select 1 from retention_permit as p where p.source = 'access_log' and p.row_id = old.id) begin
    select raise(abort, 'the access log is never deleted');
end;

drop trigger cdi_event_is_kept;
create trigger cdi_event_is_kept before delete on cdi_event
when not exists (select 1 from retention_permit as p where p.source = 'cdi_event' and p.row_id = old.id) begin
    select raise(abort, 'what the desk said is never deleted');
end;

drop trigger cdi_item_is_kept;
create trigger cdi_item_is_kept before delete on cdi_item
when not exists (select 1 from retention_permit as p where p.source = 'cdi_item' and p.row_id = old.id) begin
    select raise(abort, 'what the desk works on is never deleted');
end;

drop trigger label_is_kept;
create trigger label_is_kept before delete on label
when not exists (select 1 from retention_permit as p where p.source = 'label' and p.row_id = old.id) begin
    select raise(abort, 'what a person said is never deleted');
end;

drop trigger link_judgement_is_kept;
create trigger link_judgement_is_kept before delete on link_judgement
when not exists (select 1 from retention_permit as p where p.source = 'link_judgement' and p.row_id = old.id) begin
    select raise(abort, 'a judgement is never deleted');
end;

drop trigger review_event_is_kept;
create trigger review_event_is_kept before delete on review_event
when not exists (select 1 from retention_permit as p where p.source = 'review_event' and p.row_id = old.id) begin
    select raise(abort, 'what a reviewer said is never deleted');
end;

drop trigger review_item_is_kept;
create trigger review_item_is_kept before delete on review_item
when not exists (select 1 from retention_permit as p where p.source = 'review_item' and p.row_id = old.id) begin
    select raise(abort, 'what is to be reviewed is never deleted');
end;


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
