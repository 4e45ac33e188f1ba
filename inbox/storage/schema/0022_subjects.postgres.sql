-- A message has the subject it came under, the first of its conversation and whichever brings a new one; it is found by it.
alter table message add column subject text;
alter table message add column subject_salt text;
update message set subject = c.subject, subject_salt = c.subject_salt from conversation c where c.id = message.conversation and message.number = 1;
