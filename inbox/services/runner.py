"""Keeps the house running: one receiving task per channel, the courier and the watch beside them.

A channel that fails says so, waits, and goes on from its last stored cursor; the others do not notice.
Whatever one task meets, a full disk or a mistake, the house goes on: each is guarded, waits and tries again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from inbox.domain.model import Channel
from inbox.domain.rules.enclosing import LARGEST
from inbox.errors import InboxError, LeaseLost, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import Adapter, Attachment, Batch, Fetches, Posted, Posts
from inbox.ports.keeping import Taken
from inbox.ports.leases import CHANNEL, WATCH
from inbox.services import posting, watch
from inbox.services.courier import ASK, Carried, Courier, told
from inbox.services.intake import take_in
from inbox.services.leases import Held, Keeper
from inbox.services.office import Office

_log = logging.getLogger("inbox")
FIRST, LONGEST = 1.0, 60.0
"""Seconds between two attempts at a failing channel: doubled each time."""
LOOK = 0.2
"""Seconds between two looks at the set-up, at least."""
BUSY = 1.0
"""Seconds between two looks at what is due while a reply is on its way, at most."""
LATER, BREATH = 3.0, 0.5
"""Seconds after the start, so that the first picture comes first, and between two parts of what customers write, that it is heard."""
FETCHING = 300.0
"""Seconds a file may take to come."""
LET_GO = 10.0
"""Seconds an adapter may take to let go."""

Make = Callable[[Channel], Adapter]


class Runner:
    """Runs the adapters of all active channels. `make` builds one; it is opened here."""

    def __init__(self, office: Office, make: Make, chance: random.Random, keeper: Keeper | None = None) -> None:
        self._office = office
        self._keeper = keeper or Keeper(office.store, office.now)
        self._keeper.leave = self._leave
        self._make = make
        self._chance = chance
        self._open: dict[str, Adapter] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._running: dict[str, tuple[Channel, Held, asyncio.Task[None]]] = {}
        self.courier = Courier(office, self.find, chance, self._keeper)
        office.fetch = self.fetch

    async def _channels(self) -> list[Channel]:
        rows = await self._office.store.channel_rows()
        return [r.channel for r in rows if r.channel.active and r.channel.platform != "file"]

    async def _mine(self) -> dict[str, tuple[Channel, Held]]:
        """Return the channels to receive from that this node holds, each under its lease."""
        channels = [(c, self._keeper.channel(c.name)) for c in await self._channels()]
        self._keeper.hear_of(channel.name for channel, _ in channels)
        return {channel.name: (channel, held) for channel, held in channels if held is not None}

    async def _leave(self, name: str) -> bool:
        """End what is done under a lease, unless a reply is on its way there."""
        channel = name.removeprefix(CHANNEL)
        if self.courier.sends(channel):
            return False
        await self._drop(channel)
        return True

    async def _drop(self, name: str) -> None:
        if (running := self._running.pop(name, None)) is not None:
            await _stop(running[2])
        if (adapter := self._open.pop(name, None)) is not None:
            await self._let_go(adapter)

    async def find(self, name: str) -> Adapter:
        """Return a channel's open adapter. Raises: NotSent where it cannot be had now."""
        async with self._opening.setdefault(name, asyncio.Lock()):
            if name not in self._open:
                channel = await self._office.store.channel(name)
                if channel is None or not channel.active:
                    raise NotSent("Channel {name} is switched off.", name=name)
                self._open[name] = await self._opened(channel)
            return self._open[name]

    async def fetch(self, channel: str, attachment: Attachment) -> bytes:
        """Bring the bytes of an attachment from its platform. Raises: Unreachable, Refused, NotSent."""
        adapter = await self.find(channel)
        if not isinstance(adapter, Fetches):
            raise Refused("The adapter for {platform} brings no files.", platform=adapter.platform)
        found = bytearray()
        try:
            async with asyncio.timeout(FETCHING), aclosing(adapter.fetch(attachment, LARGEST)) as parts:  # type: ignore[type-var]  # a generator
                async for part in parts:
                    found += part
        except TimeoutError as cause:
            raise Unreachable("The file did not come in time.") from cause
        except InboxError:
            raise
        # An adapter's own mistake costs the file, not the screen.
        except Exception as cause:
            raise Unreachable("The adapter failed ({kind}).", kind=type(cause).__name__) from cause
        return bytes(found)

    async def _posted(self, channel: str, out: Posted) -> None:
        """Hand a letter to a mailbox. Raises: NotSent, Rejected, Ambiguous."""
        adapter = await self.find(channel)
        if not isinstance(adapter, Posts):
            raise Rejected("The adapter for {platform} sends no letters.", platform=adapter.platform)
        await adapter.post(out)

    async def _look(self, ringing: Held) -> int:
        """Ring what has fallen due, then send the letters about it."""
        rung = await watch.look(self._office, ringing.lease)
        return rung + await posting.post(self._office, self._posted, ringing.lease)

    async def _opened(self, channel: Channel) -> Adapter:
        adapter: Adapter | None = None
        try:
            # Beside the loop: its secrets may lie in a keyring, which may ask somebody to unlock it first.
            adapter = await asyncio.to_thread(self._make, channel)
            await adapter.open()
        except BaseException as cause:
            if adapter is not None:
                await self._let_go(adapter)
            # What an adapter does not say in our words is its own mistake; nothing can have been sent.
            if isinstance(cause, Exception) and not isinstance(cause, InboxError):
                raise NotSent("The adapter failed ({kind}).", kind=type(cause).__name__) from cause
            raise
        return adapter

    async def close(self) -> None:
        """Let every adapter go."""
        adapters, self._open = list(self._open.values()), {}
        for adapter in adapters:
            await self._let_go(adapter)

    async def _let_go(self, adapter: Adapter) -> None:
        try:
            async with asyncio.timeout(LET_GO):
                await adapter.aclose()
        # It is let go either way; an adapter's own mistake must not end whoever lets it go.
        except Exception as cause:
            _log.warning("adapter %s did not let go: %r", adapter.platform, cause)

    async def once(self) -> tuple[Taken, Carried]:
        """Do what is there and due now on every channel that no other node holds, and end."""
        renewing = asyncio.create_task(self._keeper.visit())
        try:
            return await self._once()
        finally:
            await _stop(renewing)
            await self._keeper.end()

    async def _once(self) -> tuple[Taken, Carried]:
        carried = await self.courier.recover()
        taken = Taken()
        for channel, held in (await self._mine()).values():
            taken += await self._catch_up(channel, held)
        while (ringing := self._keeper.held(WATCH)) and await self._look(ringing):
            pass
        while (ringing := self._keeper.held(WATCH)) and await watch.hear(self._office, ringing.lease):
            pass
        carried += await self.courier.carry()
        if carried.broken:
            raise InboxError("{n} replies could not be carried out; the log says why.", n=carried.broken)
        return taken, carried

    async def _catch_up(self, channel: Channel, held: Held) -> Taken:
        total = Taken()
        try:
            adapter = await self.find(channel.name)
            stream = adapter.receive(await self._office.store.cursor(channel.name))
            async with held.within(), aclosing(stream):  # type: ignore[type-var]  # every adapter's receive is a generator
                async for batch in stream:
                    total += await take_in(self._office, channel.name, batch, lease=held.lease)
                    if batch.caught_up:
                        break
        except LeaseLost as cause:
            _log.warning("%s", cause)
        # One channel's trouble must not keep the others from catching up.
        except Exception as cause:
            await self._trouble(channel, cause)
        return total

    async def _trouble(self, channel: Channel, cause: Exception) -> None:
        """Show what is wrong with a channel; where that cannot be written down either, it is only logged."""
        if isinstance(cause, InboxError):
            _log.warning("channel %s: %s", channel.name, told(cause))
        else:
            _log.error("adapter of channel %s", channel.name, exc_info=cause)
            cause = InboxError("The adapter failed ({kind}).", kind=type(cause).__name__)
        try:
            await self._office.store.trouble(channel.name, told(cause), self._office.now())
        except InboxError as worse:
            _log.warning("channel %s: %s", channel.name, worse)

    async def forever(self) -> None:
        """Run until cancelled; new channels are noticed."""
        try:
            await _going(self._together)
        finally:
            await self.close()
            await self._keeper.end()

    async def _together(self) -> None:
        self._running = {}
        async with asyncio.TaskGroup() as group:
            group.create_task(_going(self._keeper.run))
            group.create_task(_going(self._timekeeping))
            group.create_task(_going(self._hearing))
            group.create_task(_going(lambda: self._carrying(group)))
            group.create_task(_going(lambda: self._receiving(group)))

    async def _receiving(self, group: asyncio.TaskGroup) -> None:
        running, seen = self._running, -1
        while True:
            await asyncio.sleep(LOOK)
            mark = self._keeper.mark
            wanted = await self._mine()
            for name, (channel, held, task) in list(running.items()):
                # An adapter that cancels itself ends its task without a word.
                if wanted.get(name) != (channel, held) or task.cancelled():
                    await self._drop(name)
            for name, (channel, held) in wanted.items():
                if name not in running:
                    running[name] = channel, held, group.create_task(self._receive(channel, held))
            seen = await self._next(seen, mark)

    async def _next(self, seen: int, mark: int) -> int:
        """Wait for a fact; set-up changes are rare, so every fact is a reason to look again."""
        last = await self._office.store.last()
        if last <= seen:
            await self._keeper.wait(self._office.store.wait(seen, 30.0), mark)
        return max(last, seen)

    async def _receive(self, channel: Channel, held: Held) -> None:
        """Receive for as long as the lease stands."""
        try:
            async with held.within():
                await self._received(channel, held)
        except LeaseLost as cause:
            _log.warning("%s", cause)
            self._keeper.lost(held)

    async def _received(self, channel: Channel, held: Held) -> None:
        pause = FIRST
        while True:
            try:
                adapter = await self.find(channel.name)
                await self._office.store.trouble(channel.name, "", self._office.now())
                stream = adapter.receive(await self._office.store.cursor(channel.name))
                async with aclosing(stream):  # type: ignore[type-var]  # every adapter's receive is a generator
                    async for batch in stream:
                        await self._take(channel, batch, held)
                        pause = FIRST
                return
            except LeaseLost:
                raise
            # An adapter's own mistake must not take the other channels down; it is shown as the channel's trouble.
            except Exception as cause:
                await self._trouble(channel, cause)
            if (broken := self._open.pop(channel.name, None)) is not None:
                await self._let_go(broken)
            await asyncio.sleep(pause * (0.5 + self._chance.random() / 2))
            pause = min(LONGEST, pause * 2)

    async def _take(self, channel: Channel, batch: Batch, held: Held) -> None:
        if batch.entries or batch.cursor != await self._office.store.cursor(channel.name):
            await take_in(self._office, channel.name, batch, lease=held.lease)

    async def _carrying(self, group: asyncio.TaskGroup) -> None:
        seen = -1
        while True:
            mark = self._keeper.mark
            # Not waited for: a platform that hangs must not hold up the others.
            for errand in (*await self.courier.stranded(), *await self.courier.due()):
                group.create_task(self.courier.deliver(errand))
            seen = await self._rest(seen, mark)

    async def _timekeeping(self) -> None:
        seen = -1
        while True:
            mark = self._keeper.mark
            if (ringing := self._keeper.held(WATCH)) is not None:
                with contextlib.suppress(LeaseLost):
                    await self._look(ringing)
            seen = await self._rest(seen, mark)

    async def _hearing(self) -> None:
        """Hear what customers write, apart from what falls due: after a pause there may be hours of it, heard bit by bit."""
        seen = -1
        await asyncio.sleep(LATER)
        while True:
            mark, heard = self._keeper.mark, 0
            if (ringing := self._keeper.held(WATCH)) is not None:
                with contextlib.suppress(LeaseLost):
                    heard = await watch.hear(self._office, ringing.lease)
            if heard:
                await asyncio.sleep(BREATH)
            else:
                seen = await self._rest(seen, mark)

    async def _rest(self, seen: int, mark: int) -> int:
        """Sleep until something happened or falls due, at most 30 seconds (a clock may be set)."""
        store, now = self._office.store, self._office.now()
        last = await store.last()
        if last > seen:
            return last
        busy = self.courier.busy
        due = await store.next_due(busy, self._keeper.channels, rings=self._keeper.held(WATCH) is not None)
        # Where a reply is on its way, the next one of its conversation may leave any moment.
        longest = BUSY if busy else 30.0
        pause = longest if due is None else min(longest, max(0.05, (due - now).total_seconds()))
        await self._keeper.wait(store.wait(seen, pause), mark)
        return seen


async def _going(work: Callable[[], Awaitable[object]]) -> None:
    """Keep a task of the house going through what a full disk or a busy database throws at it."""
    while True:
        try:
            await work()
        except InboxError as cause:
            _log.warning("%s", cause)
        # A mistake of ours in one task must not end the house; it is logged, and the task begins anew.
        except Exception:
            _log.exception("a task of the house failed")
        else:
            return
        await asyncio.sleep(ASK)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
