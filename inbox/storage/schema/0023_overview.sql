-- The report takes the waits that last from the open conversations and those put away; nothing asks for all of them at once.
drop index conversation_waits;
-- Conversations with a tag are found among those that have one.
create index conversation_tagged on conversation (id) where tags != '[]';
-- The storm gauge reads who wrote in the last hour, whatever was written before.
create index message_heard on message (at) where direction = 'in';
