-- A storm's statement in each language: `statement` is the German one, `stated` who said which and what holds or was cleared in it.
alter table storm add column statement_en text;
alter table storm add column statement_en_salt text;
alter table storm add column stated text not null default '{}';
