-- The lead's report reads what was said in a period, and the facts that end a wait, without looking at the rest.
create index message_said on message (at) where direction = 'out';
create index feed_ends on feed (at) where kind in ('Closed', 'ReplyApproved');
create index conversation_waits on conversation (waiting_since, id) where waiting_since is not null and state != 'closed';
