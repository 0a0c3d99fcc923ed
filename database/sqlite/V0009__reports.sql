-- Reports that a service has made of its own accord: one a week, on whatever node, and what it said.
create table weekly_report (
    week        text    primary key,             -- its Monday, by the clock of Europe/London
    made_at     text    not null,
    needs       integer not null check (needs >= 0),    -- things that a person should look at
    sentence    text    not null                 -- counts and codes; no crime, no person
);
