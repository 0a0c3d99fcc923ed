-- Labels: who said of a crime that it is stalking or is not, how the crime came to be read, and by which rubric. Rows are only ever added; what
-- counts of them is worked out when they are read. Those of the console come from its events by themselves.
create table label (
    id                integer primary key,
    force_code        text not null,
    crime_reference   text not null,
    stalking          text check (stalking in ('yes', 'no', 'unsure')),     -- null: the label it refers to is taken back
    reviewer          text not null check (reviewer <> ''),
    role              text not null,
    at                text not null,
    blind             integer not null check (blind in (0, 1)),      -- the machine's opinion was hidden from the person
    sample            text not null check (sample in ('ranked', 'random', 'uncertain', 'back_scan', 'imported')),
    selection_weight  real check (selection_weight > 0),   -- 1 / chance of having been chosen to be read; null: unknown, as of what was read for its rank
    rubric            text not null check (rubric <> ''),
    reason            text,
    source            text not null check (source in ('review', 'cdi', 'import', 'adjudication')),
    event             integer,                     -- version of the review event that it comes from
    corrects          integer references label (id),
    priority          text check (priority in ('none', 'P1', 'P2', 'P3')),    -- what the machine said at that moment
    probability       real check (probability between 0 and 1),
    record_updated_at text,                     -- version of the record that was read
    check (stalking is not null or corrects is not null)
);

create unique index label_by_event on label (force_code, crime_reference, event) where event is not null;
create index label_by_crime on label (force_code, crime_reference, at, id);
create index label_by_corrected on label (corrects) where corrects is not null;
-- The same line of a sheet is taken in once, whoever imports it and however often.
create unique index label_said_once on label (force_code, crime_reference, lower(reviewer), at, coalesce(stalking, ''), coalesce(corrects, 0))
    where event is null;

create trigger label_stays before update on label begin
    select raise(abort, 'what a person said is never changed');
end;

create trigger label_is_kept before delete on label begin
    select raise(abort, 'what a person said is never deleted');
end;

-- A file's triggers cannot share a body: the label of an event is written by way of this view.
create view label_event as
select force_code, crime_reference, version, kind, reviewer, role, at, stalking,
       reason, refers_to, blind, machine, priority, probability from review_event;

create trigger label_follows_event instead of insert on label_event begin
    insert into label (
        force_code, crime_reference, stalking, reviewer, role, at, blind, sample, selection_weight, rubric, reason, source, event, corrects,
        priority, probability, record_updated_at)
    select new.force_code, new.crime_reference, new.stalking, new.reviewer, new.role, new.at, case when new.blind is null then 0 else 1 end,
           case when i.blind = 'audit' then 'random'
                when i.blind = 'uncertain' then 'uncertain'
                when exists (select 1 from crime as c join backscan as b on b.run_id = c.first_run where c.id = i.crime_id) then 'back_scan'
                else 'ranked' end,
           case when i.blind = 'audit' then i.audit_weight end,
           'console-1', new.reason,
           -- Two colleagues stand against each other, and this one has seen both.
           case when new.kind = 'decided' and 2 = (
               select count(distinct l.stalking)
               from   label as l
               where  l.force_code = new.force_code and l.crime_reference = new.crime_reference and l.reviewer <> new.reviewer
               and    l.source = 'review' and l.stalking in ('yes', 'no')
               and    l.id = (select max(n.id) from label as n
                              where  n.force_code = l.force_code and n.crime_reference = l.crime_reference and n.reviewer = l.reviewer
                              and    n.stalking is not null)
               and    not exists (select 1 from label as w where w.corrects = l.id and w.stalking is null)) then 'adjudication' else 'review' end,
           new.version,
           (select max(l.id) from label as l
            where  l.force_code = new.force_code and l.crime_reference = new.crime_reference and l.reviewer = new.reviewer and l.stalking is not null),
           new.priority, new.probability,
           case when i.machine = new.machine then i.record_updated_at end
    from   (select 1 as one) as always
    left   join review_item as i on i.force_code = new.force_code and i.crime_reference = new.crime_reference
    where  new.kind in ('decided', 'second_decided');

    -- The words of a reversal may tell of people: they stay with the event.
    insert into label (
        force_code, crime_reference, stalking, reviewer, role, at, blind, sample, selection_weight, rubric, reason, source, event, corrects,
        priority, probability)
    select t.force_code, t.crime_reference, null, new.reviewer, new.role, new.at, 0, t.sample, t.selection_weight, t.rubric, new.kind, 'review',
           new.version, t.id, new.priority, new.probability
    from   label as t
    where  t.force_code = new.force_code and t.crime_reference = new.crime_reference and t.stalking is not null
    and    new.kind in ('undone', 'reversed')
    and    t.event = case when new.kind = 'undone' then new.refers_to
                          else (select max(d.version) from review_event as d
                                where  d.force_code = new.force_code and d.crime_reference = new.crime_reference and d.kind = 'decided'
                                and    d.version < new.version) end;
end;

create trigger label_when_reviewed after insert on review_event when new.kind in ('decided', 'second_decided', 'undone', 'reversed') begin
    insert into label_event (force_code, crime_reference, version, kind, reviewer, role, at, stalking, reason, refers_to, blind, machine, priority, probability)
    values (new.force_code, new.crime_reference, new.version, new.kind, new.reviewer, new.role, new.at, new.stalking,
            new.reason, new.refers_to, new.blind, new.machine, new.priority, new.probability);
end;

insert into label_event (force_code, crime_reference, version, kind, reviewer, role, at, stalking, reason, refers_to, blind, machine, priority, probability)
select force_code, crime_reference, version, kind, reviewer, role, at, stalking, reason, refers_to, blind, machine, priority, probability
from review_event where kind in ('decided', 'second_decided', 'undone', 'reversed') order by id;
