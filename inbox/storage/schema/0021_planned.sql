-- Replies that leave at a moment their writer chose.
alter table message add column planned text;
-- What the contact's next word gives back, and what a search for it finds, queued or held.
create index message_planned on message (conversation) where planned is not null;
-- A report counts a reply from when it was to leave.
create index message_planned_at on message (planned) where planned is not null;
