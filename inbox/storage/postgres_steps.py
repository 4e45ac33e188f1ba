"""Brings a PostgreSQL database to the schema of this program; several programs may begin at the same time.

The steps are those of `migrate`, from the one on that stands for all before it. They are written in words that both
databases know; where PostgreSQL's differ (64 bits, order of texts by their code points) they are put here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from inbox import fault
from inbox.domain.text import folded
from inbox.errors import Damaged, Unreachable
from inbox.storage.lexemes import lexemes, vector
from inbox.storage.migrate import statements, steps

_LOCK = 0x43686566
"""The advisory lock of whoever migrates."""
_SUBJECTS, _AT_ONCE = 22, 1000
"""The step that finds messages by their subjects, and how many it looks at in one go."""
_WORDS = (
    (re.compile(r"\binteger\b"), "bigint"),
    (re.compile(r"\bblob\b"), "bytea"),
    (re.compile(r"\) without rowid"), ")"),
    (re.compile(r'(?<=[\w"] )text\b'), 'text collate "C"'),
)


def put(statement: str) -> str:
    """Return a statement of a step in PostgreSQL's words."""
    bare = re.sub(r"--[^\n]*\n", "", statement).strip()
    if bare.startswith(("create table", "alter table")):
        for word, ours in _WORDS:
            bare = word.sub(ours, bare)
    return bare


async def version(one: Any, where: str) -> int:
    """Return the version of a database, 0 where it holds nothing.

    Raises: Damaged where it is another program's, Unreachable where a newer one of ours wrote it.
    """
    sql = (
        "select c.relname from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'"
        " and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')"
    )
    tables = {r[0] for r in await one.fetch(sql)}
    if tables and not tables >= {"version", "counter", "feed"}:
        raise Damaged("{path} is no inbox, or a damaged one.", path=where)
    if not tables:
        return 0
    theirs = int(await one.fetchval("select max(number) from version"))
    ours = steps("postgres")[-1][0]
    if theirs > ours:
        raise Unreachable(
            "This inbox was written by a newer version of the program (schema {theirs}, ours is {ours}); update the program.",
            theirs=theirs,
            ours=ours,
        )
    return theirs


async def migrate(one: Any, where: str) -> int:
    """Apply what is missing, each step in a transaction of its own, and return the version reached.

    Raises: Damaged where a step that was applied has changed since.
    """
    for number, name, sql in steps("postgres"):
        checksum = hashlib.sha256(sql.encode()).hexdigest()
        async with _alone(one):
            there = await version(one, where)
            known = await one.fetchval("select checksum from version where number = $1", number) if there else None
            if known is None:
                await _apply(one, number, name, sql, checksum)
            elif known != checksum:
                raise Damaged("Schema step {name} was changed after it had been applied.", name=name)
    return await version(one, where)


@asynccontextmanager
async def _alone(one: Any) -> AsyncIterator[None]:
    async with one.transaction():
        await one.execute("set local lock_timeout = 0")
        await one.execute(f"select pg_advisory_xact_lock({_LOCK})")
        yield


async def _apply(one: Any, number: int, name: str, sql: str, checksum: str) -> None:
    for statement in statements(sql):
        await one.execute(put(statement))
        fault.point(f"migrate.{number}")
    if number == _SUBJECTS:
        await _find_by_subject(one)
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    await one.execute(
        "insert into version (number, name, checksum, at) values ($1, $2, $3, $4)", number, name, checksum, at
    )


async def _find_by_subject(one: Any) -> None:
    """Put messages that have a subject into the index anew: its words are made here and not by SQL.

    As this step had them, subject and text as one text, however the index may be filled by now.
    """
    last = 0
    sql = (
        "select id, subject, text from message where subject is not null and text is not null and id > $1"
        f" order by id limit {_AT_ONCE}"
    )
    while found := await one.fetch(sql, last):
        apart = lexemes([folded(f"{r[1]}\n{r[2]}") for r in found])
        vectors = [(r[0], *vector([words])) for r, words in zip(found, apart, strict=True)]
        sql_words = "update found_message set words = cast(cast($2 as text) as tsvector), rough = $3 where id = $1"
        await one.executemany(sql_words, [(id, text, int(rough)) for id, text, rough in vectors])
        last = found[-1][0]
