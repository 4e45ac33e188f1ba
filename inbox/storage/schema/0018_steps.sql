-- A bulk step changes hands, or it closes, puts away or tags; and it keeps whether what it handed on was its maker's own.
alter table move add column what text not null default 'owner';
alter table move add column own integer not null default 0;
