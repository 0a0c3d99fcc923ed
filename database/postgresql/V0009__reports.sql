-- Reports that a service has made of its own accord: one a week, on whatever node, and what it said.
create table weekly_report (
    week        text collate "C" primary key,             -- its Monday, by the clock of Europe/London
    made_at     text collate "C" not null,
    needs       bigint  not null check (needs >= 0),    -- things that a person should look at
    sentence    text collate "C" not null                 -- counts and codes; no crime, no person
);

grant select, insert on weekly_report to crime_screening_worker;
grant select on weekly_report to crime_screening_console, crime_screening_analyst, crime_screening_auditor;
