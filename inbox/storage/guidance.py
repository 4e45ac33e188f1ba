"""Reads what leadership wants, and what was written under it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime

from inbox.domain.goals import Card
from inbox.domain.model import Person
from inbox.domain.rules.goals import sees_card
from inbox.errors import NotFound
from inbox.ports.guiding import CardCount, Guided, Why
from inbox.storage import cards, reasons, rows
from inbox.storage.database import Database
from inbox.storage.listing import sight


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

    async def guided(self, person: Person, since: datetime, until: datetime) -> Guided:
        """Count the replies that went out in a time, by the versions they were written under."""
        seen, args = sight(person, 3)
        sql = (
            "select m.under, count(*) from message m join conversation c on c.id = m.conversation"
            " where m.direction = 'out' and m.author != '' and m.at >= $1 and m.at < $2 and m.part = 1"
            f" and m.delivery in ('sent', 'delivered', 'read') and {seen} group by m.under"
        )
        found = await self._db.read(sql, [rows.stamp(since), rows.stamp(until), *args])
        counts: Counter[int] = Counter()
        none = 0
        for under, n in found:
            versions = json.loads(under)
            none += 0 if versions else n
            for version in versions:
                counts[version] += n
        known = {k.id: k for k in await reasons.read_cards(self._db, sorted(counts)) if sees_card(person, k)}
        by = tuple(CardCount(card, counts[id]) for id, card in sorted(known.items()))
        return Guided(sum(n for _, n in found), none, by)

    async def why(self, person: Person, message: int) -> Why:
        """Return why we said this. Raises: NotFound."""
        return await reasons.why(self._db, person, message)

    async def reasons(self, person: Person, conversation: int) -> tuple[Why, ...]:
        """Return why we said each of our replies in a conversation. Raises: NotFound."""
        return await reasons.reasons(self._db, person, conversation)
