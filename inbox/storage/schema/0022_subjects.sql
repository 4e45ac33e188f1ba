-- A message has the subject it came under, the first of its conversation and whichever brings a new one; it is found by it.
alter table message add column subject text;
alter table message add column subject_salt text;
-- Where a department was asked it sees messages that were shown to it without anybody looking at their subjects: these get none.
update message set subject = (select c.subject from conversation c where c.id = message.conversation),
  subject_salt = (select c.subject_salt from conversation c where c.id = message.conversation) where number = 1
  and not exists (select 1 from request r where r.conversation = message.conversation and r.source = 0);
insert into found_message (found_message, rowid, text) select 'delete', id, folded(text) from message where subject is not null and text is not null;
insert into found_message (rowid, text) select id, folded(subject || char(10) || text) from message where subject is not null and text is not null;
