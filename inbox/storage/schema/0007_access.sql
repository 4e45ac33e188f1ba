-- Who comes in from elsewhere. What is secret, or made of a secret, stands apart from what the feed says.
create table token (
  id bigint primary key,
  person text not null,
  label text not null,
  scopes text not null,
  made_at text not null,
  until text,
  revoked integer not null
);
create index token_person on token (person, id);
create table token_secret (hash text primary key, token bigint not null);
create index token_secret_token on token_secret (token);

create table login (person text primary key, password integer not null, subject text not null);
create index login_subject on login (subject);
create table password (person text primary key, verifier text not null);

create table attempt (
  who text primary key,
  failures bigint not null,
  last text not null,
  until text not null,
  good text not null
);
create index attempt_last on attempt (last);
