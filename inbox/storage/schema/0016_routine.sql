-- Routine work: answers that are written once.
create table template (
  id bigint primary key,
  name text not null,
  text text,
  salt text,
  channels text not null,
  owner text not null,
  by text not null,
  at text not null
);

-- Lists with their narrowing, under a name.
create table saved_view (
  id bigint primary key,
  name text not null,
  base text not null,
  channel text not null,
  of text not null,
  tag text not null,
  state text not null,
  visibility text not null,
  owner text not null
);

-- Who was named in a note, and whether they have looked.
create table mention (
  id bigint primary key,
  conversation bigint not null,
  note bigint not null,
  person text not null,
  by text not null,
  at text not null,
  seen integer not null
);
create index mention_open on mention (person, id) where seen = 0;
create index mention_of on mention (person, id);
create index mention_here on mention (conversation);

-- When a channel is attended, how soon it answers, and of which waiting contacts people were warned.
create table hours (
  channel text primary key,
  zone text not null,
  times text not null,
  holidays text not null,
  within bigint not null,
  public bigint not null,
  warn_at bigint not null
);
create table target (
  conversation bigint primary key,
  since text not null,
  missed integer not null
);

-- Automatic rules: when, if, then.
create table auto_rule (
  id bigint primary key,
  name text not null,
  "when" text not null,
  body text not null,
  version bigint not null,
  live integer not null
);
