-- Where the source stood when a run began: a run that takes over one that was killed reads again from there.
alter table run add column watermark_in text;
