"""Leases over one database: one holder at a time by the database's time, and no write under one that was lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.errors import LeaseLost
from inbox.ports.leases import Lease
from inbox.services.agreed import Agreed
from inbox.services.leases import Held, Keeper
from inbox.services.office import Office
from inbox.storage.store import SqlStore
from tests.world import world


@asynccontextmanager
async def two(where: str) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Two programs' stores over one database."""
    one = await SqlStore.open(where)
    other = await SqlStore.open(where)
    try:
        yield one, other
    finally:
        await one.close()
        await other.close()


def noon() -> datetime:
    """A clock for people."""
    return datetime.now(UTC)


async def test_only_one_of_two_nodes_holds_a_lease_and_its_epoch_grows_with_the_holder(postgres_place: str) -> None:
    async with two(postgres_place) as (one, other):
        (first,) = await one.hold(["watch"], "one", 30)
        assert first == Lease("watch", "one", 1)
        assert await other.hold(["watch"], "other", 30) == []
        assert await one.hold(["watch"], "one", 30) == [first]
        await one.let_go([first])
        assert await other.hold(["watch"], "other", 30) == [Lease("watch", "other", 2)]


async def test_a_lease_that_ran_out_is_anybodys_and_a_late_holder_hands_nothing_back(postgres_place: str) -> None:
    async with two(postgres_place) as (one, other):
        (old,) = await one.hold(["watch"], "one", 0)
        (new,) = await other.hold(["watch"], "other", 30)
        await one.let_go([old])
        (holding,) = (await one.roll()).holdings
        assert holding.lease == new
        assert 29 < holding.left <= 30


async def test_of_many_nodes_that_ask_at_once_each_lease_has_one(postgres_place: str) -> None:
    names = [f"channel:{n}" for n in range(20)]
    async with two(postgres_place) as stores:
        asked = (stores[n % 2].hold(names, f"node {n}", 30) for n in range(10))
        got = [lease.name for leases in await asyncio.gather(*asked) for lease in leases]
    assert sorted(got) == sorted(names)


async def test_what_is_written_under_a_lost_lease_is_refused_whole(place: Path | str) -> None:
    async with world(place) as w:
        office, store = w.house._office, w.house._store
        (old,) = await store.hold(["channel:acme@x"], "one", 0)
        await office.perform(c.AddDepartment("press"), "lea", lease=old)
        (new,) = await store.hold(["channel:acme@x"], "other", 30)
        last = await store.last()
        with pytest.raises(LeaseLost):
            await office.perform(c.AddDepartment("sales"), "lea", lease=old)
        assert await store.last() == last
        await office.perform(c.AddDepartment("sales"), "lea", lease=new)


async def test_nobody_takes_a_lease_while_something_is_written_under_it(postgres_place: str) -> None:
    async with two(postgres_place) as (one, other):
        (lease,) = await one.hold(["watch"], "one", 0)
        async with one.writing(lease):
            asking = asyncio.create_task(other.hold(["watch"], "other", 30))
            done, _ = await asyncio.wait([asking], timeout=0.2)
            assert not done
        assert await asking == [Lease("watch", "other", 2)]


async def test_the_owner_of_a_file_has_every_lease_at_once_and_writes_nothing_while_it_rests(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        store = w.house._store
        await store.hold(["watch", "channel:acme@x"], "a program that was killed", 86_400)
        keeper = Keeper(store, noon)
        await keeper.look()
        assert keeper.channels == {"acme@x", "school@x", "foreign@x"}
        assert keeper.held("watch")
        last, before = await store.last(), await w.db.read("select name, until from lease order by name")
        await keeper.look()
        assert await w.db.read("select name, until from lease order by name") == before
        assert await store.last() == last


async def test_a_node_that_joins_gets_its_share_and_one_that_leaves_is_followed_at_once(postgres_place: str) -> None:
    async with world(postgres_place) as w:
        store = w.house._store
        one, other = Keeper(store, noon), Keeper(store, noon)
        one._stays = other._stays = True
        await one.look()
        assert len(one.channels) == 3
        await other.look()
        await one.look()
        await other.look()
        assert one.channels | other.channels == {"acme@x", "school@x", "foreign@x"}
        assert not one.channels & other.channels
        assert one.channels and other.channels
        await one.end()
        await other.look()
        assert len(other.channels) == 3
        await other.end()


async def test_a_channel_on_which_a_reply_is_on_its_way_is_not_handed_over(postgres_place: str) -> None:
    async def busy(name: str) -> bool:
        return name != "channel:acme@x"

    async with world(postgres_place) as w:
        one, other = Keeper(w.house._store, noon), Keeper(w.house._store, noon)
        one._stays = other._stays = True
        one.leave = busy
        await one.look()
        await other.look()
        await one.look()
        assert "acme@x" in one.channels
        assert len(one._held) == 2


async def test_work_under_a_lease_ends_before_it_runs_out_and_goes_on_where_it_was_renewed() -> None:
    loop = asyncio.get_running_loop()
    held = Held(Lease("watch", "one", 1), loop.time() + 0.05)
    async with asyncio.timeout(5):
        async with held.within():
            held.renew(loop.time() + 0.2)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), 0.1)
        with pytest.raises(LeaseLost):
            async with held.within():
                await asyncio.Event().wait()


