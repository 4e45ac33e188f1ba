-- Who is able to do what, what conversations need by hand or by the house's own rules, and who acts for whom.
create table ability (
  key text primary key,
  holder text not null,
  department integer not null,
  competence text not null,
  level integer not null,
  at text not null,
  by text not null,
  evidence text,
  evidence_salt text,
  doubt text,
  doubt_salt text,
  doubted_at text
);
create index ability_holder on ability (holder);
create table need (conversation bigint primary key, by_hand text not null);
create table need_rules (one bigint primary key, body text not null);
create table absence (
  id bigint primary key,
  person text not null,
  substitute text not null,
  begins text not null,
  ends text not null,
  by text not null,
  begun integer not null,
  ended integer not null
);
create index absence_current on absence (begins) where ended = 0;
