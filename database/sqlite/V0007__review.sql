-- Review: what people say and do about crimes. Everything of a person goes by the key of the crime, so that it outlives every version of a
-- record and every screening; what a person said is only ever added to. Conventions as in V0001.

-- Who looked at what, and who took what away. Nothing about a person but the reviewer: a search is there without its words.
create table access_log (
    id              integer primary key,
    at              text not null,
    reviewer        text not null check (reviewer <> ''),
    role            text not null,
    act             text not null check (act in ('view', 'search', 'export', 'claim', 'decide', 'note', 'act', 'judge', 'sign-in', 'sign-out', 'refused')),
    force_code      text,
    crime_reference text,
    page            text not null check (page <> ''),
    seen_version    integer,                  -- of the crime: how much people and the machine had said when it was looked at
    seen_machine    integer,
    check ((force_code is null) = (crime_reference is null))
);

create index access_log_by_crime on access_log (force_code, crime_reference, reviewer, id) where crime_reference is not null;
create index access_log_by_time on access_log (at);

create trigger access_log_stays before update on access_log begin
    select raise(abort, 'the access log is never changed');
end;

create trigger access_log_is_kept before delete on access_log begin
    select raise(abort, 'the access log is never deleted');
end;

-- What people did, in order; version counts from 1 within a crime, so that of two people at once only one can be next.
create table review_event (
    id              integer primary key,
    force_code      text    not null,
    crime_reference text    not null,
    version         integer not null check (version > 0),
    kind            text    not null check (kind in (
                        'claimed', 'released', 'handed_over', 'assigned', 'decided', 'second_decided', 'undone', 'reversed', 'waiting', 'resumed',
                        'snoozed', 'woken', 'noted', 'corrected', 'acted')),
    reviewer        text    not null check (reviewer <> ''),
    role            text    not null check (role <> ''),
    at              text    not null,
    stalking        text    check (stalking in ('yes', 'no', 'unsure')),
    shown_rightly   text    check (shown_rightly in ('yes', 'no')),
    reason          text,                     -- a code of the reason list; of a reversal, in words
    note            text,                     -- in the person's own words; may tell of people
    until           text,
    person          text,                     -- handed over or assigned to
    refers_to       integer,                  -- the version that this one undoes, reverses or corrects
    action          text,
    answer          text    check (answer in ('yes', 'no')),
    bulk            integer not null default 0 check (bulk in (0, 1)),
    blind           text,                     -- the machine's opinion was hidden from the person, and why
    machine         integer not null,         -- what the machine said at that moment
    priority        text    not null,
    probability     real    not null,
    unique (force_code, crime_reference, version),
    check (kind not in ('decided', 'second_decided') or (stalking is not null and shown_rightly is not null and reason <> '')),
    check (kind <> 'reversed' or reason <> '')
);

create index review_event_by_kind on review_event (kind, at);
create index review_event_by_reviewer on review_event (reviewer, id);

create trigger review_event_stays before update on review_event begin
    select raise(abort, 'what a reviewer said is never changed');
end;

create trigger review_event_is_kept before delete on review_event begin
    select raise(abort, 'what a reviewer said is never deleted');
end;

-- One row a crime in scope: on the machine's side what the newest score says, kept by the triggers below; on the people's side where their
-- events have led. The machine's side never touches the people's, but for raised: more urgent than it was when a person decided.
create table review_item (
    id                integer primary key,
    force_code        text    not null,
    crime_reference   text    not null,
    crime_id          integer not null,       -- of this store; no foreign key, for the row stays when the crime is screened no longer
    recorded_at       text    not null,
    recorded_offset   integer not null,
    record_updated_at text    not null,
    home_office_class text    not null,       -- trimmed, in capitals
    offence_title     text    not null,
    district          text,
    team              text,
    domestic          integer not null check (domestic in (0, 1)),
    priority          text    not null check (priority in ('none', 'P1', 'P2', 'P3')),
    probability       real    not null,
    due_by            text,
    online            integer not null,
    order_breach      integer not null,
    high_risk         integer not null,
    suggests          text,                   -- action of the suggestion to crime data integrity
    suggested_class   text,
    suggested_section text,
    linked            text    not null,
    machine           integer not null default 1,      -- counts what the machine came to say
    changes           text    not null default '',     -- of what kind the newest of it was: record, links, urgency, order
    raised            integer not null default 0 check (raised in (0, 1)),
    -- Where it stands in the list; of a blind one not where the machine would put it.
    blind             text    check (blind in ('audit', 'uncertain', 'double')),
    list_priority     text    not null,
    list_due_by       text    not null,
    list_probability  real    not null,
    audit_weight      real,
    blind_answers     integer not null default 0,      -- how many have answered without knowing the machine's opinion
    -- The people's side.
    version           integer not null default 0,
    status            text    not null default 'open' check (status in ('open', 'waiting', 'snoozed', 'decided')),
    held_by           text,
    held_until        text,
    assigned_to       text,
    until             text,
    waiting_for       text,
    decided_by        text,
    decided_at        text,
    stalking          text,
    decided_priority  text,
    decided_breach    integer,
    decided_high_risk integer,
    second            text check (second in ('due', 'agreed', 'disagreed')),
    second_by         text,
    closed            integer not null default 0 check (closed in (0, 1)),    -- nobody has anything to do
    unique (force_code, crime_reference),
    check (status <> 'decided' or (decided_by is not null and decided_at is not null and stalking is not null))
);

