-- A check that comes to null lets a row in: a reason that is missing passed where an empty one did not. Rows that stand are left as they were said.
create trigger review_event_says_why before insert on review_event
when new.kind in ('decided', 'second_decided', 'reversed') and coalesce(new.reason, '') = '' begin
    select raise(abort, 'a decision needs a reason');
end;

create trigger cdi_event_says_why before insert on cdi_event
when (new.kind in ('accepted', 'amended', 'rejected', 'opinion_given') and coalesce(new.reason, '') = '')
or   (new.kind in ('accepted', 'amended') and coalesce(new.asked_value, '') = '') begin
    select raise(abort, 'an answer of the desk needs a reason, and what is asked for');
end;
