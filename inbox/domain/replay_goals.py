"""How facts about goals and guidelines become nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain.events import Event, Recorded
from inbox.domain.goals import Card, CardEnded, CardPublished, Seen
from inbox.domain.picture import Picture


def _published(picture: Picture, r: Recorded, event: CardPublished) -> None:
    for before in [c for c in picture.cards.values() if c.card == event.card and c.ended is None]:
        picture.put("cards", before.id, replace(before, ended=r.at, ended_by=r.by or ""))
    card = Card(
        event.id,
        event.card,
        event.version,
        event.kind,
        event.title,
        event.do,
        event.dont,
        event.measure,
        event.scope,
        r.by or "",
        r.at,
        event.until,
    )
    picture.put("cards", card.id, card)


def _ended(picture: Picture, r: Recorded, event: CardEnded) -> None:
    picture.put("cards", event.id, replace(picture.cards[event.id], ended=r.at, ended_by=r.by or ""))


def _seen(picture: Picture, r: Recorded, event: Seen) -> None:
    """The fact itself is all that is kept of it."""


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    CardPublished: _published,
    CardEnded: _ended,
    Seen: _seen,
}
