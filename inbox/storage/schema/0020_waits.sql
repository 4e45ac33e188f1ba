-- A report knows the waits that a closing ended; and who waits too long is found without walking a channel.
create index feed_came_back on feed (conversation, number) where kind = 'WaitEnded';
create index conversation_late on conversation (channel, visibility, waiting_since) where state = 'open' and waiting_since is not null;
