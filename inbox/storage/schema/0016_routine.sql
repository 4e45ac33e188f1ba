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
