"""Knows which tables an inbox has, whichever database it lies in, so that all of it can be carried elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inbox.storage.database import Reading

NOT_CARRIED = ("version", "secret")
"""How far the schema is, and what is sealed for the nodes of one database: neither is the inbox itself."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, those of its primary key in order, and the tables its rows refer to."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    needs: frozenset[str]


async def tables(db: Reading) -> list[Table]:
    """Return every table that is carried, those first that others refer to."""
    found = await (_of_sqlite if db.dialect == "sqlite" else _of_postgres)(db)
    return _ordered(t for t in found if t.name not in NOT_CARRIED and not t.name.startswith(("found_", "sqlite_")))


async def _of_sqlite(db: Reading) -> list[Table]:
    made = []
    for (name,) in await db.read("select name from sqlite_master where type = 'table' order by name"):
        columns = await db.read("select name, pk from pragma_table_info($1) order by cid", (name,))
        needs = await db.read('select "table" from pragma_foreign_key_list($1)', (name,))
        keys = sorted((pk, column) for column, pk in columns if pk)
        made.append(
            Table(name, tuple(c for c, _ in columns), tuple(c for _, c in keys), frozenset(r[0] for r in needs))
        )
    return made


async def _of_postgres(db: Reading) -> list[Table]:
    sql = (
        "select cast(c.relname as text), cast(a.attname as text),"
        " coalesce(array_position(cast(i.indkey as smallint[]), a.attnum), -1) from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
        " left join pg_index i on i.indrelid = c.oid and i.indisprimary"
        " where c.relkind = 'r' and c.relnamespace = cast(current_schema() as regnamespace) order by c.relname, a.attnum"
    )
    columns: dict[str, list[tuple[str, int]]] = {}
    for table, column, place in await db.read(sql):
        columns.setdefault(table, []).append((column, place))
    sql = (
        "select cast(c.relname as text), cast(n.relname as text) from pg_constraint k join pg_class c on c.oid = k.conrelid"
        " join pg_class n on n.oid = k.confrelid where k.contype = 'f'"
    )
    needs: dict[str, set[str]] = {}
    for table, other in await db.read(sql):
        needs.setdefault(table, set()).add(other)
    return [
        Table(
            name,
            tuple(c for c, _ in there),
            tuple(c for _, c in sorted((p, c) for c, p in there if p >= 0)),
            frozenset(needs.get(name, ())),
        )
        for name, there in columns.items()
    ]


def _ordered(found: Iterable[Table]) -> list[Table]:
    left = {t.name: t for t in found}
    done: list[Table] = []
    while left:
        ready = [t for t in left.values() if not t.needs & (left.keys() - {t.name})]
        assert ready, "tables that refer to each other in a circle"
        done += sorted(ready, key=lambda t: t.name)
        left = {n: t for n, t in left.items() if t not in ready}
    return done
