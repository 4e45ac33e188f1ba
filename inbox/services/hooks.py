"""Takes in what comes by webhook: what arrives while something is being written waits and is written together.

An adapter only verifies and parses here. It is built anew when its channel or a secret was changed through this node, and
every second for what another node may have changed: what was set a moment ago counts.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Channel
from inbox.errors import Unreachable
from inbox.ports.adapter import Adapter, Batch, Declares, Entry, Hooked, Way
from inbox.services.intake import MOST, take_in
from inbox.services.office import Office

_NAMING = ("-id", "-type", "-event", "-topic", "-delivery")
"""How the names of headers end that say what a body is; what is signed or secret is called otherwise."""


KEPT = 1.0
"""Seconds an adapter is used before its secrets are read again: another node may have renewed them."""


def takes_webhooks(adapter: object) -> bool:
    """Tell whether an adapter takes webhooks, and can verify them."""
    declared = isinstance(adapter, Declares) and Way.WEBHOOK in adapter.can.ways
    return declared and isinstance(adapter, Hooked)


@dataclass(slots=True)
class _Waiting:
    """One body on its way in; `failed` is why it is not there, once it is `done`."""

    entry: Entry
    done: bool = False
    failed: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """An adapter, of which channel as it was set, after how many changed secrets, and until when it is used."""

    adapter: Adapter
    channel: Channel
    changes: int
    until: float

    def still(self, channel: Channel, changes: int) -> bool:
        return (self.channel, self.changes) == (channel, changes) and time.monotonic() < self.until


class WebhookDoor:
    """See `inbox.ports.hooks.Hooks`. `changes` counts how often secrets were changed through this node."""

    def __init__(self, office: Office, make: Callable[[Channel], Adapter], changes: Callable[[], int]) -> None:
        self._office = office
        self._make = make
        self._changes = changes
        self._made: dict[str, _Made] = {}
        self._making = asyncio.Lock()
        self._waiting: defaultdict[str, list[_Waiting]] = defaultdict(list)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def now(self) -> datetime:
        """Return the time."""
        return self._office.now()

    async def at(self, channel: str) -> Hooked | None:
        """Return a channel's adapter, which verifies and parses without being connected to anything."""
        known = await self._office.store.channel(channel)
        if known is None or not known.active:
            return None
        adapter = await self._adapter(known)
        return adapter if takes_webhooks(adapter) and isinstance(adapter, Hooked) else None

    async def _adapter(self, channel: Channel) -> Adapter:
        if (made := self._made.get(channel.name)) is not None and made.still(channel, self._changes()):
            return made.adapter
        # Beside the loop: its secrets may lie in a keyring, which may ask somebody to unlock it first. One at a time:
        # nobody has signed for anything yet, and must not take all threads.
        async with self._making:
            changes = self._changes()
            if (made := self._made.get(channel.name)) is None or not made.still(channel, changes):
                adapter = await asyncio.to_thread(self._make, channel)
                made = self._made[channel.name] = _Made(adapter, channel, changes, time.monotonic() + KEPT)
        return made.adapter

    async def take(self, channel: str, hooked: Hooked, body: bytes, headers: Mapping[str, str]) -> None:
        """Parse beside the loop: a large body must not hold up the screens and the other platforms."""
        says = await asyncio.to_thread(_parsed, hooked, body, headers)
        mine = _Waiting(Entry(body, says, {key: value for key, value in headers.items() if key.endswith(_NAMING)}))
        self._waiting[channel].append(mine)
        # Whoever has the turn takes everybody in who waits: to commit costs the same for one and for a hundred.
        async with self._turns[channel]:
            while not mine.done:
                together, self._waiting[channel] = self._waiting[channel][:MOST], self._waiting[channel][MOST:]
                await self._take(channel, together)
        if mine.failed is not None:
            raise mine.failed

    async def _take(self, channel: str, together: Sequence[_Waiting]) -> None:
        failed: Exception | None = Unreachable("The inbox is being closed; what was not kept comes again.")
        try:
            entries = tuple(one.entry for one in together)
            await take_in(self._office, channel, Batch(entries, ""), moves=False)
            failed = None
        # Each of them has to know, whatever it was: none of it may be answered as kept.
        except Exception as cause:
            failed = cause
        finally:
            for one in together:
                one.done, one.failed = True, failed


def _parsed(hooked: Hooked, body: bytes, headers: Mapping[str, str]) -> tuple[Incoming, ...]:
    try:
        return tuple(hooked.parse(body, headers))
    # A parser's own mistake must not lose what the platform will not say again once it was told that we have it.
    except Exception as cause:
        name = hashlib.sha256(body).hexdigest()[:24]
        return (Incoming(Kind.UNKNOWN, f"unparsed:{name}", why=f"it cannot be read ({type(cause).__name__})"),)
