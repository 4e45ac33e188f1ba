"""Killed while a webhook is taken: before its commit nothing is there, behind it all of it, and a repeat is known."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from tests.server.wire import CHANNEL, SECRET, call, packed, said, signed
from tests.world import Clock


@contextmanager
def served(where: Path, *point: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve an inbox in a process of its own."""
    command = [sys.executable, "-m", "tests.server.hookhouse", str(where), *point]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


async def prepare(where: Path) -> None:
    await create(str(where), lead="lea", now=Clock())
    async with open_house(str(where), now=Clock()) as house:
        await (await house.keeping("lea")).keep_secret(CHANNEL, "secret", SECRET)
        await (await house.desk("lea")).perform(c.AddChannel(CHANNEL, "webhook"))


def count(where: Path) -> int:
    with closing(sqlite3.connect(where)) as db:
        return int(db.execute("select count(*) from message").fetchone()[0])


@pytest.mark.parametrize(
    ("point", "there"), [("hook.verified", 0), ("write.begun", 0), ("write.commit", 0), ("hook.taken", 1)]
)
def test_a_kill_before_or_behind_the_commit_loses_and_doubles_nothing(tmp_path: Path, point: str, there: int) -> None:
    where, body = tmp_path / "inbox.db", packed(said("m1"))
    asyncio.run(prepare(where))
    with served(where, point) as (process, base):
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            asyncio.run(call(base, body, signed(body)))
        assert process.wait(30) == -signal.SIGKILL
    assert count(where) == there

    with served(where) as (_, base):
        assert asyncio.run(call(base, body, signed(body))).status == 200
        assert asyncio.run(call(base, body, signed(body))).status == 200

    assert count(where) == 1
