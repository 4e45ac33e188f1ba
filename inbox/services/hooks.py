"""Takes in what comes by webhook: built anew for every call, so that what was set a moment ago counts."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Channel
from inbox.ports.adapter import Adapter, Batch, Declares, Entry, Hooked, Way
from inbox.services.intake import take_in
from inbox.services.office import Office


def takes_webhooks(adapter: object) -> bool:
    """Tell whether an adapter takes webhooks, and can verify them."""
    declared = isinstance(adapter, Declares) and Way.WEBHOOK in adapter.can.ways
    return declared and isinstance(adapter, Hooked)


class WebhookDoor:
    """See `inbox.ports.hooks.Hooks`."""

    def __init__(self, office: Office, make: Callable[[Channel], Adapter]) -> None:
        self._office = office
        self._make = make

    def now(self) -> datetime:
        """Return the time."""
        return self._office.now()

    async def at(self, channel: str) -> Hooked | None:
        """Return a channel's adapter, which verifies and parses without being connected to anything."""
        known = await self._office.store.channel(channel)
        if known is None or not known.active:
            return None
        adapter = self._make(known)
        return adapter if takes_webhooks(adapter) and isinstance(adapter, Hooked) else None

    async def take(self, channel: str, hooked: Hooked, body: bytes, headers: Mapping[str, str]) -> None:
        """Parse beside the loop: a large body must not hold up the screens and the other platforms."""
        says = await asyncio.to_thread(_parsed, hooked, body, headers)
        await take_in(self._office, channel, Batch((Entry(body, says),), ""), moves=False)


def _parsed(hooked: Hooked, body: bytes, headers: Mapping[str, str]) -> tuple[Incoming, ...]:
    try:
        return tuple(hooked.parse(body, headers))
    # A parser's own mistake must not lose what the platform will not say again once it was told that we have it.
    except Exception as cause:
        name = hashlib.sha256(body).hexdigest()[:24]
        return (Incoming(Kind.UNKNOWN, f"unparsed:{name}", why=f"it cannot be read ({type(cause).__name__})"),)
