-- Words are found whatever their spelling: the index holds them folded (`folded` and `plain` are the program's own
-- functions), and tags stand as plain text. Entries that came before their message wait here.
drop table found_message;
create virtual table found_message using fts5 (text, content = '', tokenize = 'unicode61');
insert into found_message (found_message, rank) values ('automerge', 16);
insert into found_message (rowid, text) select id, folded(text) from message;
drop table found_note;
create virtual table found_note using fts5 (text, content = '', tokenize = 'unicode61');
insert into found_note (rowid, text) select id, folded(text) from note;
drop table found_request;
create virtual table found_request using fts5 (question, answer, content = '', tokenize = 'unicode61');
insert into found_request (rowid, question, answer) select id, folded(question), folded(answer) from request;
drop table found_contact;
create virtual table found_contact using fts5 (name, content = '', tokenize = 'unicode61');
insert into found_contact (rowid, name) select id, folded(name) from contact;

update conversation set tags = plain(tags) where tags != '[]';

create index feed_house on feed (number) where conversation is null;

create table waiting (
  id integer primary key,
  channel text not null,
  target text not null,
  at text not null,
  body text not null
);
create index waiting_target on waiting (channel, target);
create index waiting_at on waiting (at);
create table edited (
  channel text not null,
  target text not null,
  at text not null,
  key text not null,
  primary key (channel, target)
) without rowid;
