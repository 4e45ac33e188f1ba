-- A message has the subject it came under, the first of its conversation and whichever brings a new one; it is found by it.
alter table message add column subject text;
alter table message add column subject_salt text;
-- Where a department was asked it sees messages that were shown to it without anybody looking at their subjects: these get none.
update message set subject = c.subject, subject_salt = c.subject_salt from conversation c where c.id = message.conversation and message.number = 1
  and not exists (select 1 from request r where r.conversation = message.conversation and r.source = 0);
