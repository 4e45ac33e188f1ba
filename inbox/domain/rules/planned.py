"""Replies that leave at a moment their writer chose.

One waits in the queue like any other, in the order of what each is meant for. It never leaves past newer words: when the
contact writes, changes what they wrote, or somebody else answers, it goes back into the draft, and its writer reads why;
and the risk rules read it once more as they are by then. Whoever owns the conversation by then may take it back; a new
owner does not keep it from leaving.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.domain import events as e
from inbox.domain.model import Delivery, Direction, Message
from inbox.domain.picture import Picture
from inbox.domain.rules.drafts import given_back
from inbox.domain.rules.facts import Fact, Mint, seal
from inbox.domain.rules.holding import risky
from inbox.domain.rules.parts import behind
from inbox.domain.rules.storm import spared
from inbox.errors import BadInput

FURTHEST = timedelta(days=366)
"""How far ahead a reply can be planned."""
WROTE = "the contact wrote before the planned reply left"
ELSEWHERE = "it was answered elsewhere before the planned reply left"


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


def goes_first(other: Message, message: Message) -> bool:
    """Tell whether another reply of the conversation keeps one from leaving: it is out, or was meant to leave before.

    What is planned is meant for its moment, the rest for when it was written. What a freeze keeps of what is planned
    keeps nothing else.
    """
    if other.id == message.id:
        return False
    if other.delivery in (Delivery.SENDING, Delivery.UNKNOWN):
        return True
    waits = other.delivery is Delivery.QUEUED and not (other.frozen and other.planned is not None)
    return waits and _place(other) < _place(message)


def _place(message: Message) -> tuple[datetime, int]:
    return message.planned or message.at, message.number


def overtaken(
    picture: Picture, conversation: int, by: Direction, mint: Mint, *, said_at: datetime | None = None
) -> list[Fact]:
    """Give back what was planned before somebody else spoke (None: just now). The picture holds all of it."""
    if conversation not in picture.planned:
        return []
    whole = picture.messages_of(conversation)
    begun = {m.first for m in whole if m.first and m.delivery is not Delivery.QUEUED}
    back = [
        m
        for m in whole
        if m.planned is not None and m.delivery is Delivery.QUEUED and not m.doubt and m.first not in begun
        if said_at is None or m.at < said_at
    ]
    return given_back(picture, back, WROTE if by is Direction.IN else ELSEWHERE, mint) if back else []


def reconsidered(picture: Picture, message: Message, at: datetime, mint: Mint) -> list[Fact]:
    """Return what becomes of a planned reply that does not fit any more when its moment has come; nothing where it fits."""
    if message.planned is None or message.doubt or message.part > 1:
        return []
    rest = [message, *behind(picture, message)]
    if why := _newer(picture, message):
        return given_back(picture, rest, why, mint)
    author, where = picture.people.get(message.author), picture.conversations[message.conversation]
    if author is None:
        return []
    known, text = {hold.rule for hold in message.holds}, "\n\n".join(str(m.words) for m in rest)
    found = [h for h in spared(picture, where, text, risky(picture, where, author, text, at)) if h.rule not in known]
    if not found:
        return []
    said = seal(f"{message.author}'s planned reply would be held by now; it is held.", mint)
    held = ((where.id, e.ReplyHeld(m.id, (*message.holds, *found))) for m in rest)
    return [(where.id, e.NoteWritten(mint.id(), said)), *held]


def _newer(picture: Picture, message: Message) -> str:
    """Say who spoke after a planned reply was written, "" where nobody did; what is itself planned is not said yet."""
    for other in picture.messages_of(message.conversation):
        if other.at <= message.at or other.automatic or other.author == message.author:
            continue
        if other.direction is Direction.IN:
            return WROTE
        waits = other.delivery is Delivery.QUEUED and other.planned is not None
        if not waits and other.delivery not in (Delivery.FAILED, Delivery.HELD):
            return f"{other.author} answered before the planned reply left" if other.author else ELSEWHERE
    return ""
