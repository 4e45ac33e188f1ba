"""Two nodes over one PostgreSQL, one of them dies: nothing is lost, nothing is doubled, and the other goes on in time."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import statistics
import sys
import time

import pytest

from tests.faults.nodes import CHANNELS, Company, beside, company, node
from tests.servers import postgres

DOSE = int(os.environ.get("INBOX_TEST_DOSE", "2"))
"""How many nodes are killed."""
LASTS = 30.0 if DOSE > 2 else 3.0
"""Seconds a lease lasts: the real ones in a large dose."""
IN_TIME = LASTS + 15
AT_ONCE = 5
POINTS = ("send.begin", "send.end", "", "write.begun", "write.commit", "write.done")


@pytest.mark.timeout(120 + DOSE * 60)
async def test_a_node_killed_in_the_middle_of_sends_loses_and_doubles_nothing(postgres_server: str) -> None:
    some = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> tuple[float, float]:
        async with some, postgres.fresh(postgres_server, template=postgres.TEMPLATE) as where:
            ended = await _killed(where, n)
            print(f"kill {n} at {POINTS[n % len(POINTS)] or 'a random moment'}: {ended[0]:.1f} s, {ended[1]:.1f} s")
            return ended

    ends = await asyncio.gather(*map(one, range(DOSE)))
    for what, took in zip(("taken over", "new questions answered"), map(sorted, zip(*ends, strict=True)), strict=True):
        print(f"{len(took)} kills: {what} after p50 {statistics.median(took):.1f} s, longest {took[-1]:.1f} s")
        assert took[-1] <= IN_TIME


async def _killed(where: str, n: int) -> tuple[float, float]:
    chance, point = random.Random(n), POINTS[n % len(POINTS)]
    async with company(where, n) as w, node(where, w.truth, LASTS, point, chance.randint(1, 4)) as dies:
        await w.until(lambda: w.shared(1), 60)
        async with node(where, w.truth, LASTS), beside(w.answers()):
            await w.until(lambda: w.shared(2), 60)
            before = await w.holders()
            for channel in CHANNELS:
                w.truth.says(channel, 6)
            if point:
                dies.send_signal(signal.SIGUSR1)
            else:
                await w.until(lambda: _some_arrived(w), 60)
                await w.store.wait(sys.maxsize, chance.random())
                dies.kill()
            assert await asyncio.wait_for(dies.wait(), 60) == -signal.SIGKILL
            began = time.monotonic()
            sending = await _sending(w)
            probes = {channel: f"{channel}-{len(w.truth.said[channel]) + 1}" for channel in CHANNELS}
            for channel in CHANNELS:
                w.truth.says(channel)

            async def goes_on() -> bool:
                return w.truth.answered >= set(probes.values())

            await w.until(lambda: w.shared(1), IN_TIME + 60)
            taken = time.monotonic() - began
            await w.until(goes_on, 60)
            took = time.monotonic() - began
            assert set((await w.holders()).values()) < set(before.values())
            await w.until(w.settled, 90)
        await _whole(w, sending)
        return taken, took


async def _some_arrived(w: Company) -> bool:
    return len(w.truth.texts) >= 3


async def _sending(w: Company) -> int:
    sql = "select count(*) from message m join conversation k on k.id = m.conversation where m.delivery = 'sending' and k.channel = 'C'"
    return int((await w.store._db.read(sql))[0][0])


async def _whole(w: Company, doubtful: int) -> None:
    """See that every question is there once, and every answer arrived once, or nobody can know."""
    ends = await w.ends()
    assert set(ends) <= {("A", "sent"), ("B", "sent"), ("C", "sent"), ("C", "unknown")}, ends
    for (_, delivery), replies in ends.items():
        assert all(count == 1 or (delivery == "unknown" and not count) for _, count in replies), ends
    assert len(ends.get(("C", "unknown"), [])) <= doubtful
    keys = [r[0] for r in await w.store._db.read("select key from conversation")]
    assert sorted(keys) == sorted(key for said in w.truth.said.values() for key in said)
