"""Serves a local house: what `inbox.ports.serving` asks, over an office in this process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from inbox.domain.events import Recorded
from inbox.domain.model import Person
from inbox.errors import NotFound, Stranger
from inbox.ports.desk import Desk
from inbox.ports.keeping import Keeping
from inbox.services.desk import LocalDesk, facts_for
from inbox.services.office import Office


class LocalServing:
    """An opened inbox, served. See `inbox.ports.serving.Serving`."""

    def __init__(self, office: Office, keeping: Callable[[str], Awaitable[Keeping]] | None = None) -> None:
        self._office = office
        self._store = office.store
        self._keeping = keeping

    def now(self) -> datetime:
        """Return the time."""
        return self._office.now()

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk."""
        found = await self.person(person)
        if found is None:
            raise Stranger("{person} no longer works here.", person=person)
        return LocalDesk(self._office, found)

    async def keeping(self, person: str) -> Keeping:
        """Return what somebody looks after the inbox with."""
        if self._keeping is None:
            raise NotFound("This inbox is looked after on its own machine only.")
        return await self._keeping(person)

    async def person(self, name: str) -> Person | None:
        """Return somebody with today's rights."""
        found = await self._store.seated(name, self._office.now())
        return found[0] if found else None

    async def last(self) -> int:
        """Return the number of the latest fact."""
        return await self._store.last()

    async def wait(self, after: int, seconds: float) -> None:
        """Return once a fact behind `after` exists, or the time is over."""
        await self._store.wait(after, seconds)

    async def between(self, first: int, last: int) -> Sequence[Recorded]:
        """Return the facts with these numbers."""
        return await self._store.between(first, last)

    async def facts(self, person: Person, after: int, limit: int) -> Sequence[Recorded]:
        """Return facts about what somebody with these rights may see."""
        return await facts_for(self._store, person, after, limit)

    async def figures(self) -> Mapping[str, float]:
        """Return how the house fares."""
        rows = await self._store.channel_rows()
        return {
            "feed_number": await self._store.last(),
            "outgoing_in_flight": len(await self._store.in_flight()),
            "outgoing_due": len(await self._store.to_send(self._office.now(), 1000)),
            "channels": len(rows),
            "channels_failing": sum(row.state == "failing" for row in rows),
            "quarantined": sum(row.quarantined for row in rows),
        }
