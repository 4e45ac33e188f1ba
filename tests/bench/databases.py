"""Prints how fast the same inbox is in a file and in PostgreSQL, measured in turns in one run, with durable commits.

`python -m tests.bench.databases [--messages 100000] [--conversations 100000]`
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from inbox.bootstrap import clock, create
from inbox.domain.commands import AddChannel, AddPerson, Take, WriteNote
from inbox.domain.model import Role
from inbox.ports.desk import View
from inbox.services.desk import LocalDesk
from inbox.services.office import Office
from inbox.storage.store import SqlStore
from tests.bench import taking
from tests.bench.corpus import Corpus
from tests.servers import postgres

CHANNEL = "acme@bench"
DURABLE = "-c shared_buffers=512MB -c max_wal_size=4GB"
TIMES = 15


class Side:
    """One inbox in one database."""

    def __init__(self, name: str, store: SqlStore) -> None:
        self.name = name
        self.store = store
        self.office = Office(store, clock)
        self.seconds = 0.0

    async def found(self) -> None:
        """Add who is asked as, and the channel."""
        await self.office.perform(AddPerson("anna", (Role.MANAGER,)), "lea")
        await self.office.perform(AddChannel(CHANNEL, "demo"), "lea")

    async def desk(self) -> LocalDesk:
        """Return the desk everything is read at."""
        anna = await self.store.person("anna")
        assert anna is not None
        return LocalDesk(self.office, anna)

    async def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int((await self.store._db.read(f"select count(*) from {table}"))[0][0])


async def _take(sides: list[Side], asked: argparse.Namespace) -> None:
    corpus = Corpus(asked.seed)
    entries = list(corpus.entries(asked.messages))
    for start in range(0, len(entries), 5000):
        for side in sides:
            began = time.perf_counter()
            await taking.house_takes(side.office, CHANNEL, entries[start : start + 5000])
            side.seconds += time.perf_counter() - began
    for side in sides:
        print(f"intake {side.name}: {len(entries) / side.seconds:,.0f} messages/s", flush=True)
    while (missing := asked.conversations - await sides[0].count("conversation")) > 0:
        more = list(corpus.entries(min(missing, 10_000), longest=1))
        for side in sides:
            await taking.house_takes(side.office, CHANNEL, more)
        print(f"{missing} conversations to go", file=sys.stderr, flush=True)


async def _read(sides: list[Side], asked: argparse.Namespace) -> None:
    desks = [await side.desk() for side in sides]
    for desk in desks:
        for row in (await desk.conversations(View.UNOWNED, limit=200)).items:
            await desk.perform(Take(row.conversation.id))
    ids = [r.conversation.id for r in (await desks[0].conversations(View.ALL, limit=50)).items]
    german = Corpus(asked.seed).vocabularies["de"]
    questions: dict[str, Callable[[LocalDesk], Awaitable[object]]] = {
        "first page, all": lambda d: d.conversations(View.ALL, limit=50),
        "first page, waiting": lambda d: d.conversations(View.WAITING, limit=50),
        "first page, mine": lambda d: d.conversations(View.MINE, limit=50),
        "whole index, waiting": lambda d: d.index(View.WAITING),
        "counts": lambda d: d.counts(),
        "thread": lambda d: d.thread(ids[0]),
        "50 rows": lambda d: d.rows(ids),
        "contact": lambda d: d.portrait(ids[0]),
        "feed, 200": lambda d: d.feed(0, limit=200),
        "search, commonest word": lambda d: d.search(german.words[0]),
        "search, common": lambda d: d.search(german.at(0.55)),
        "search, rare": lambda d: d.search(german.at(0.98)),
        "search, two words": lambda d: d.search(f"{german.words[3]} {german.at(0.6)}"),
        "search, phrase": lambda d: d.search(f'"{german.words[0]} {german.words[1]}"'),
        "search, beginning": lambda d: d.search(german.at(0.9)[:5] + "*"),
        "note written": lambda d: d.perform(WriteNote(ids[1], "Notiz")),
    }
    asked_for = _noted(sides[1])
    print(f"{'':<24}{sides[0].name:>12}{sides[1].name:>12}   ratio")
    for name, ask in questions.items():
        took: list[list[float]] = [[], []]
        for _ in range(TIMES):
            for n, desk in enumerate(desks):
                began = time.perf_counter()
                await ask(desk)
                took[n].append(1000 * (time.perf_counter() - began))
        one, other = map(statistics.median, took)
        print(f"{name:<24}{one:>9.2f} ms{other:>9.2f} ms{other / one:>7.1f}×", flush=True)
    for sql, args in list(asked_for.items()):
        if sql.startswith("explain"):
            continue
        plan = str(await sides[1].store._db.read(f"explain {sql}", args))
        for table in re.findall(r"Seq Scan on (message|conversation|feed|contact|found_\w+)", plan):
            print(f"walks {table}: {sql[:150]}", flush=True)


def _noted(side: Side) -> dict[str, Sequence[object]]:
    """Note what is asked of a database from now on."""
    seen: dict[str, Sequence[object]] = {}
    read = side.store._db.read

    async def noting(sql: str, args: Sequence[object] = ()) -> object:
        seen[sql] = args
        return await read(sql, args)

    side.store._db.read = noting  # type: ignore[method-assign, assignment]
    return seen


async def _main(asked: argparse.Namespace, folder: Path, url: str) -> None:
    sides = []
    for name, where in (("file", str(folder / "inbox.db")), ("PostgreSQL", url)):
        await create(where, lead="lea")
        sides.append(Side(name, await SqlStore.open(where)))
    try:
        for side in sides:
            await side.found()
        await _take(sides, asked)
        await _read(sides, asked)
    finally:
        for side in sides:
            await side.store.close()


def main() -> None:
    """Measure both and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.databases", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = postgres.start(folder, DURABLE)
        try:
            asyncio.run(_main(asked, folder, url.rpartition("/")[0] + "/template1"))
        finally:
            postgres.stop(folder)


if __name__ == "__main__":
    main()
