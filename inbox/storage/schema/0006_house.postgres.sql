-- The house as it stands after six steps, at once: PostgreSQL came later. Types are written as in the other steps.
create table version (number integer primary key, name text not null, checksum text not null, at text not null);
create table counter (
  one integer primary key check (one = 1),
  feed integer not null,
  ids integer not null,
  head text not null
);
insert into counter (one, feed, ids, head) values (1, 0, 0, '');

create table feed (
  number integer primary key,
  at text not null,
  by text,
  conversation integer,
  kind text not null,
  body text not null,
  hash text not null
);
create index feed_conversation on feed (conversation, number) where conversation is not null;
create index feed_house on feed (number) where conversation is null;
create index feed_moves on feed (by, number) where kind = 'MoveBegun';

create table person (
  name text primary key,
  roles text not null,
  departments text not null,
  channels text not null,
  active integer not null
);

create table department (name text primary key, minutes integer not null);

create table channel (name text primary key, platform text not null, settings text not null, active integer not null);

create table contact (id integer primary key, name text, name_salt text);

create table handle (
  kind text not null,
  value text not null,
  salt text,
  contact integer not null references contact (id),
  primary key (kind, value)
);
create index handle_contact on handle (contact);

create table conversation (
  id integer primary key,
  channel text not null,
  contact integer not null references contact (id),
  key text,
  key_salt text,
  visibility text not null,
  state text not null,
  opened_at text not null,
  last_at text not null,
  owner text,
  waiting_since text,
  snoozed_until text,
  subject text,
  subject_salt text,
  tags text not null,
  last_number integer not null,
  last_in integer not null,
  preview text not null,
  turn text not null,
  hint text not null default ''
);
create index conversation_contact on conversation (contact);
create unique index conversation_key on conversation (channel, key);
create index conversation_last on conversation (last_at, id);
create index conversation_owned on conversation (owner, state) where owner is not null;
create index conversation_owner on conversation (owner, turn, id) where state = 'open';
create index conversation_snoozed on conversation (snoozed_until, id) where state = 'snoozed';
create index conversation_turn on conversation (turn, id) where state = 'open';

create table message (
  id integer primary key,
  conversation integer not null references conversation (id),
  number integer not null,
  direction text not null,
  author text not null,
  at text not null,
  text text,
  salt text,
  visibility text not null,
  delivery text,
  external_id text not null,
  reply_to text not null,
  folded text,
  folded_salt text,
  files text,
  files_salt text,
  automatic integer not null,
  edited integer not null,
  deleted integer not null,
  answers text not null,
  token text not null,
  due text,
  attempts integer not null,
  error text,
  error_salt text,
  cleared_by text not null,
  since text,
  seen integer,
  doubt integer not null default 0,
  was text,
  was_until text,
  first integer not null default 0,
  part integer not null default 1,
  parts integer not null default 1,
  reactions text,
  reactions_salt text
);
create index message_external on message (external_id) where external_id != '';
create index message_first on message (first) where first != 0;
create unique index message_number on message (conversation, number);
create index message_out on message (conversation, number) where direction = 'out';
create index message_token on message (token) where token != '';
create index message_undelivered on message (delivery, due) where delivery in ('held', 'queued', 'sending', 'unknown');
create index message_unsettled on message (conversation) where delivery in ('held', 'queued', 'sending', 'unknown');

create table note (
  id integer primary key,
  conversation integer not null references conversation (id),
  author text not null,
  at text not null,
  text text,
  salt text
);
create index note_conversation on note (conversation, id);

create table draft (
  conversation integer primary key references conversation (id),
  author text not null,
  at text not null,
  text text,
  salt text,
  answers text not null,
  version integer not null default 0
);

create table request (
  id integer primary key,
  conversation integer not null references conversation (id),
  department text not null,
  author text not null,
  at text not null,
  question text,
  question_salt text,
  state text not null,
  changed_at text not null,
  due text,
  blocking integer not null,
  shown text not null,
  taken_by text,
  answer text,
  answer_salt text,
  answered_by text,
  rang integer not null,
  version integer not null default 0
);
create index request_conversation on request (conversation, id);
create index request_pending on request (due, id) where state in ('open', 'taken', 'answered', 'returned');
create index request_state on request (state, changed_at, id);

create table remark (
  request integer not null references request (id),
  n integer not null,
  author text not null,
  at text not null,
  text text,
  salt text,
  primary key (request, n)
);

create table move (
  id integer primary key,
  by text not null,
  of text not null,
  "to" text not null,
  conversations text not null,
  undone integer not null
);
create index move_by on move (by, id);

create table raw (
  id integer primary key,
  channel text not null,
  at text not null,
  body blob not null,
  headers text not null default '{}'
);

create table known (key blob primary key);

create table quarantine (
  id integer primary key,
  channel text not null,
  at text not null,
  raw integer not null references raw (id),
  why text not null,
  key blob not null
);
create index quarantine_channel on quarantine (channel, id);

create table cursor (channel text primary key, cursor text not null, at text not null, trouble text not null);

create table outcome (
  person text not null,
  key text not null,
  digest text not null,
  at text not null,
  first integer not null,
  last integer not null,
  primary key (person, key)
);

create table waiting (
  id integer generated by default as identity primary key,
  channel text not null,
  target text not null,
  at text not null,
  body text not null
);
create index waiting_at on waiting (at);
create index waiting_target on waiting (channel, target);

create table edited (
  channel text not null,
  target text not null,
  at text not null,
  key text not null,
  primary key (channel, target)
);

create table enclosure (
  message integer not null,
  n integer not null,
  name text not null,
  type text not null,
  content blob not null,
  primary key (message, n)
);

create table link (
  id integer primary key,
  a integer not null references contact (id),
  b integer not null references contact (id),
  evidence text,
  evidence_salt text,
  by text not null,
  at text not null,
  check (a < b)
);
create index link_b on link (b);
create unique index link_pair on link (a, b);

create table dismissal (
  id integer primary key,
  a integer not null references contact (id),
  b integer not null references contact (id),
  by text not null,
  at text not null,
  check (a < b)
);
create index dismissal_b on dismissal (b);
create unique index dismissal_pair on dismissal (a, b);

create table trace (
  key text not null,
  message integer not null,
  contact integer not null,
  shown text not null,
  primary key (key, message, contact)
);
create index trace_contact on trace (contact, message);
create index trace_message on trace (message) where message > 0;

-- Words for finding, as `storage/lexemes.py` makes them. A rough text is only a candidate. What an index
-- has put off is walked by every search, and makes it look dear to the planner: so it is kept short.
create table found_message (id integer primary key, words tsvector not null, rough integer not null);
create index found_message_words on found_message using gin (words) with (gin_pending_list_limit = 512);
create table found_note (id integer primary key, words tsvector not null, rough integer not null);
create index found_note_words on found_note using gin (words) with (gin_pending_list_limit = 512);
create table found_request (id integer primary key, words tsvector not null, rough integer not null);
create index found_request_words on found_request using gin (words) with (gin_pending_list_limit = 512);
create table found_contact (id integer primary key, words tsvector not null, rough integer not null);
create index found_contact_words on found_contact using gin (words) with (gin_pending_list_limit = 512);

-- Channels' secrets, each sealed with a key that only the nodes have.
create table secret (channel text primary key, key text not null, sealed text not null);
