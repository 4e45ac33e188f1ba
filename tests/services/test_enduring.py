"""A house that stands: whatever the disk or an adapter does, it goes on by itself, and every reply ends somewhere."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox import fault
from inbox.bootstrap import open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Message
from inbox.errors import InboxError, NotSent, Unreachable
from inbox.ports.adapter import Account, Batch, Context, Entry, Outgoing, Sent
from inbox.ports.desk import Desk, View
from inbox.services import courier, runner
from inbox.services.runner import Runner
from tests.services.platform import Blind, Platform, Reconcilable
from tests.world import World, message, world


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits seconds here."""
    for module, name in ((courier, "ASK"), (runner, "ASK"), (runner, "FIRST")):
        monkeypatch.setattr(module, name, 0.01)


def house(w: World, *kinds: type[Blind]) -> Runner:
    """A runner whose channel foreign@x has the first kind of adapter, and every other channel the last."""
    return Runner(
        w.house._office,
        lambda channel: (kinds[0] if channel.name == "foreign@x" else kinds[-1])(None),  # type: ignore[arg-type]
        random.Random(1),
    )


def kind(base: type[Blind] = Blind, /, **parts: object) -> type[Blind]:
    """An adapter of its own platform, some of its parts replaced."""
    return type("Adapter", (base,), {"other": Platform(), **parts})


@asynccontextmanager
async def running(house: Runner) -> AsyncIterator[asyncio.Task[None]]:
    """Let the house run; whoever leaves expects it to run still."""
    task = asyncio.create_task(house.forever())
    try:
        yield task
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(w: World, met: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a condition, looking again whenever something happens."""
    async with asyncio.timeout(15):
        while not await met():
            await w.house._store.wait(await w.house._store.last(), 0.02)


async def reply(w: World, text: str = "Antwort", *, who: str = "Käthe", channel: str = "acme@x") -> int:
    """Let a customer write and lea answer; returns the conversation."""
    id = await w.arrives(who=who, channel=channel)
    await (await w.desk("lea")).perform(c.Reply(id, text, now=True))
    return id


async def last(desk: Desk, id: int) -> Message:
    """Return a conversation's latest message."""
    return (await desk.thread(id)).messages[-1]


def is_(w: World, id: int, *wanted: Delivery) -> Callable[[], Awaitable[bool]]:
    """Tell whether the latest reply has one of these deliveries."""

    async def met() -> bool:
        return (await last(await w.desk("lea"), id)).delivery in wanted

    return met


async def test_a_full_disk_stops_nothing_for_good(tmp_path: Path) -> None:
    tries = 0

    async def opened(self: Any) -> Account:
        nonlocal tries
        tries += 1
        return Account("test")

    async def receive(self: Any, cursor: str) -> AsyncIterator[Batch]:
        for n in range(int(cursor) + 1 if cursor.isdigit() else 1, 4):
            yield Batch((Entry(b"x", (message(f"m{n}", who=f"W{n}"),)),), str(n))
        yield Batch((), "3", caught_up=True)
        await asyncio.Event().wait()

    full = True

    def disk(point: str) -> None:
        if full and point == "write.commit":
            raise sqlite3.OperationalError("database or disk is full")

    async with world(tmp_path) as w:
        id, asleep = await reply(w), await w.arrives(who="Ben")
        lea = await w.desk("lea")
        await lea.perform(c.Snooze(asleep, w.clock() + timedelta(hours=1)))
        w.clock.move(hours=2)
        adapter = kind(open=opened, receive=receive)
        works = house(w, Blind, adapter)
        await works._keeper.look()
        fault.listen(disk)
        try:
            async with running(works):

                async def tried() -> bool:
                    return tries > 6

                await until(w, tried)
                assert not adapter.other.got
                full = False

                async def all_there() -> bool:
                    return (await lea.counts()).views[View.ALL] == 8

                await until(w, all_there)
                await until(w, is_(w, id, Delivery.SENT))

                async def awake() -> bool:
                    return (await lea.thread(asleep)).row.conversation.snoozed_until is None

                await until(w, awake)
        finally:
            fault.listen(None)
        assert (await lea.verify()).ok


async def breaks(*_: object) -> Any:
    """Do what no adapter should."""
    raise ConnectionResetError("by peer")


def breaks_at_once(self: object, context: Context) -> None:
    raise ValueError("a mistake in the making")


async def breaks_receiving(self: object, cursor: str) -> AsyncIterator[Batch]:
    raise KeyError(cursor)
    yield Batch((), cursor)


async def cancels_itself(*_: object) -> Any:
    raise asyncio.CancelledError


async def asks_for_ages(self: object, out: Outgoing) -> Sent:
    raise NotSent("Later.", retry_after=1e12)


async def misspeaks(self: object, out: Outgoing) -> Sent:
    raise NotSent("There is no {gap}.", other=1)


BROKEN = {
    "made": (kind(__init__=breaks_at_once), Delivery.QUEUED),
    "opened": (kind(open=breaks), Delivery.QUEUED),
    "received from": (kind(receive=breaks_receiving), Delivery.SENT),
    "sent with": (kind(send=breaks), Delivery.UNKNOWN),
    "asked": (kind(Reconcilable, send=breaks, reconcile=breaks), Delivery.UNKNOWN),
    "let go": (kind(aclose=breaks, receive=breaks_receiving), Delivery.SENT),
    "told to wait for ages": (kind(send=asks_for_ages), Delivery.QUEUED),
    "cancelled by itself": (kind(send=cancels_itself), Delivery.UNKNOWN),
    "misspoken": (kind(send=misspeaks), Delivery.QUEUED),
}


@pytest.mark.parametrize("when", BROKEN)
async def test_an_adapter_that_breaks_takes_nobody_else_down_and_leaves_no_reply_on_its_way(
    tmp_path: Path, when: str
) -> None:
    broken, ends = BROKEN[when]
    async with world(tmp_path) as w:
        id = await reply(w, channel="foreign@x")
        lea = await w.desk("lea")
        async with running(house(w, broken, kind())):

            async def ended() -> bool:
                said = await last(lea, id)
                return said.delivery is ends and (said.error is not None or ends is Delivery.SENT)

            await until(w, ended)
            await until(w, is_(w, await reply(w, who="Ben"), Delivery.SENT))
        due = (await last(lea, id)).due
        assert due is None or due <= w.clock() + timedelta(days=1)


async def test_a_reply_that_was_on_its_way_when_the_program_ended_is_settled_though_asking_breaks(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        id = await reply(w)
        await w.house._office.perform(c.BeginSend((await last(await w.desk("lea"), id)).id), None)
        async with running(house(w, kind(Reconcilable, reconcile=breaks))):
            await until(w, is_(w, id, Delivery.UNKNOWN))


async def test_a_house_that_ended_keeps_nobody_from_closing_and_opening_the_inbox_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Worst(BaseException):
        pass

    class Fatal(Blind):
        async def open(self) -> Account:
            raise Worst

    async with world(tmp_path):
        pass
    where = str(tmp_path / "inbox.db")
    async with open_house(where, run=True) as opened:
        opened._runner = Runner(opened._office, lambda _: Fatal(None), random.Random(1))  # type: ignore[arg-type]
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})  # type: ignore[arg-type]  # there is one
    assert "the house had ended" in caplog.text
    async with open_house(where) as again:
        assert (await again.desk("lea")).person.name == "lea"


