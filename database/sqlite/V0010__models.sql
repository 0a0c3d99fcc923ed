-- Models that were brought into the store, byte for byte, so that every node screens with the same one; and what became of them. Rows are only ever
-- added: which model was live on a day is read from the events.
create table model (
    version     text    primary key,             -- day and hash, as its manifest has it
    manifest    text    not null,                -- JSON, as in its folder
    added_by    text    not null check (added_by <> ''),
    note        text    not null,
    added_at    text    not null
);

create table model_file (
    version     text    not null references model (version),
    name        text    not null,                -- model.zip, vocabulary.bin, scoring.json ...
    content     blob    not null,
    primary key (version, name)
) without rowid;

create table model_event (
    id          integer primary key,
    kind        text    not null check (kind in ('promoted', 'rolled_back', 'refused')),
    version     text    not null references model (version),
    live_before text    not null,                -- the model that was live; what the gate compared with
    person      text    not null check (person <> ''),
    note        text    not null check (note <> ''),
    at          text    not null,
    gate        text,                            -- JSON: what the gate said; null for a rollback
    despite     text                             -- why it was promoted though the gate refused it; else null
);

create index model_event_by_time on model_event (at, id);

-- Answers of a reviewer in a week that were kept out of training, and that somebody has looked at and let in.
create table reviewer_release (
    id          integer primary key,
    reviewer    text    not null check (reviewer <> ''),
    week        text    not null,                -- its Monday
    released_by text    not null check (released_by <> '' and lower(released_by) <> lower(reviewer)),
    note        text    not null check (note <> ''),
    at          text    not null
);

create trigger model_stays before update on model begin
    select raise(abort, 'a model is never changed');
end;

create trigger model_is_kept before delete on model begin
    select raise(abort, 'a model is never deleted');
end;

create trigger model_file_stays before update on model_file begin
    select raise(abort, 'a model is never changed');
end;

create trigger model_file_is_kept before delete on model_file begin
    select raise(abort, 'a model is never deleted');
end;

create trigger model_event_stays before update on model_event begin
    select raise(abort, 'what became of a model is never changed');
end;

create trigger model_event_is_kept before delete on model_event begin
    select raise(abort, 'what became of a model is never deleted');
end;

create trigger reviewer_release_stays before update on reviewer_release begin
    select raise(abort, 'a release is never changed');
end;

create trigger reviewer_release_is_kept before delete on reviewer_release begin
    select raise(abort, 'a release is never deleted');
end;