create index review_item_by_order on review_item (list_priority, list_due_by, list_probability desc, recorded_at, force_code, crime_reference)
    where closed = 0 and list_priority <> 'none';
create index review_item_by_count on review_item (
    list_priority, home_office_class, status, until, priority, order_breach, high_risk, second, decided_by, domestic, probability, force_code, closed)
    where closed = 0 and list_priority <> 'none';
create index review_item_by_recorded on review_item (recorded_at, force_code, crime_reference) where closed = 0 and list_priority <> 'none';
create index review_item_by_due on review_item (list_due_by, force_code, crime_reference) where closed = 0 and list_priority <> 'none';
create index review_item_by_offence on review_item (offence_title, force_code, crime_reference) where closed = 0 and list_priority <> 'none';
create index review_item_by_district on review_item (coalesce(district, ''), force_code, crime_reference) where closed = 0 and list_priority <> 'none';
create index review_item_by_reference on review_item (crime_reference, force_code) where closed = 0 and list_priority <> 'none';
create index review_item_by_status on review_item (status, force_code, crime_reference) where closed = 0 and list_priority <> 'none';
create index review_item_by_second on review_item (decided_by) where second = 'due';
create index review_item_by_decision on review_item (decided_at) where status = 'decided';
create index review_item_by_suggestion on review_item (recorded_at, force_code, crime_reference) where suggests is not null;
create index review_item_by_crime on review_item (crime_id);

create trigger review_item_is_kept before delete on review_item begin
    select raise(abort, 'what is to be reviewed is never deleted');
end;

-- A file's triggers cannot share a body: what follows a new score is written by way of this view.
create view review_score as select crime_id, run_id, probability, priority, online, order_breach, high_risk, due_by, detail, suggestion from score;

create trigger review_follows_score instead of insert on review_score begin
    insert into review_item (
        force_code, crime_reference, crime_id, recorded_at, recorded_offset, record_updated_at, home_office_class, offence_title, district, team,
        domestic, priority, probability, due_by, online, order_breach, high_risk, suggests, suggested_class, suggested_section, linked,
        list_priority, list_due_by, list_probability)
    select c.force_code, c.crime_reference, c.id, c.recorded_at, c.recorded_offset, c.updated_at, upper(trim(c.home_office_class)), c.offence_title,
           c.district, c.team,
           case when lower(trim(coalesce(c.relationship, ''))) in ('partner', 'ex-partner', 'ex-spouse', 'spouse', 'family')
                  or upper(c.flags) like '%"DA"%' then 1 else 0 end,
           new.priority, new.probability, new.due_by, new.online, new.order_breach, new.high_risk,
           json_extract(new.suggestion, '$.action'), json_extract(new.suggestion, '$.suggestedClass'),
           json_extract(new.suggestion, '$.suggestedSection'), coalesce(json_extract(new.detail, '$.linked'), '[]'),
           new.priority, coalesce(new.due_by, '9999'), new.probability
    from   crime as c
    where  c.id = new.crime_id
    on conflict (force_code, crime_reference) do update set
        crime_id = excluded.crime_id, recorded_at = excluded.recorded_at, recorded_offset = excluded.recorded_offset,
        record_updated_at = excluded.record_updated_at, home_office_class = excluded.home_office_class, offence_title = excluded.offence_title,
        district = excluded.district, team = excluded.team, domestic = excluded.domestic,
        priority = excluded.priority, probability = excluded.probability, due_by = excluded.due_by, online = excluded.online,
        order_breach = excluded.order_breach, high_risk = excluded.high_risk, suggests = excluded.suggests,
        suggested_class = excluded.suggested_class, suggested_section = excluded.suggested_section, linked = excluded.linked,
        machine = machine + (excluded.record_updated_at <> record_updated_at or excluded.linked <> linked or excluded.priority <> priority
                             or excluded.order_breach <> order_breach or excluded.high_risk <> high_risk),
        changes = case when excluded.record_updated_at <> record_updated_at or excluded.linked <> linked or excluded.priority <> priority
                         or excluded.order_breach <> order_breach or excluded.high_risk <> high_risk
                  then trim(case when excluded.record_updated_at <> record_updated_at then 'record ' else '' end
                            || case when excluded.linked <> linked then 'links ' else '' end
                            || case when excluded.priority <> priority or excluded.high_risk <> high_risk then 'urgency ' else '' end
                            || case when excluded.order_breach <> order_breach then 'order' else '' end)
                  else changes end,
        raised = case when status = 'decided' and (excluded.priority < decided_priority or excluded.order_breach > decided_breach
                                                   or excluded.high_risk > decided_high_risk) then 1 else raised end,
        closed = case when status = 'decided' and (excluded.priority < decided_priority or excluded.order_breach > decided_breach
                                                   or excluded.high_risk > decided_high_risk) then 0 else closed end,
        -- What has become urgent is shown as what it is: nobody's opinion is worth more than the day.
        blind = case when excluded.priority = 'P1' and second is null and version = 0 then null else blind end,
        list_priority = case when blind is null or excluded.priority = 'P1' then excluded.list_priority else list_priority end,
        list_due_by = case when blind is null or excluded.priority = 'P1' then excluded.list_due_by else list_due_by end,
        list_probability = case when blind is null or excluded.priority = 'P1' then excluded.list_probability else list_probability end;
