"""Prints how fast the house is beside the limits of what it stands on, measured in turns in one run.

`python -m tests.bench [--messages 100000] [--conversations 100000] [--only intake,read,paint]`
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path

from inbox.bootstrap import clock, create
from inbox.domain.commands import AddChannel, AddPerson, Take
from inbox.domain.model import Role
from inbox.ports.desk import View
from inbox.services.desk import LocalDesk
from inbox.services.office import Office
from inbox.storage.store import SqlStore
from tests.bench import painting, reading, taking
from tests.bench.corpus import Corpus
from tests.bench.figures import Figure, table

PARTS = 5
CHANNEL = "acme@bench"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000, help="messages taken in while measuring (100000)")
    parser.add_argument("--conversations", type=int, default=100_000, help="conversations when pages are read (100000)")
    parser.add_argument("--only", default="intake,read,paint", help="what to measure (intake,read,paint)")
    parser.add_argument("--rounds", type=int, default=7, help="how often both start when painting is measured (7)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


async def _stored(asked: argparse.Namespace, folder: Path) -> list[Figure]:
    file, corpus, figures = folder / "inbox.db", Corpus(asked.seed), []
    await create(str(file), lead="lea")
    store = await SqlStore.open(file)
    try:
        office = Office(store, clock)
        await office.perform(AddPerson("anna", (Role.MANAGER,)), "lea")
        await office.perform(AddChannel(CHANNEL, "demo"), "lea")
        entries = list(corpus.entries(asked.messages))
        size = max(1, len(entries) // PARTS)
        parts = [entries[i : i + size] for i in range(0, size * PARTS, size)]
        lea = await store.person("lea")
        assert lea is not None
        figures += await taking.measure(LocalDesk(office, lea), office, CHANNEL, file, folder / "limit.db", parts)
        _say(f"{asked.messages:,} messages are in; adding conversations")
        missing = asked.conversations - _count(file)
        while missing > 0:
            await taking.house_takes(office, CHANNEL, list(corpus.entries(min(missing, 10_000), longest=1)))
            missing = asked.conversations - _count(file)
        anna = await store.person("anna")
        assert anna is not None
        desk = LocalDesk(office, anna)
        for row in (await desk.conversations(View.UNOWNED, limit=200)).items:
            await desk.perform(Take(row.conversation.id))
        if "read" in asked.only:
            german = corpus.vocabularies["de"]
            words = {"top": german.words[0], "common": german.at(0.55), "mid": german.at(0.8), "rare": german.at(0.98)}
            figures += await reading.measure(desk, file, words)
    finally:
        await store.close()
    return figures


def _count(file: Path) -> int:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        return int(db.execute("select count(*) from conversation").fetchone()[0])


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="inbox-bench-") as name:
        figures = asyncio.run(_stored(asked, Path(name)))
        if "paint" in asked.only:
            figures += painting.measure(Path(name) / "inbox.db", "anna", asked.rounds)
    print(table(figures))


if __name__ == "__main__":
    main()
