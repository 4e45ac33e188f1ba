"""Keeps the house running: one receiving task per channel, the courier and the watch beside them.

A channel that fails says so, waits, and goes on from its last stored cursor; the others do not notice.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from functools import partial

from inbox.domain.model import Channel
from inbox.errors import InboxError, NotSent
from inbox.ports.adapter import Adapter, Batch
from inbox.services import watch
from inbox.services.courier import ASK, SETTLE, Carried, Courier
from inbox.services.intake import Taken, take_in
from inbox.services.office import Office

_log = logging.getLogger("inbox")
LONGEST = 60.0
"""Seconds between two attempts at a failing channel, at most."""
LOOK = 0.2
"""Seconds between two looks at the set-up, at least."""
LET_GO = 10.0
"""Seconds an adapter may take to let go."""

Make = Callable[[Channel], Adapter]


class Runner:
    """Runs the adapters of all active channels. `make` builds one; it is opened here."""

    def __init__(self, office: Office, make: Make, chance: random.Random) -> None:
        self._office = office
        self._make = make
        self._chance = chance
        self._open: dict[str, Adapter] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self.courier = Courier(office, self.find, chance)

    async def _channels(self) -> list[Channel]:
        rows = await self._office.store.channel_rows()
        return [r.channel for r in rows if r.channel.active and r.channel.platform != "file"]

    async def find(self, name: str) -> Adapter:
        """Return a channel's open adapter. Raises: NotSent where it cannot be had now."""
        async with self._opening.setdefault(name, asyncio.Lock()):
            if name not in self._open:
                channel = await self._office.store.channel(name)
                if channel is None or not channel.active:
                    raise NotSent("Channel {name} is switched off.", name=name)
                adapter = self._make(channel)
                try:
                    await adapter.open()
                except BaseException:
                    await adapter.aclose()
                    raise
                self._open[name] = adapter
            return self._open[name]

    async def close(self) -> None:
        """Let every adapter go."""
        adapters, self._open = list(self._open.values()), {}
        for adapter in adapters:
            await self._let_go(adapter)

    async def _let_go(self, adapter: Adapter) -> None:
        try:
            async with asyncio.timeout(LET_GO):
                await adapter.aclose()
        except (InboxError, TimeoutError) as cause:
            _log.warning("adapter %s did not let go: %s", adapter.platform, cause)

    async def once(self) -> tuple[Taken, Carried]:
        """Do what is there and due now on every channel, and end."""
        carried = await self.courier.recover()
        taken = Taken()
        for channel in await self._channels():
            taken += await self._catch_up(channel)
        await watch.look(self._office)
        while True:
            more = await self.courier.carry()
            carried += more
            if more == Carried():
                return taken, carried

    async def _catch_up(self, channel: Channel) -> Taken:
        total = Taken()
        try:
            adapter = await self.find(channel.name)
            stream = adapter.receive(await self._office.store.cursor(channel.name))
            async with aclosing(stream):  # type: ignore[type-var]  # every adapter's receive is a generator
                async for batch in stream:
                    total += await take_in(self._office, channel.name, batch)
                    if batch.caught_up:
                        break
        except InboxError as cause:
            await self._trouble(channel, cause)
        return total

    async def _trouble(self, channel: Channel, cause: Exception) -> None:
        _log.warning("channel %s: %s", channel.name, cause)
        await self._office.store.trouble(channel.name, str(cause), self._office.now())

    async def forever(self) -> None:
        """Run until cancelled; new channels are noticed."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_going(lambda: self.courier.recover(SETTLE)))
                group.create_task(_going(self._timekeeping))
                group.create_task(_going(lambda: self._carrying(group)))
                await self._receiving(group)
        finally:
            await self.close()

    async def _receiving(self, group: asyncio.TaskGroup) -> None:
        running: dict[str, tuple[Channel, asyncio.Task[None]]] = {}
        seen = -1
        while True:
            await asyncio.sleep(LOOK)
            wanted = {c.name: c for c in await self._channels()}
            for name, (channel, task) in list(running.items()):
                if wanted.get(name) != channel:
                    await _stop(task)
                    del running[name]
                    if name in self._open:
                        await self._let_go(self._open.pop(name))
            for name, channel in wanted.items():
                if name not in running:
                    running[name] = channel, group.create_task(self._receive(channel))
            seen = await self._next(seen)

    async def _next(self, seen: int) -> int:
        """Wait for a fact; set-up changes are rare, so every fact is a reason to look again."""
        last = await self._office.store.last()
        if last <= seen:
            await self._office.store.wait(seen, 30.0)
        return max(last, seen)

    async def _receive(self, channel: Channel) -> None:
        pause = 1.0
        while True:
            try:
                adapter = await self.find(channel.name)
                await self._office.store.trouble(channel.name, "", self._office.now())
                stream = adapter.receive(await self._office.store.cursor(channel.name))
                async with aclosing(stream):  # type: ignore[type-var]  # every adapter's receive is a generator
                    async for batch in stream:
                        await self._take(channel, batch)
                        pause = 1.0
                return
            except InboxError as cause:
                await self._trouble(channel, cause)
            # An adapter's own mistake must not take the other channels down; it is shown as the channel's trouble.
            except Exception as cause:
                _log.exception("adapter of channel %s", channel.name)
                await self._trouble(channel, InboxError("The adapter failed ({kind}).", kind=type(cause).__name__))
            if (broken := self._open.pop(channel.name, None)) is not None:
                await self._let_go(broken)
            await asyncio.sleep(pause * (0.5 + self._chance.random() / 2))
            pause = min(LONGEST, pause * 2)

    async def _take(self, channel: Channel, batch: Batch) -> None:
        if batch.entries or batch.cursor != await self._office.store.cursor(channel.name):
            await take_in(self._office, channel.name, batch)

    async def _carrying(self, group: asyncio.TaskGroup) -> None:
        seen = -1
        while True:
            # Not waited for: a platform that hangs must not hold up the others.
            for message in await self.courier.due():
                group.create_task(_going(partial(self.courier.send, message)))
            seen = await self._rest(seen)

    async def _timekeeping(self) -> None:
        seen = -1
        while True:
            await watch.look(self._office)
            seen = await self._rest(seen)

    async def _rest(self, seen: int) -> int:
        """Sleep until something happened or falls due, at most 30 seconds (a clock may be set)."""
        store, now = self._office.store, self._office.now()
        last = await store.last()
        if last > seen:
            return last
        due = await store.next_due()
        pause = 30.0 if due is None else min(30.0, max(0.05, (due - now).total_seconds()))
        await store.wait(seen, pause)
        return seen


async def _going(work: Callable[[], Awaitable[object]]) -> None:
    """Keep a task of the house going through what a full disk or a busy database throws at it."""
    while True:
        try:
            await work()
        except InboxError as cause:
            _log.warning("%s", cause)
            await asyncio.sleep(ASK)
        else:
            return


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
