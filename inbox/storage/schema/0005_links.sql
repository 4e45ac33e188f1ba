-- Contacts that are one person: links with their evidence, and suggestions that were turned down. Traces are by what
-- contacts are recognised: their own addresses (message 0), and those they name in a message. `traced` and `named` are
-- the program's own functions; both give a list of [key, shown].
create table link (
  id integer primary key,
  a integer not null references contact (id),
  b integer not null references contact (id),
  evidence text,
  evidence_salt text,
  by text not null,
  at text not null,
  check (a < b)
);
create unique index link_pair on link (a, b);
create index link_b on link (b);
create table dismissal (
  id integer primary key,
  a integer not null references contact (id),
  b integer not null references contact (id),
  by text not null,
  at text not null,
  check (a < b)
);
create unique index dismissal_pair on dismissal (a, b);
create index dismissal_b on dismissal (b);

create table trace (
  key text not null,
  message integer not null,
  contact integer not null,
  shown text not null,
  primary key (key, message, contact)
) without rowid;
create index trace_contact on trace (contact, message);
create index trace_message on trace (message) where message > 0;

insert or ignore into trace (key, message, contact, shown)
select json_extract(j.value, '$[0]'), 0, h.contact, json_extract(j.value, '$[1]')
from handle h join contact k on k.id = h.contact, json_each(traced(h.kind, h.value, k.name)) j
where h.value is not null and k.name is not null;
insert or ignore into trace (key, message, contact, shown)
select json_extract(j.value, '$[0]'), m.id, c.contact, json_extract(j.value, '$[1]')
from message m join conversation c on c.id = m.conversation, json_each(named(m.text)) j
where m.direction = 'in' and m.automatic = 0 and m.deleted = 0 and m.text is not null and not exists (
  select 1 from trace o where o.key = json_extract(j.value, '$[0]') and o.message = 0 and o.contact = c.contact
);
