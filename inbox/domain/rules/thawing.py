"""The end of a freeze: what it stopped, and what it alone held, leaves in its old order.

Nothing leaves past newer words of the contact: such a reply goes back into the draft, and its writer reads why. Who leads
only some channels ends it there; the others stay frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from inbox.domain import events as e
from inbox.domain.commands import UnfreezeSending
from inbox.domain.model import Delivery, Message, Person
from inbox.domain.people import Act, require
from inbox.domain.picture import Picture
from inbox.domain.rules.drafts import given_back
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.domain.rules.freezing import RULE
from inbox.domain.rules.guard import delay_of, held_by
from inbox.domain.rules.holding import mark_of
from inbox.domain.rules.reply import wrote_since
from inbox.domain.signing import DELAYED
from inbox.domain.storm import Freeze
from inbox.errors import NotAllowed, Refused

LATE = "the contact wrote while sending was frozen"


def unfreeze(picture: Picture, command: UnfreezeSending, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let what was stopped leave, oldest first. The picture holds all of it, with its dialogues."""
    require(person, Act.STORM)
    known = [f for f in picture.freezes.values() if f.ended_at is None]
    if not known:
        raise Refused("Sending is not frozen.")
    left = [rest for f in known if (rest := _left(f, person)) is not None]
    if left == known:
        raise NotAllowed("{by} froze channels that are not yours; ask them to unfreeze.", by=known[0].by)
    back = [fact for found in _late(picture, left) for fact in given_back(picture, found, LATE, mint)]
    gone = {event.message for _, event in back if isinstance(event, e.ReplyTakenBack)}
    facts = [(m.conversation, _thawed(picture, m, at)) for m in _free(picture, left) if m.id not in gone]
    kept = {f.id: f for f in left}
    ends = [
        e.FreezeNarrowed(f.id, kept[f.id].channels) if f.id in kept else e.FreezeEnded(f.id)
        for f in known
        if kept.get(f.id) != f
    ]
    return [*back, *facts, *((None, event) for event in ends)]


def _left(freeze: Freeze, person: Person) -> Freeze | None:
    """Return what stays frozen once this person unfreezes; None where nothing does."""
    if not person.channels:
        return None
    if not freeze.channels:
        return freeze
    channels = tuple(name for name in freeze.channels if name not in person.channels)
    return replace(freeze, channels=channels) if channels else None


def _stayed(message: Message) -> bool:
    return message.delivery is Delivery.HELD and any(hold.rule == RULE for hold in message.holds)


def _free(picture: Picture, left: list[Freeze]) -> list[Message]:
    """Return what a freeze stopped or held where none stands any more, oldest first."""
    found = (m for m in picture.messages.values() if m.frozen or _stayed(m))
    return sorted((m for m in found if not _covered(picture, m, left)), key=lambda m: m.id)


def _covered(picture: Picture, message: Message, left: list[Freeze]) -> bool:
    return any(f.covers(picture.conversations[message.conversation].channel) for f in left)


def _thawed(picture: Picture, message: Message, at: datetime) -> e.ReplyThawed:
    """Free a reply of the freeze; one that nothing else held leaves as its writer's replies do."""
    if message.delivery is not Delivery.HELD:
        return e.ReplyThawed(message.id)
    holds = tuple(hold for hold in message.holds if hold.rule != RULE)
    if holds:
        return e.ReplyThawed(message.id, holds)
    author = picture.people.get(message.author)
    wait = delay_of(picture, author, picture.conversations[message.conversation]) if author else 0
    marked = (held_by(DELAYED),) if wait else ()
    due = max(at + timedelta(minutes=wait), message.planned or at)
    return e.ReplyThawed(message.id, marked, due, mark_of(picture, message))


def _late(picture: Picture, left: list[Freeze]) -> Iterator[list[Message]]:
    """Return, by conversation, what would leave past newer words of the contact: what was stopped, and what waits behind it."""
    first: dict[int, int] = {}
    for message in _free(picture, left):
        first.setdefault(message.conversation, message.number)
    for conversation, number in first.items():
        waits = [m for m in picture.messages_of(conversation) if m.number >= number and not m.doubt and not m.passes]
        waits = [m for m in waits if m.delivery is Delivery.QUEUED or _stayed(m)]
        if found := [m for m in waits if wrote_since(picture, m)]:
            yield found


RULES: Rules = {UnfreezeSending: unfreeze}
