"""The part of a write that knows what leadership wants: cards, and who has seen what."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain.events import Seen
from inbox.domain.picture import Picture
from inbox.storage import cards
from inbox.storage.database import Writing
from inbox.storage.gaps import chunks, holes
from inbox.wire import event_from_json


class Guiding:
    """Goals and guidelines of a write."""

    _writing: Writing
    picture: Picture

    async def load_cards(self, ids: Sequence[int] = ()) -> None:
        """Load the goals and guidelines that stand, and these versions."""
        found = await self._writing.read(f"select {cards.CARD} from card where ended is null")
        for chunk in chunks([id for id in dict.fromkeys(ids) if id not in self.picture.cards]):
            sql = f"select {cards.CARD} from card where id in ({holes(len(chunk))})"
            found = [*found, *await self._writing.read(sql, chunk)]
        for r in found:
            self.picture.cards.setdefault(r[0], cards.card(r))

    async def load_seen(self, conversation: int, person: str) -> None:
        """Load up to which message somebody has seen a conversation."""
        sql = "select body from feed where conversation = $1 and by = $2 and kind = 'Seen' order by number desc limit 1"
        for (body,) in await self._writing.read(sql, (conversation, person)):
            event = event_from_json("Seen", body)
            assert isinstance(event, Seen)
            self.picture.seen[conversation] = event.upto
