-- A check that comes to null lets a row in: a reason that is missing passed where an empty one did not. Rows that stand are left as they were said.
alter table review_event add constraint review_event_says_why
    check (kind not in ('decided', 'second_decided', 'reversed') or coalesce(reason, '') <> '') not valid;

alter table cdi_event add constraint cdi_event_says_why
    check ((kind not in ('accepted', 'amended', 'rejected', 'opinion_given') or coalesce(reason, '') <> '')
           and (kind not in ('accepted', 'amended') or coalesce(asked_value, '') <> '')) not valid;
