"""Who reads and writes when: a snapshot is its holder's alone, and a durable fact rings whatever became of its writer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from inbox import fault
from inbox.domain import commands as c
from inbox.errors import NotAllowed
from inbox.storage.sqlite import SNAPSHOTS
from tests.world import world


async def test_while_a_snapshot_is_open_everybody_else_reads_the_present(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        anna, lea, jonas = [await w.desk(name) for name in ("anna", "lea", "jonas")]
        async with w.db.snapshot() as then:
            owner = f"select owner from conversation where id = {id}"
            assert await then.read(owner) == [(None,)]
            facts = await anna.perform(c.Take(id), "once")
            assert (await lea.rows([id]))[0].conversation.owner == "anna"
            assert await lea.feed(await lea.last() - 1) == facts
            assert await anna.perform(c.Take(id), "once") == facts
            await lea.perform(c.RemovePerson("jonas"))
            with pytest.raises(NotAllowed, match="no longer works here"):
                await jonas.counts()
            assert await then.read(owner) == [(None,)]


async def test_snapshots_stand_side_by_side_and_one_too_many_waits(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna, opened, let_go = await w.desk("anna"), asyncio.Semaphore(0), asyncio.Event()

        async def look() -> int:
            async with w.db.snapshot() as then:
                opened.release()
                await let_go.wait()
                return int((await then.read("select count(*) from feed"))[0][0])

        looks = [asyncio.create_task(look()) for _ in range(SNAPSHOTS + 1)]
        for _ in range(SNAPSHOTS):
            await opened.acquire()
        assert opened.locked()
        await anna.perform(c.Take(id))
        let_go.set()
        assert len(await asyncio.gather(*looks)) == SNAPSHOTS + 1
        assert (await anna.thread(id)).row.conversation.owner == "anna"


async def test_a_commit_that_lands_while_its_writer_is_cancelled_rings(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        before = await lea.last()
        taking = asyncio.create_task(lea.perform(c.Take(id)))
        fault.listen(lambda point: taking.cancel() if point == "write.commit" else None)
        waiting = asyncio.create_task(lea.feed(before, wait=5))
        try:
            await asyncio.wait([taking])
        finally:
            fault.listen(None)

        assert taking.cancelled()
        assert (await lea.rows([id]))[0].conversation.owner == "lea"
        assert await lea.last() == before + 1
        assert [f.number for f in await waiting] == [before + 1]


async def test_who_comes_after_the_inbox_was_closed_is_not_kept_waiting(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        await lea.thread(id)
        await w.house._store.close()
        for _ in range(SNAPSHOTS + 1):
            with pytest.raises(ValueError, match=r"closed|no active connection"):
                async with asyncio.timeout(10), w.db.snapshot():
                    pass
