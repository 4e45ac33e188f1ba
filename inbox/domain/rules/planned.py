"""Replies that leave at a moment their writer chose.

One waits in the queue like any other, and neither keeps later words from leaving before it nor leaves past newer words:
when the contact writes, or is answered elsewhere, it goes back into the draft, and its writer reads why. Whoever owns the
conversation by then may take it back; a new owner does not keep it from leaving.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.domain.model import Delivery, Direction, Message
from inbox.domain.picture import Picture
from inbox.domain.rules.drafts import given_back
from inbox.domain.rules.facts import Fact, Mint
from inbox.errors import BadInput

FURTHEST = timedelta(days=366)
"""How far ahead a reply can be planned."""
NOTED = {
    Direction.IN: "the contact wrote before the planned reply left",
    Direction.OUT: "it was answered elsewhere before the planned reply left",
}
"""What the note says to whoever planned it, by who spoke."""


def moment(planned: datetime | None, at: datetime, *, now: bool) -> datetime | None:
    """Return when a reply is planned to leave; None as soon as it may. Raises: BadInput where that is no time to come."""
    if planned is None:
        return None
    if now:
        raise BadInput("A reply leaves now or at a time; say one of the two.")
    if planned <= at:
        raise BadInput("{when} is over; plan the reply for a later time.", when=planned)
    if planned > at + FURTHEST:
        raise BadInput("A reply is planned at most {days} days ahead.", days=FURTHEST.days)
    return planned


def later(other: Message, message: Message) -> bool:
    """Tell whether a reply is planned for later than one that was written behind it, which so does not wait for it."""
    untried = other.delivery is Delivery.QUEUED and other.planned is not None and not other.attempts
    return untried and other.due is not None and message.due is not None and other.due > message.due


def overtaken(picture: Picture, conversation: int, by: Direction, mint: Mint) -> list[Fact]:
    """Give back what was planned in a conversation in which somebody else spoke first. The picture holds all of it."""
    if conversation not in picture.planned:
        return []
    back = [
        m
        for m in picture.messages_of(conversation)
        if m.planned is not None and m.delivery is Delivery.QUEUED and not m.attempts and not m.doubt
    ]
    return given_back(picture, back, NOTED[by], mint) if back else []
