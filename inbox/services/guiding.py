"""The part of a desk that knows what leadership wants, and why we said something."""

from __future__ import annotations

from inbox.domain.goals import Card
from inbox.domain.sound import see
from inbox.ports.guiding import Why
from inbox.services.sitting import Sitting


class GuidedDesk(Sitting):
    """Reads of cards and of reasons, with the rights of now."""

    async def cards(self) -> tuple[Card, ...]:
        """Return the goals and guidelines that stand."""
        return await self._store.cards(await self._now())

    async def versions(self, card: int) -> tuple[Card, ...]:
        """Return all versions of a goal or guideline."""
        see(card)
        return await self._store.versions(await self._now(), card)

    async def why(self, message: int) -> Why:
        """Return why we said this."""
        see(message)
        return await self._store.why(await self._now(), message)

    async def reasons(self, conversation: int) -> tuple[Why, ...]:
        """Return why we said each of our replies in a conversation."""
        see(conversation)
        return await self._store.reasons(await self._now(), conversation)
