-- What a department reads and is reminded of, what is known already, and requests that leave by mail.
alter table department add column lead text not null default '';

alter table request add column known text;
alter table request add column known_salt text;
alter table request add column redacted text not null default '[]';
alter table request add column excerpts text;
alter table request add column excerpts_salt text;
alter table request add column moved_at text;
alter table request add column reminded integer not null default 0;
alter table request add column escalated text not null default '';
alter table request add column source integer not null default 0;
alter table request add column outdated_by text not null default '';
alter table request add column outdated_at text;
create index request_owed on request (due, id) where state in ('open', 'taken') and reminded = 0;

-- A request that somebody works on is where it is since it was asked, returned or passed on.
update request set moved_at = (
  select max(f.at) from feed f where f.conversation = request.conversation and (
    (f.kind = 'Asked' and f.body like '{"id":' || request.id || ',%')
    or (f.kind in ('RequestReturned', 'RequestRedirected') and f.body like '{"request":' || request.id || ',%')
  )
) where state = 'taken';
update request set moved_at = null where moved_at = changed_at;

create table correspondent (person text primary key, address text, address_salt text);

create table letter (
  id integer primary key,
  request integer not null references request (id),
  person text not null,
  kind text not null,
  at text not null,
  until text not null,
  state text not null,
  due text,
  attempts integer not null,
  error text,
  error_salt text
);
create index letter_due on letter (due) where state = 'due';
create index letter_request on letter (request, id);
