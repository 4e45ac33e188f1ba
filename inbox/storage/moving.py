"""Carries a whole inbox from one database into another: every row, the feed's chain as it is, and the index made anew.

All of it is one transaction of the target: whoever ends it in the middle leaves the target as empty as it was. Before
that transaction ends, what arrived is read back and compared with what was read, table by table.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from inbox.errors import Damaged, Refused
from inbox.ports.desk import Verdict
from inbox.storage import audit
from inbox.storage.catalogue import Table, tables
from inbox.storage.database import Database, Reading, Rows, Writing
from inbox.storage.gaps import holes
from inbox.storage.indexing import FOUND, indexed
from inbox.storage.rows import WRITE

MOST = 2000
"""Rows read at once, and …"""
BYTES = 4_000_000
"""… about how much of them: payloads and files may be large."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What was carried: rows in all, the feed's last number and head, how it verified, whether the source went on since."""

    rows: int
    last: int
    head: str
    verdict: Verdict
    behind: bool


async def move(source: Database, target: Database, progress: Progress) -> Moved:
    """Carry an inbox into an empty one; `progress` is told rows done and rows in all.

    Raises: Refused where the target holds anything, Damaged where what arrived is not what was sent, Unreachable.
    """
    async with source.snapshot() as then:
        ours, theirs = await tables(then), {t.name: t for t in await tables(target)}
        _alike(ours, theirs)
        # First: while the target is compared the source hears nothing, and a server ends what is idle for long.
        ((last, head),) = await then.read("select feed, head from counter where one = 1")
        count = _Count(progress, 2 * sum([await _size(then, t.name) for t in ours]) + await _words(then))
        async with target.writing() as writing:
            await _empty(writing, list(theirs.values()), target.where)
            await writing.run("delete from counter")
            sums = {t.name: await _carry(then, writing, t, count) for t in ours}
            await _index(then, writing, count)
            await _number_on(writing, ours)
            for table in ours:
                if await _sum(writing, theirs[table.name], table.columns, count) != sums[table.name]:
                    raise Damaged("What arrived in {table} is not what was sent; nothing was kept.", table=table.name)
    verdict = await audit.verify(target)
    now = (await source.read("select feed, head from counter where one = 1"))[0]
    return Moved(count.rows, last, head, verdict, now != (last, head))


class _Count:
    """Counts rows for whoever watches; `rows` are those that were carried."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self.rows = 0

    def on(self, rows: int) -> None:
        self._done += rows
        self._progress(self._done, self._total)


def _alike(ours: list[Table], theirs: dict[str, Table]) -> None:
    for table in ours:
        other = theirs.get(table.name)
        if other is None or set(other.columns) != set(table.columns):
            raise Damaged("The two inboxes differ in their table {table}; nothing was carried.", table=table.name)


async def _size(db: Reading, table: str) -> int:
    return int((await db.read(f"select count(*) from {table}"))[0][0])


async def _words(db: Reading) -> int:
    return sum([await _size(db, WRITE[kind][0]) for kind, _, _ in FOUND])


async def _empty(writing: Writing, theirs: list[Table], where: str) -> None:
    """Refuse a target that holds anything: it could be another company's inbox."""
    ((number,),) = await writing.read("select feed from counter where one = 1")
    for table in theirs:
        if number or (table.name != "counter" and await writing.read(f"select 1 from {table.name} limit 1")):
            raise Refused("{where} holds something already; move into a new place.", where=where)


async def _carry(then: Reading, writing: Writing, table: Table, count: _Count) -> str:
    """Write a table's rows into the target, and return what they come to."""
    names = ", ".join(map(_quoted, table.columns))
    sql = f"insert into {table.name} ({names}) values ({holes(len(table.columns))})"
    total = hashlib.sha256()
    async for part in _parts(then, table, table.columns):
        await writing.run_all(sql, part)
        _add(total, part)
        count.rows += len(part)
        count.on(len(part))
    return total.hexdigest()


async def _sum(db: Writing, table: Table, columns: tuple[str, ...], count: _Count) -> str:
    total = hashlib.sha256()
    async for part in _parts(db, table, columns):
        _add(total, part)
        count.on(len(part))
    return total.hexdigest()


def _add(total: hashlib._Hash, part: Rows) -> None:
    for row in part:
        total.update(repr(row).encode("utf-8", "surrogatepass"))


async def _parts(db: Reading | Writing, table: Table, columns: tuple[str, ...]) -> AsyncIterator[Rows]:
    """Return a table's rows in the order of its key, a part at a time."""
    keys, names = ", ".join(map(_quoted, table.keys)), ", ".join(map(_quoted, columns))
    places = [columns.index(key) for key in table.keys]
    last: tuple[object, ...] = ()
    size = 16
    while True:
        behind = f"where ({keys}) > ({holes(len(last))})" if last else ""
        part = await db.read(f"select {names} from {table.name} {behind} order by {keys} limit {size}", last)
        if part:
            yield part
        if len(part) < size:
            return
        last = tuple(part[-1][place] for place in places)
        weight = sum(len(value) for row in part for value in row if isinstance(value, bytes | str))
        size = max(1, min(MOST, size * 2, size * BYTES // (weight + 1)))


async def _index(then: Reading, writing: Writing, count: _Count) -> None:
    """Make the full-text index of what was carried."""
    for kind, found, columns in FOUND:
        name = WRITE[kind][0]
        table = Table(name, ("id", *columns), ("id",), frozenset())
        async for part in _parts(then, table, table.columns):
            sql, values = indexed(writing.dialect, found, columns, {r[0]: tuple(r[1:]) for r in part})
            await writing.run_all(sql, values)
            count.on(len(part))


async def _number_on(writing: Writing, ours: list[Table]) -> None:
    """Let the numbers that a database gives by itself go on behind those that were carried."""
    if writing.dialect == "postgres" and any(t.name == "waiting" for t in ours):
        sql = "select setval(pg_get_serial_sequence('waiting', 'id'), coalesce(max(id), 0) + 1, false) from waiting"
        await writing.read(sql)


def _quoted(name: str) -> str:
    return f'"{name}"'
