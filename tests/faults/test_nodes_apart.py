"""Nodes that are not dead but gone: stopped, cut off, or without their database; and what lands where nobody holds it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from inbox.bootstrap import open_house
from inbox.domain import commands as c
from inbox.services.hooks import WebhookDoor
from inbox.storage.sealed import add_key
from tests.faults.nodes import CHANNELS, Company, beside, company, node, wire
from tests.server.wire import CHANNEL, SECRET, packed, said, signed
from tests.servers import postgres
from tests.world import world

LARGE = int(os.environ.get("INBOX_TEST_DOSE", "0")) > 2
LASTS = 30.0 if LARGE else 3.0
STOPPED = LASTS * 2


async def _whole(w: Company) -> None:
    """See that every question is there once, and no answer arrived twice or was lost unseen."""
    ends = await w.ends()
    assert set(ends) <= {("A", "sent"), ("B", "sent"), ("C", "sent"), ("C", "unknown")}, ends
    for (_, delivery), replies in ends.items():
        assert all(count == 1 or (delivery == "unknown" and not count) for _, count in replies), ends
    keys = [r[0] for r in await w.store._db.read("select key from conversation")]
    assert sorted(keys) == sorted(key for said in w.truth.said.values() for key in said)


async def _goes_on(w: Company, seconds: float) -> None:
    """Let a customer write on every channel, and wait for their answers."""
    keys = {f"{channel}-{len(w.truth.said[channel]) + 1}" for channel in CHANNELS}
    for channel in CHANNELS:
        w.truth.says(channel)

    async def answered() -> bool:
        return w.truth.answered >= keys

    await w.until(answered, seconds)


@pytest.mark.timeout(300)
async def test_a_node_that_was_stopped_writes_nothing_when_it_wakes_and_joins_again(postgres_place: str) -> None:
    async with company(postgres_place, 1) as w, node(postgres_place, w.truth, LASTS) as zombie, beside(w.answers()):
        await w.until(lambda: w.shared(1), 30)
        theirs = set((await w.holders()).values())
        async with node(postgres_place, w.truth, LASTS):
            await w.until(lambda: w.shared(2), 30)
            for channel in CHANNELS:
                w.truth.says(channel, 4)
            zombie.send_signal(signal.SIGSTOP)
            stopped = time.monotonic()

            async def taken_over() -> bool:
                return await w.shared(1) and not theirs & set((await w.holders()).values())

            # Stopped inside a write it keeps everybody waiting, until the database ends what nobody commits in 30 s.
            await w.until(taken_over, LASTS + 45)
            await _goes_on(w, 60)
            await w.until(w.settled, 60)
            await w.store.wait(10**12, max(0, STOPPED - (time.monotonic() - stopped)))
            epochs = {h.lease.name: h.lease.epoch for h in (await w.store.roll()).holdings}
            zombie.send_signal(signal.SIGCONT)
            await w.until(lambda: w.shared(2), 60)
            await _goes_on(w, 60)
            await w.until(w.settled, 60)
            assert zombie.returncode is None
            roll = await w.store.roll()
            assert all(h.lease.epoch > epochs[h.lease.name] for h in roll.holdings if h.lease.node in theirs)
        await _whole(w)


@pytest.mark.timeout(300)
async def test_a_node_cut_off_from_the_database_lets_go_while_the_other_takes_over(postgres_place: str) -> None:
    async with company(postgres_place, 2) as w, wire(postgres_place) as (line, through), beside(w.answers()):
        async with node(through, w.truth, LASTS) as cut, node(postgres_place, w.truth, LASTS):
            await w.until(lambda: w.shared(2), 60)
            for channel in CHANNELS:
                w.truth.says(channel, 4)
            line.whole.clear()
            await w.until(lambda: w.shared(1), LASTS + 45)
            await _goes_on(w, 60)
            line.whole.set()
            await w.until(lambda: w.shared(2), 90)
            await _goes_on(w, 60)
            await w.until(w.settled, 60)
            assert cut.returncode is None
        await _whole(w)


@pytest.mark.timeout(300)
async def test_both_nodes_go_on_after_the_database_was_restarted_under_them(tmp_path: Path) -> None:
    url = await asyncio.to_thread(postgres.start, tmp_path, "-c fsync=off")
    try:
        await postgres._template(url)
        where = postgres.database(url, postgres.TEMPLATE)
        async with company(where, 3) as w:
            async with node(where, w.truth, LASTS) as one, node(where, w.truth, LASTS) as other:
                await w.until(lambda: w.shared(2), 60)
                async with beside(w.answers()):
                    for channel in CHANNELS:
                        w.truth.says(channel, 4)
                    await w.until(w.settled, 60)
                await asyncio.to_thread(postgres.restart, tmp_path)
                async with beside(w.answers()):
                    await w.until(lambda: w.shared(2), 60)
                    await _goes_on(w, 60)
                    await w.until(w.settled, 60)
                assert one.returncode is other.returncode is None
            await _whole(w)
    finally:
        await asyncio.to_thread(postgres.stop, tmp_path)


@pytest.mark.timeout(120)
async def test_a_node_that_is_told_to_end_hands_its_channels_over_at_once(postgres_place: str) -> None:
    async with company(postgres_place, 4) as w, node(postgres_place, w.truth, 30) as ends:
        await w.until(lambda: w.shared(1), 30)
        theirs = set((await w.holders()).values())
        async with node(postgres_place, w.truth, 30):
            await w.until(lambda: w.shared(2), 30)
            ends.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(ends.wait(), 20) == 0
            assert not theirs & set((await w.holders()).values())
            await w.until(lambda: w.shared(1), 15)
            assert [n for n in (await w.store.roll()).nodes if n.id in theirs] == []


async def test_a_webhook_lands_on_a_node_that_holds_nothing(
    postgres_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INBOX_SECRETS_KEY", str(tmp_path / "one.key"))
    add_key(tmp_path / "one.key")
    async with world(postgres_place) as w:
        await (await w.house.keeping("lea")).keep_secret(CHANNEL, "secret", SECRET)
        await (await w.desk("lea")).perform(c.AddChannel(CHANNEL, "webhook"))
        await w.house._store.hold([f"channel:{CHANNEL}"], "another", 30)
        async with open_house(postgres_place, now=w.clock) as house:
            door, body = WebhookDoor(house._office, house._make, lambda: 0), packed(said("m1"))
            hooked = await door.at(CHANNEL)
            assert hooked is not None
            for _ in range(2):
                await door.take(CHANNEL, hooked, body, signed(body))
        assert await w.db.read("select count(*) from message") == [(1,)]
