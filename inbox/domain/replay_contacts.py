"""How facts about who a contact is become nouns; contacts themselves are not touched by any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.domain import events as e
from inbox.domain.model import Dismissal, Link
from inbox.domain.picture import Picture


def _linked(picture: Picture, r: e.Recorded, event: e.ContactsLinked) -> None:
    picture.put("links", event.id, Link(event.id, event.a, event.b, event.evidence, r.by or "", r.at))


def _unlinked(picture: Picture, r: e.Recorded, event: e.ContactsUnlinked) -> None:
    picture.drop("links", event.link)


def _dismissed(picture: Picture, r: e.Recorded, event: e.LinkDismissed) -> None:
    picture.put("dismissals", event.id, Dismissal(event.id, event.a, event.b, r.by or "", r.at))


FOLDS: dict[type[e.Event], Callable[[Picture, e.Recorded, Any], None]] = {
    e.ContactsLinked: _linked,
    e.ContactsUnlinked: _unlinked,
    e.LinkDismissed: _dismissed,
}
