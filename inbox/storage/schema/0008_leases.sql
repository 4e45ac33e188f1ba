-- Which of several nodes does what only one may do at a time; moments are the database's own, in milliseconds since 1970.
create table lease (
    name text not null primary key,
    node text not null,
    epoch integer not null,
    until integer not null
);

create table node (
    id text not null primary key,
    label text not null,
    ahead integer not null,
    until integer not null
);