async def test_a_write_that_says_the_lease_is_lost_ends_the_belief_in_it(postgres_place: str) -> None:
    async with world(postgres_place) as w:
        keeper = Keeper(w.house._store, noon)
        await keeper.look()
        held = keeper.channel("acme@x")
        assert held is not None
        mark = keeper.mark
        keeper.lost(held)
        assert keeper.channel("acme@x") is None
        assert keeper.mark > mark


async def test_a_reply_does_not_leave_before_its_undo_time_because_another_node_is_ahead(postgres_place: str) -> None:
    """Two nodes whose wall clocks are ten minutes apart agree on the database's time."""
    async with world(postgres_place) as w, two(postgres_place) as (one, other):
        truth = (await one.roll()).at
        behind, ahead = Office(one, Agreed(truth)), Office(other, Agreed(truth + 600))
        keeper = Keeper(other, noon, hear=ahead.now.hear)  # type: ignore[attr-defined]
        id = await w.arrives()
        await behind.perform(c.Reply(id, "Antwort"), "lea")
        # What would happen if the node went by a clock that is ahead.
        assert await other.to_send(ahead.now(), 10)
        await keeper.look()
        assert await other.to_send(ahead.now(), 10) == []
        assert abs((ahead.now() - behind.now()).total_seconds()) < 1
        due = await other.next_due()
        assert due is not None
        assert 0 < (due - ahead.now()).total_seconds() <= 60


def test_time_agreed_on_goes_on_by_the_steady_clock_whatever_happens_to_the_wall() -> None:
    steady = [100.0]
    now = Agreed(1_800_000_000, lambda: steady[0])
    before = now()
    steady[0] += 5
    assert (now() - before).total_seconds() == 5
    now.hear(1_800_000_005.3)
    assert (now() - before).total_seconds() == 5
    now.hear(1_800_000_065)
    assert (now() - before).total_seconds() == 65


async def test_rests_know_no_reply_of_channels_that_are_not_held(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        await (await w.desk("lea")).perform(c.Reply(id, "Antwort", now=True))
        store = w.house._store
        assert await store.next_due((), ["acme@x"], rings=False) == w.clock()
        assert await store.next_due((), ["school@x"], rings=False) is None
        assert await store.next_due([id], ["acme@x"]) is None
        assert len(await store.to_send(w.clock(), 10, ["acme@x"])) == 1
        assert await store.to_send(w.clock(), 10, ["school@x"]) == []
        assert await store.to_send(w.clock(), 10, []) == []


async def test_doctor_names_the_nodes_what_they_hold_and_whose_clock_is_wrong(postgres_place: str) -> None:
    async with world(postgres_place) as w:
        keeping = await w.house.keeping("lea")
        assert ("warn", "no node is running, so nothing is received and nothing sent", "inbox serve") in (
            await keeping.examine()
        )
        late = Keeper(w.house._store, lambda: noon() + timedelta(minutes=10))
        late._stays = True
        await late.look()
        rows = await keeping.examine()
        words = " | ".join(what for _, what, _ in rows)
        assert "holds channel:acme@x, channel:foreign@x, channel:school@x, watch for" in words
        assert [state for state, what, _ in rows if "is 600 s off the database's" in what] == ["warn"]
