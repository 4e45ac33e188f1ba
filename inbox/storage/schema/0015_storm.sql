-- Storms, the freeze that goes with them, and what is usual on a channel. Each storm's conversations are a list of ids:
-- they are read together. What is usual is no fact: it is learnt from the messages, and learnt anew where it is missing.
create table storm (
    id bigint primary key, topic text, topic_salt text, at text not null, last_at text not null, signals text not null,
    channels text not null, conversations text not null, owner text, led integer not null, state text not null,
    statement text, statement_salt text, ended_at text
);
create index storm_by_state on storm (state);
create table stop (
    id bigint primary key, by text not null, at text not null, channels text not null, storm bigint not null,
    ended_at text, ended_by text not null
);
create table storm_watch (
    name text primary key, times integer not null, people integer not null, sureness integer not null, calm integer not null
);
create table usual (channel text primary key, upto bigint not null, at text not null, learnt text not null);
alter table message add column canned integer not null default 0;
alter table message add column frozen bigint not null default 0;
alter table message add column passes bigint not null default 0;
create index message_frozen on message (frozen) where frozen != 0;