end;

create trigger review_item_when_scored after insert on score begin
    insert into review_score (crime_id, run_id, probability, priority, online, order_breach, high_risk, due_by, detail, suggestion)
    values (new.crime_id, new.run_id, new.probability, new.priority, new.online, new.order_breach, new.high_risk, new.due_by, new.detail, new.suggestion);
end;

create trigger review_item_when_scored_again after update on score begin
    insert into review_score (crime_id, run_id, probability, priority, online, order_breach, high_risk, due_by, detail, suggestion)
    values (new.crime_id, new.run_id, new.probability, new.priority, new.online, new.order_breach, new.high_risk, new.due_by, new.detail, new.suggestion);
end;

-- A crime that has left the scope asks for nothing; what people said of it stays.
create trigger review_item_when_out_of_scope after delete on score begin
    update review_item set
        priority = 'none', list_priority = 'none', suggests = null, machine = machine + 1, changes = 'record',
        blind = case when version = 0 then null else blind end
    where  crime_id = old.crime_id;
end;

insert into review_score (crime_id, run_id, probability, priority, online, order_breach, high_risk, due_by, detail, suggestion)
select crime_id, run_id, probability, priority, online, order_breach, high_risk, due_by, detail, suggestion from score;

-- The data-integrity desk: what it said of a suggestion and what became of it, in order, as above.
create table cdi_event (
    id                integer primary key,
    force_code        text    not null,
    crime_reference   text    not null,
    version           integer not null check (version > 0),
    kind              text    not null check (kind in (
                          'accepted', 'amended', 'rejected', 'opinion_asked', 'opinion_given', 'withdrawn', 'handed_out', 'told_refused',
                          'applied', 'refused', 'ignored')),
    reviewer          text    not null check (reviewer <> ''),   -- of what a run saw, the run
    role              text    not null check (role <> ''),
    at                text    not null,
    reason            text,
    note              text,
    -- What was suggested at that moment, and by which rule.
    suggested_action  text,
    suggested_class   text,
    suggested_section text,
    rule              text,
    basis             text,
    confidence        text,
    -- What the crime system is asked to change.
    asked_action      text    check (asked_action in ('reclassify', 'add_included', 'add_flag')),
    asked_value       text,
    unique (force_code, crime_reference, version),
    check (kind not in ('accepted', 'amended', 'rejected', 'opinion_given') or reason <> ''),
    check (kind not in ('accepted', 'amended') or (asked_action is not null and asked_value <> '')),
    -- A run says what it saw. It never accepts, amends or rejects.
    check ((role = 'run') = (kind in ('applied', 'refused', 'ignored')))
);

create trigger cdi_event_stays before update on cdi_event begin
    select raise(abort, 'what the desk said is never changed');
end;

create trigger cdi_event_is_kept before delete on cdi_event begin
    select raise(abort, 'what the desk said is never deleted');
end;

create table cdi_item (
    id                integer primary key,
    force_code        text    not null,
    crime_reference   text    not null,
    version           integer not null,
    status            text    not null check (status in ('open', 'opinion', 'rejected', 'requested', 'applied', 'refused', 'ignored')),
    decided_by        text,
    decided_at        text,
    suggested_action  text,
    suggested_class   text,
    suggested_section text,
    opinion_asked_by  text,
    opinion_by        text,
    asked_action      text,
    asked_value       text,
    -- The record when the change was asked for, to tell what became of it.
    asked_of_class    text,
    asked_of_included text,
    asked_of_flags    text,
    handed_out_at     text,
    unique (force_code, crime_reference),
    check (status not in ('rejected', 'requested', 'applied', 'refused', 'ignored') or decided_by is not null)
);

create index cdi_item_by_status on cdi_item (status);

create trigger cdi_item_is_kept before delete on cdi_item begin
    select raise(abort, 'what the desk works on is never deleted');
end;

-- Filters of the list by a name. Personal unless shared; of a shared one everybody knows the owner.
create table saved_view (
    id       integer primary key,
    owner    text    not null check (owner <> ''),
    name     text    not null check (name <> ''),
    shared   integer not null check (shared in (0, 1)),
    query    text    not null,                  -- as it stands in the address: no person, no identifier
    saved_at text    not null,
    unique (owner, name)
);

-- Runs whose review work is done: the loop with the desk closed, the audit sample drawn.
create table review_run (
    run_id integer primary key references run (id),
    drawn  integer not null,
    closed integer not null
);
