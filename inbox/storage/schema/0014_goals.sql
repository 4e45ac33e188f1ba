-- What leadership wants from the dialogues: every version of every goal and guideline, and under which of them a reply
-- was written.
create table card (
  id bigint primary key,
  card bigint not null,
  version bigint not null,
  kind text not null,
  title text,
  title_salt text,
  wanted text,
  wanted_salt text,
  unwanted text,
  unwanted_salt text,
  measure text,
  measure_salt text,
  channels text not null,
  visibility text not null,
  tags text not null,
  topics text not null,
  by text not null,
  at text not null,
  until text,
  ended text,
  ended_by text not null
);
create index card_standing on card (id) where ended is null;
create index card_versions on card (card, id);
create index feed_cards on feed (at) where kind = 'CardPublished';

alter table message add column under text not null default '[]';

-- Who has seen what is a fact and nothing else: found without reading the whole conversation.
create index feed_seen on feed (conversation, by, number) where kind = 'Seen';
