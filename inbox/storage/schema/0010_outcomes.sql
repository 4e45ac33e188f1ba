-- Outcomes of commands are kept for three days; what is older is found without looking at the rest.
create index outcome_by_age on outcome (at);
