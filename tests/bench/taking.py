"""Measures intake through the whole house, from the lines of a file on, beside plain sqlite3 that inserts the same rows.

The limit writes what the house wrote: the same tables, indexes and full-text rows, WAL with
`synchronous=FULL`, a transaction for each hundred messages, one `executemany` a table. What lies
between the two is the price of parsing, cleaning, rules, dedupe, facts, hashes and one event loop.
"""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.file import Adapter as Lines
from inbox.domain.model import Channel
from inbox.ports.adapter import Adapter, Batch, Entry
from inbox.ports.keeping import Synced
from inbox.secrets import Secrets
from inbox.services.desk import LocalDesk
from inbox.services.importing import bring_in
from inbox.services.intake import take_in
from inbox.services.keeping import LocalKeeping, Tools
from inbox.services.office import Office
from inbox.storage.migrate import migrate
from inbox.storage.taking import dedupe
from tests.bench.figures import Figure, timed, timed_here

AT_ONCE = 100
TABLES = ("contact", "handle", "conversation", "message", "feed", "raw")
Chunk = dict[str, list[tuple[object, ...]]]


@dataclass(slots=True)
class Marks:
    """How far the house's rows were copied: the latest id and fact."""

    id: int = 0
    fact: int = 0


class Plain:
    """The limit: a database with the house's schema and nothing around it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        for pragma in ("synchronous=full", "foreign_keys=on", "cache_size=-32000", "temp_store=memory"):
            self._db.execute(f"pragma {pragma}")
        migrate(self._db)
        self._again = ", ".join(f"{name} = excluded.{name}" for name in self.columns("conversation")[1:])

    def close(self) -> None:
        self._db.close()

    def insert(self, chunk: Chunk) -> None:
        """Insert the rows of a hundred messages in one transaction, full-text rows last."""
        run = self._db.executemany
        self._db.execute("begin immediate")
        for table in (*TABLES, "known"):
            rows = chunk[table]
            if not rows:
                continue
            gaps = ", ".join("?" * len(rows[0]))
            # A conversation is written again for each batch that touches it, as the house does.
            again = f" on conflict (id) do update set {self._again}" if table == "conversation" else ""
            run(f"insert into {table} values ({gaps}){again}", rows)
        self._db.execute("update counter set feed = feed + 1")
        columns = {name: index for index, name in enumerate(self.columns("message"))}
        texts = [(row[columns["id"]], row[columns["text"]]) for row in chunk["message"]]
        run("insert into found_message (rowid, text) values (?, ?)", texts)
        run("insert into found_contact (rowid, name) values (?, ?)", [(row[0], row[1]) for row in chunk["contact"]])
        self._db.execute("commit")

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self._db.execute(f"pragma table_info({table})")]


def copied(house: Path, channel: str, marks: Marks) -> list[Chunk]:
    """Return what the house wrote since the marks, in chunks of a hundred messages, and move the marks."""
    with contextlib.closing(sqlite3.connect(f"file:{house}?mode=ro", uri=True)) as db:
        messages = db.execute("select * from message where id > ? order by id", (marks.id,)).fetchall()
        facts = db.execute("select * from feed where number > ? order by number", (marks.fact,)).fetchall()
        external = [row[1] for row in db.execute("pragma table_info(message)")].index("external_id")
        parts = [messages[i : i + AT_ONCE] for i in range(0, len(messages), AT_ONCE)]
        chunks, low = [], marks.id
        for n, part in enumerate(parts):
            top = part[-1][0]
            touched = sorted({row[1] for row in part})
            gaps = ", ".join("?" * len(touched))
            between = "id > ? and id <= ?" if n < len(parts) - 1 else "id > ? and id <= ? + 1000000"
            contacts = db.execute(f"select * from contact where {between}", (low, top)).fetchall()
            new = ", ".join(str(row[0]) for row in contacts) or "-1"
            share = slice(n * len(facts) // len(parts), (n + 1) * len(facts) // len(parts))
            chunks.append(
                {
                    "contact": contacts,
                    "handle": db.execute(f"select * from handle where contact in ({new})").fetchall(),
                    "conversation": db.execute(f"select * from conversation where id in ({gaps})", touched).fetchall(),
                    "message": part,
                    "feed": facts[share],
                    "raw": db.execute(f"select * from raw where {between}", (low, top)).fetchall(),
                    "known": [(dedupe(channel, row[external]),) for row in part],
                }
            )
            low = top
        marks.id = db.execute("select ids from counter").fetchone()[0]
        marks.fact += len(facts)
    return chunks


async def house_takes(office: Office, channel: str, entries: Sequence[Entry]) -> None:
    """Hand entries over in batches of a hundred, as a poller would."""
    for start in range(0, len(entries), AT_ONCE):
        part = entries[start : start + AT_ONCE]
        await take_in(office, channel, Batch(tuple(part), part[-1].says[0].external_id))


def _unmade(channel: Channel) -> Adapter:
    raise AssertionError(channel.name)


async def read_in(desk: LocalDesk, office: Office, channel: str, file: Path) -> None:
    """Let the file's adapter read lines and hand them over, as `inbox import` does."""

    async def never() -> Synced:
        raise AssertionError

    tools = Tools(office, Secrets(file.with_suffix(".secrets"), place="file"), lambda _: Lines, _unmade, never)
    keeping = LocalKeeping(desk, tools)
    done = await bring_in(desk, keeping, office.now, Lines, str(file), channel, "jsonl", lambda *_: None)
    assert done.taken == done.read, done.refused[:3]


async def measure(
    desk: LocalDesk, office: Office, channel: str, house: Path, limit: Path, parts: Sequence[Sequence[Entry]]
) -> list[Figure]:
    """Take the parts in, one after the other, in turns with the limit."""
    plain, marks = Plain(limit), Marks()
    ours, theirs = [], []
    with contextlib.closing(plain):
        for entries in parts:
            file = limit.with_name("part.jsonl")
            file.write_bytes(b"".join(entry.raw + b"\n" for entry in entries))
            seconds = await timed(lambda file=file: read_in(desk, office, channel, file))
            ours.append(len(entries) / seconds)
            chunks = copied(house, channel, marks)
            seconds = timed_here(lambda rows=chunks: [plain.insert(chunk) for chunk in rows])
            theirs.append(len(entries) / seconds)
    total = sum(len(part) for part in parts)
    mine, raw = statistics.median(ours), statistics.median(theirs)
    slower, limit_slower = ours[0] / ours[-1], theirs[0] / theirs[-1]
    grown = Figure(
        "intake, first part's rate to last part's",
        f"{slower:.2f}",
        f"{limit_slower:.2f}",
        slower / limit_slower,
        "the same growth in sqlite3",
    )
    taken = Figure(
        f"intake of {total:,} messages from JSON lines",
        f"{mine:,.0f} /s",
        f"{raw:,.0f} /s",
        raw / mine,
        "sqlite3, same rows, indexes, FTS, FULL; no parsing",
    )
    return [taken, grown]
