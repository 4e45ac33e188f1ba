-- Signing off: who wrote in a text, what holds a reply and what its release is bound to; how freely each person speaks; the
-- house's own risk rules.
alter table message add column hands text not null default '[]';
alter table message add column mark text not null default '';
alter table message add column holds text not null default '[]';
alter table draft add column hands text not null default '[]';
create table guard (
  id text primary key,
  person text not null,
  channel text not null,
  visibility text not null,
  step text,
  minutes bigint not null,
  unchanged bigint not null,
  proposed text
);
create table risks (id bigint primary key, text text not null);
