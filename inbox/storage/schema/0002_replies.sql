-- What a reply remembers: what its writer had seen, whether it may have arrived, what it changed; and which draft or
-- answer somebody read.
alter table message add column seen integer;
alter table message add column doubt integer not null default 0;
alter table message add column was text;
alter table message add column was_until text;
create index message_out on message (conversation, number) where direction = 'out';

alter table draft add column version integer not null default 0;
update draft set version = coalesce((
  select max(f.number) from feed f where f.conversation = draft.conversation and f.at = draft.at
  and f.kind in ('DraftSaved', 'ReplyTakenBack', 'ReplyRefused', 'DeliveryChanged')
), 0);

alter table request add column version integer not null default 0;
update request set version = coalesce((
  select max(f.number) from feed f where f.conversation = request.conversation
  and f.kind = 'RequestAnswered' and f.body like '{"request":' || request.id || ',%'
), 0);
