"""What becomes of a reply on its way out: begun, ended, and settled by a person where nobody knows.

One send at a time per conversation, in the order the replies were written; an unknown one blocks
the next. Who wrote the reply must still be allowed to when it leaves.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import BeginSend, EndSend, Settle
from inbox.domain.model import Delivery, Direction, Message, Person
from inbox.domain.people import Act, Reach, conversation_for, in_channels, reach, require_here
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, seal
from inbox.errors import NotFound, Refused

_BEFORE = (Delivery.QUEUED, Delivery.SENDING, Delivery.UNKNOWN)


def _outgoing(picture: Picture, id: int) -> Message:
    found = picture.messages.get(id)
    if found is None or found.direction is Direction.IN:
        raise NotFound("There is no reply {id} here for you.", id=id)
    return found


def begin(picture: Picture, command: BeginSend, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Commit to one attempt; a writer who may no longer write gets the text back as a draft."""
    message = _outgoing(picture, command.message)
    if message.delivery is not Delivery.QUEUED:
        raise Refused("Reply {id} is not in the queue.", id=message.id)
    for other in picture.messages_of(message.conversation):
        if other.number < message.number and other.delivery in _BEFORE:
            raise Refused("Reply {id} waits for reply {other} before it.", id=message.id, other=other.id)
    writer, conversation = picture.people.get(message.author), picture.conversations[message.conversation]
    if writer is None or reach(writer, Act.SEND) is Reach.NONE or not in_channels(writer, conversation.channel):
        note = e.NoteWritten(
            mint.id(), seal(f"{message.author} may no longer answer here; the reply is back in the draft.", mint)
        )
        return [(conversation.id, note), (conversation.id, e.ReplyTakenBack(message.id))]
    return [(message.conversation, e.SendBegun(message.id))]


def end(picture: Picture, command: EndSend, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Record how an attempt ended, or why it has to wait. A report that came in meanwhile (delivered, read) is not set back."""
    message = _outgoing(picture, command.message)
    error = seal(command.error, mint) if command.error else None
    waits = message.delivery is Delivery.QUEUED and command.delivery is Delivery.QUEUED
    if not waits and message.delivery not in (Delivery.SENDING, Delivery.UNKNOWN):
        if not command.external_id or message.external_id or message.delivery is None:
            return []
        return [(message.conversation, e.DeliveryChanged(message.id, message.delivery, command.external_id))]
    changed = e.DeliveryChanged(message.id, command.delivery, command.external_id, error, command.due)
    return [(message.conversation, changed)]


def settle(picture: Picture, command: Settle, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let a person decide what nobody knows: it arrived, send it again, or drop it."""
    message = _outgoing(picture, command.message)
    conversation = conversation_for(picture, person, message.conversation)
    require_here(person, Act.CLOSE, conversation)
    if message.delivery not in (Delivery.UNKNOWN, Delivery.FAILED):
        raise Refused(
            "Reply {id} is {delivery}; there is nothing to decide.", id=message.id, delivery=message.delivery or ""
        )
    outcome = {"sent": Delivery.SENT, "again": Delivery.QUEUED, "dropped": Delivery.FAILED}[command.as_]
    error = seal(f"dropped by {person.name}", mint) if command.as_ == "dropped" else None
    due = at if outcome is Delivery.QUEUED else None
    return [(message.conversation, e.DeliveryChanged(message.id, outcome, error=error, due=due))]


RULES: Rules = {BeginSend: begin, EndSend: end, Settle: settle}
