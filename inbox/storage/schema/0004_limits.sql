-- What a platform allows and what people feel there: how a conversation may be answered, replies that leave as several
-- messages, the files that go out with one, reactions.
alter table conversation add column hint text not null default '';
alter table message add column first integer not null default 0;
alter table message add column part integer not null default 1;
alter table message add column parts integer not null default 1;
create index message_first on message (first) where first != 0;
create table enclosure (
  message integer not null,
  n integer not null,
  name text not null,
  type text not null,
  content blob not null,
  primary key (message, n)
);
alter table message add column reactions text;
alter table message add column reactions_salt text;
