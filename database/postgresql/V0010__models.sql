-- Models that were brought into the store, byte for byte, so that every node screens with the same one; and what became of them. Rows are only ever
-- added: which model was live on a day is read from the events.
create table model (
    version     text collate "C"    primary key,             -- day and hash, as its manifest has it
    manifest    text collate "C"    not null,                -- JSON, as in its folder
    added_by    text collate "C"    not null check (added_by <> ''),
    note        text collate "C"    not null,
    added_at    text collate "C"    not null
);

create table model_file (
    version     text collate "C"    not null references model (version),
    name        text collate "C"    not null,                -- model.zip, vocabulary.bin, scoring.json ...
    content     bytea   not null,
    primary key (version, name)
);

create table model_event (
    id          bigint generated always as identity primary key,
    kind        text collate "C"    not null check (kind in ('promoted', 'rolled_back', 'refused')),
    version     text collate "C"    not null references model (version),
    live_before text collate "C"    not null,                -- the model that was live; what the gate compared with
    person      text collate "C"    not null check (person <> ''),
    note        text collate "C"    not null check (note <> ''),
    at          text collate "C"    not null,
    gate        text collate "C",                            -- JSON: what the gate said; null for a rollback
    despite     text collate "C"                             -- why it was promoted though the gate refused it; else null
);

create index model_event_by_time on model_event (at, id);

-- Answers of a reviewer in a week that were kept out of training, and that somebody has looked at and let in.
create table reviewer_release (
    id          bigint generated always as identity primary key,
    reviewer    text collate "C"    not null check (reviewer <> ''),
    week        text collate "C"    not null,                -- its Monday
    released_by text collate "C"    not null check (released_by <> '' and lower(released_by) <> lower(reviewer)),
    note        text collate "C"    not null check (note <> ''),
    at          text collate "C"    not null
);

create trigger model_stays before update or delete on model for each row execute function review_refuses();
create trigger model_is_kept before truncate on model for each statement execute function review_refuses();
create trigger model_file_stays before update or delete on model_file for each row execute function review_refuses();
create trigger model_file_is_kept before truncate on model_file for each statement execute function review_refuses();
create trigger model_event_stays before update or delete on model_event for each row execute function review_refuses();
create trigger model_event_is_kept before truncate on model_event for each statement execute function review_refuses();
create trigger reviewer_release_stays before update or delete on reviewer_release for each row execute function review_refuses();
create trigger reviewer_release_is_kept before truncate on reviewer_release for each statement execute function review_refuses();

-- The analyst trains, compares and promotes; whoever screens or shows only reads.
grant select, insert on model, model_file, model_event, reviewer_release to crime_screening_analyst;
grant select on schema_changelog, weekly_report, watermark to crime_screening_analyst;
grant select on model, model_file, model_event, reviewer_release to crime_screening_worker, crime_screening_console;
grant select on model, model_event, reviewer_release to crime_screening_auditor;
