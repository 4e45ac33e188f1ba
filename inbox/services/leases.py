"""Keeps this node's leases: takes, renews, shares and hands back, and ends its own work before another node can begin it.

A lease is taken by the database's time and given up by this node's monotonic clock, counted from before it was asked
for: however long the question took, this node is done first. Nodes share fairly: nobody holds more than the channels
divided by the nodes there are, rounded up; who holds more hands one after the other back, between two sends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from inbox.errors import InboxError, LeaseLost
from inbox.ports.leases import CHANNEL, WATCH, Lease, Roll
from inbox.ports.store import Store

_log = logging.getLogger("inbox")
LASTS = 30.0
"""Seconds a lease lasts; it is renewed three times as often."""
ALONE = 86_400.0
"""The same where nobody else can take it, so that an idle inbox in a file writes nothing."""
LOOKS = 2.0
"""Seconds between two looks at what the others do, at most."""
LEAVES = 5.0
"""Seconds to hand everything back."""


class Held:
    """A lease this node holds, as far as its own clock can tell."""

    def __init__(self, lease: Lease, until: float) -> None:
        self.lease = lease
        self._until = until
        self._scopes: set[asyncio.Timeout] = set()

    @property
    def left(self) -> float:
        """Return the seconds for which nobody else can hold this."""
        return self._until - asyncio.get_running_loop().time()

    def renew(self, until: float) -> None:
        """Let what is done under this lease go on."""
        self._until = until
        for scope in self._scopes:
            scope.reschedule(until)

    @asynccontextmanager
    async def within(self) -> AsyncIterator[None]:
        """End what is done in here before another node may do it. Raises: LeaseLost."""
        scope = asyncio.timeout_at(self._until)
        try:
            async with scope:
                self._scopes.add(scope)
                yield
        except TimeoutError as cause:
            if not scope.expired():
                raise
            raise LeaseLost("{name} could not be renewed in time, so it was let go.", name=self.lease.name) from cause
        finally:
            self._scopes.discard(scope)


Leave = Callable[[str], Awaitable[bool]]
"""Ends this node's work on a channel; False where something is on its way that is better waited for."""


async def _at_once(_: str) -> bool:
    return True


def _unheard(at: float) -> None:
    """Care for no other clock."""


