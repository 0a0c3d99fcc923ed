-- The role that the worker signs in with: it may read the view and nothing else, and cannot write even what it could read.
-- Give it a password of your own: \password crime_screening_reader

create role crime_screening_reader login
    nosuperuser nocreatedb nocreaterole noinherit noreplication connection limit 4;
alter role crime_screening_reader set default_transaction_read_only = on;
alter role crime_screening_reader set statement_timeout = '5min';
grant usage on schema warehouse to crime_screening_reader;
grant select on warehouse.crime_extract to crime_screening_reader;
