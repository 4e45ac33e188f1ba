-- What came with a payload and names it: read again without it, a parser would call the same things by other names.
alter table raw add column headers text not null default '{}';