async def test_once_a_dead_channel_with_many_replies_does_not_hold_back_the_others(tmp_path: Path) -> None:
    async def dead(self: object) -> Account:
        raise Unreachable("down")

    async with world(tmp_path) as w:
        for n in range(20):
            await reply(w, who=f"B{n}", channel="foreign@x")
        id = await reply(w, who="last of all")
        _, carried = await house(w, kind(open=dead), kind()).once()
        assert carried.sent == 1
        assert (await last(await w.desk("lea"), id)).delivery is Delivery.SENT


async def test_once_everything_wakes_whose_time_has_come(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await w.take_in(*(message(f"m{n}", who=f"W{n}") for n in range(130)))
        for id in await lea.index(View.ALL):
            await lea.perform(c.Snooze(id, w.clock() + timedelta(hours=1)))
        w.clock.move(hours=2)
        await house(w, kind()).once()
        assert (await lea.counts()).views[View.SNOOZED] == 0


async def test_once_an_adapters_mistake_is_shown_as_its_channels_trouble(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await reply(w)
        _, carried = await house(w, kind(receive=breaks_receiving), kind()).once()
        assert carried.sent == 1
        assert (await last(await w.desk("lea"), id)).delivery is Delivery.SENT
        troubles = {r.channel.name: r.trouble for r in await (await w.desk("lea")).channels()}
        assert troubles == {"acme@x": "", "foreign@x": "The adapter failed (KeyError).", "school@x": ""}


async def test_what_is_on_its_way_is_no_reason_to_look_again(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        store, one, other = w.house._store, await reply(w), await reply(w, who="Ben")
        assert await store.next_due() == w.clock()
        assert await store.next_due([one]) == w.clock()
        assert await store.next_due([one, other]) is None


async def test_an_error_while_a_reply_is_begun_is_tried_again_and_not_all_the_time(tmp_path: Path) -> None:
    begun = 0

    def refuse(point: str) -> None:
        nonlocal begun
        if point == "write.begun" and begun < 3:
            begun += 1
            raise InboxError("no")

    async with world(tmp_path) as w:
        id = await reply(w)
        adapter = kind()
        fault.listen(refuse)
        try:
            async with running(house(w, adapter)):
                await until(w, is_(w, id, Delivery.SENT))
        finally:
            fault.listen(None)
        assert len(adapter.other.got) == 1


async def test_a_channel_whose_adapter_cancelled_itself_is_received_from_again(tmp_path: Path) -> None:
    tries = 0

    async def receive(self: object, cursor: str) -> AsyncIterator[Batch]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise asyncio.CancelledError
        yield Batch((Entry(b"x", (message("m", who="W"),)),), "1", caught_up=True)
        await asyncio.Event().wait()

    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        async with running(house(w, kind(receive=receive), kind())):

            async def arrived() -> bool:
                if tries == 1:
                    # Set-up is looked at again when something happens.
                    await w.arrives(who="Ben")
                return any(r.conversation.channel == "foreign@x" for r in (await lea.conversations(View.ALL)).items)

            await until(w, arrived)
