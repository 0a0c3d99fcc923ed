-- What the ledger says of a run that nobody watched: how far it took its source, by which configuration and on which machine it ran,
-- and whether its files have reached the output folder of the service. The latter is null for a run whose caller wrote the files.
alter table run add column watermark_out text;
alter table run add column configuration_hash text;
alter table run add column node text;
alter table run add column publishing text check (publishing in ('due', 'done'));

-- Starts that were turned away because a run was going on. They never ran, so they stand apart from the runs: nothing that asks for the
-- newest run of a source, or for one to take over, meets them.
create table skipped_start (
    id         integer primary key,
    run_id     text    not null unique,
    source     text    not null,
    started_at text    not null,
    node       text,
    reason     text    not null
);