class Keeper:
    """Holds what this node may do. `wall` is its clock for people, which is only compared with the database's.

    `hear` is told the database's time whenever it is known.
    """

    def __init__(
        self,
        store: Store,
        wall: Callable[[], datetime],
        lasts: float | None = None,
        hear: Callable[[float], None] = _unheard,
    ) -> None:
        self._store = store
        self._wall = wall
        self._hear = hear
        self._lasts = lasts or (ALONE if store.alone else LASTS)
        self.node = secrets.token_hex(8)
        self.leave: Leave = _at_once
        self._held: dict[str, Held] = {}
        self._leaving: set[str] = set()
        self._known: frozenset[str] = frozenset()
        self._changed = asyncio.Event()
        self.mark = 0
        """Grows whenever this node holds other leases than before."""
        self._hurry = asyncio.Event()
        self._turn = asyncio.Lock()
        self._stays = False

    @property
    def _margin(self) -> float:
        """Seconds by which this node is done before its lease runs out."""
        return self._lasts / 10

    def held(self, name: str) -> Held | None:
        """Return a lease that may be worked under now."""
        found = self._held.get(name)
        return found if found is not None and found.left > 0 and name not in self._leaving else None

    def channel(self, name: str) -> Held | None:
        """Return the lease of a channel."""
        return self.held(CHANNEL + name)

    def to_begin(self, name: str) -> Held | None:
        """Return the lease of a channel where enough of it is left to begin something that cannot be called back."""
        found = self.channel(name)
        return found if found is not None and found.left > self._lasts / 6 else None

    @property
    def channels(self) -> frozenset[str]:
        """Return the channels that are this node's now."""
        return frozenset(n.removeprefix(CHANNEL) for n in self._held if n != WATCH and self.held(n) is not None)

    async def wait(self, something: Coroutine[Any, Any, object], mark: int) -> None:
        """Return once something happened, or this node holds other leases than at `mark`."""
        if mark != self.mark:
            something.close()
            return
        tasks = {asyncio.ensure_future(something), asyncio.ensure_future(self._changed.wait())}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def hear_of(self, channels: Iterable[str]) -> None:
        """Look at once where there is a channel that was not there at the last look."""
        if not self._known.issuperset(CHANNEL + name for name in channels):
            self._hurry.set()

    async def run(self) -> None:
        """Take, renew and share until cancelled."""
        self._stays = True
        await self.visit()

    async def visit(self) -> None:
        """Take and renew until cancelled, for whoever does not stay: others share without counting on it."""
        soon = min(LOOKS, self._lasts / 5)
        while True:
            self._hurry.clear()
            pause = self._lasts / 3 if self._store.alone else soon
            try:
                await self.look()
            except InboxError as cause:
                _log.warning("%s", cause)
                pause = soon
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._hurry.wait()

    async def look(self) -> None:
        """Renew what is held, and take what is free; a node that stays says so, and shares. Raises: Unreachable."""
        async with self._turn:
            before = frozenset(n for n in self._held if self.held(n) is not None)
            roll = await self._roll()
            wanted = {WATCH, *(CHANNEL + row.channel.name for row in await self._store.channel_rows())}
            self._known = frozenset(wanted)
            mine = {h.lease.name for h in roll.holdings if h.lease.node == self.node} & wanted
            if not self._fresh(mine):
                mine = await self._hold(mine)
            share = self._share(roll, len(wanted))
            free = wanted - mine - self._others(roll)
            await self._hold(sorted(free, key=lambda name: hash((self.node, name)))[: max(0, share - len(mine))])
            if before != frozenset(n for n in self._held if self.held(n) is not None):
                self._tell()
            await self._give(sorted(mine), len(mine) - share)

    def _fresh(self, names: Collection[str]) -> bool:
        """Tell whether leases were renewed just now, so that whoever is in a hurry does not write in order to look."""
        held = [self._held.get(name) for name in names]
        return all(h is not None and h.left + self._margin > self._lasts * 2 / 3 for h in held)

    async def _roll(self) -> Roll:
        """Return who takes part, this node included where it stays."""
        asked = time.monotonic()
        roll = await self._store.roll()
        ahead = self._wall().timestamp() - (time.monotonic() - asked) / 2 - roll.at
        self._hear(roll.at)
        known = any(node.id == self.node and node.left > self._lasts * 2 / 3 for node in roll.nodes)
        if not self._stays or self._store.alone or known:
            return roll
        await self._store.take_part(self.node, f"{socket.gethostname()}:{os.getpid()}", ahead, self._lasts)
        return await self._store.roll()

    def _others(self, roll: Roll) -> set[str]:
        if self._store.alone:
            return set()
        return {h.lease.name for h in roll.holdings if h.left > 0 and h.lease.node != self.node}

    def _share(self, roll: Roll, names: int) -> int:
        """Return how many leases this node holds at most; a visitor takes what is free."""
        nodes = sum(1 for node in roll.nodes if node.left > 0)
        return -(-names // nodes) if self._stays and nodes else names

    async def _hold(self, names: Collection[str]) -> set[str]:
        """Take or renew leases; those that somebody else has by now are no longer held here."""
        if not names:
            return set()
        until = asyncio.get_running_loop().time() + self._lasts - self._margin
        got = {lease.name: lease for lease in await self._store.hold(list(names), self.node, self._lasts)}
        for name in names:
            have, lease = self._held.get(name), got.get(name)
            if lease is None:
                self._held.pop(name, None)
            elif have is not None and have.lease == lease and have.left > 0:
                have.renew(until)
            else:
                self._held[name] = Held(lease, until)
        return set(got)

    async def _give(self, names: Collection[str], many: int) -> None:
        """Hand back what is more than this node's share, as far as nothing is on its way there."""
        for name in names:
            if many <= 0:
                return
            self._leaving.add(name)
            try:
                if await self.leave(name) and (held := self._held.pop(name, None)) is not None:
                    await self._store.let_go([held.lease])
                    many -= 1
            finally:
                self._leaving.discard(name)
                self._tell()

    def lost(self, held: Held) -> None:
        """Stop believing in a lease of which a write said that it does not stand."""
        if self._held.get(held.lease.name) is held:
            del self._held[held.lease.name]
            self._tell()

    def _tell(self) -> None:
        self.mark += 1
        told, self._changed = self._changed, asyncio.Event()
        told.set()

    async def end(self) -> None:
        """Hand everything back, so that another node goes on at once."""
        held, self._held = [h.lease for h in self._held.values()], {}
        stayed, self._stays = self._stays, False
        try:
            async with asyncio.timeout(LEAVES):
                await self._store.let_go(held)
                if stayed:
                    await self._store.leave(self.node)
        except (InboxError, TimeoutError) as cause:
            # They run out by themselves.
            _log.warning("leases were not handed back: %s", cause)
