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
