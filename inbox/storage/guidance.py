"""Reads what leadership wants, and why something was said."""

from __future__ import annotations

from inbox.domain.goals import Card
from inbox.domain.model import Person
from inbox.domain.rules.goals import sees_card
from inbox.errors import NotFound
from inbox.ports.guiding import Why
from inbox.storage import cards, reasons
from inbox.storage.database import Database


class Guidance:
    """The part of a store that knows what leadership wants."""

    _db: Database

    async def cards(self, person: Person) -> tuple[Card, ...]:
        """Return the goals and guidelines that stand for a person's channels."""
        found = await self._db.read(f"select {cards.CARD} from card where ended is null order by id")
        return tuple(card for card in map(cards.card, found) if sees_card(person, card))

    async def versions(self, person: Person, card: int) -> tuple[Card, ...]:
        """Return all versions of a card. Raises: NotFound."""
        rows_ = await self._db.read(f"select {cards.CARD} from card where card = $1 order by id", (card,))
        found = tuple(k for k in map(cards.card, rows_) if sees_card(person, k))
        if not found:
            raise NotFound("There is no goal or guideline {id} here for you.", id=card)
        return found

    async def why(self, person: Person, message: int) -> Why:
        """Return why we said this. Raises: NotFound."""
        return await reasons.why(self._db, person, message)

    async def reasons(self, person: Person, conversation: int) -> tuple[Why, ...]:
        """Return why we said each of our replies in a conversation. Raises: NotFound."""
        return await reasons.reasons(self._db, person, conversation)
