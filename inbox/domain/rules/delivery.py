"""What becomes of a reply on its way out: begun, ended, and settled by a person where nobody knows.

One send at a time per conversation, in the order the replies were written; an unknown one blocks
the next. Whoever answers for a reply must still be allowed to when it leaves. A reply that may have
arrived (an attempt nobody can be sure of) is kept and ends sent or unknown, whatever later attempts
say: only a person calls it failed. Sent again by a person it goes past the contact's newer words only
if they say so; one that waits in the queue already leaves.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import BeginSend, EndSend, Settle
from inbox.domain.holding import Hold
from inbox.domain.model import Delivery, Direction, Message, Person
from inbox.domain.people import Act, Reach, message_for, owns, reach, require_here
from inbox.domain.picture import Picture
from inbox.domain.rules.drafts import given_back, on_the_table, sent_again
from inbox.domain.rules.facts import Fact, Mint, Rules, seal
from inbox.domain.rules.freezing import begun
from inbox.domain.rules.guard import counted, held_by, step_of
from inbox.domain.rules.holding import mark_of, may_release
from inbox.domain.rules.ownership import can_own
from inbox.domain.rules.parts import behind, stopped
from inbox.domain.rules.planned import goes_first, reconsidered
from inbox.domain.rules.reply import still_fresh, wrote_since
from inbox.domain.signing import CHANGED, DELAYED, FOUR_EYES, REWRITTEN, Step
from inbox.errors import NotFound, Refused


def _outgoing(picture: Picture, id: int) -> Message:
    found = picture.messages.get(id)
    if found is None or found.direction is Direction.IN:
        raise NotFound("There is no reply {id} here for you.", id=id)
    return found


def begin(picture: Picture, command: BeginSend, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Commit to one attempt; who may not send it any more, or not without a sign-off, has it back."""
    message = _outgoing(picture, command.message)
    if message.delivery is not Delivery.QUEUED:
        raise Refused("Reply {id} is not in the queue.", id=message.id)
    if message.due is not None and message.due > at:
        raise Refused("Reply {id} is not due yet.", id=message.id)
    for other in picture.messages_of(message.conversation):
        if goes_first(other, message):
            raise Refused("Reply {id} waits for reply {other} before it.", id=message.id, other=other.id)
    if stays := begun(picture, message):
        return stays
    about, sender = message.conversation, message.cleared_by or message.author
    how = _may_send(picture, message, sender)
    fits = message.mark != "" and message.mark == mark_of(picture, message)
    if how is Reach.ALL and fits and (anew := reconsidered(picture, message, at, mint)):
        return anew
    if how is Reach.ALL and fits:
        return [(about, e.SendBegun(message.id, message.mark)), *_uninterrupted(picture, message)]
    if message.doubt:
        error = seal(f"{sender} may no longer answer here", mint)
        return [(about, e.DeliveryChanged(message.id, Delivery.UNKNOWN, error=error, doubt=True))]
    if how is not Reach.NONE:
        held = [message, *behind(picture, message)]
        if how is Reach.APPROVAL:
            said, because = f"{sender}'s reply needs a sign-off by now; it is held.", (held_by(FOUR_EYES),)
        else:
            said, because = f"{sender}'s reply is not what was released; it is held.", (held_by(CHANGED),)
        waits = ((about, e.ReplyHeld(m.id, (*_still(m), *because))) for m in held)
        return [(about, e.NoteWritten(mint.id(), seal(said, mint))), *waits]
    return given_back(picture, [message, *behind(picture, message)], f"{sender} may no longer answer here", mint)


def _may_send(picture: Picture, message: Message, sender: str) -> Reach:
    """Say what the rules for a reply say by now: it may leave (ALL), with a sign-off (APPROVAL), or not (NONE)."""
    person, conversation = picture.people.get(sender), picture.conversations[message.conversation]
    if person is not None and message.cleared_by and not may_release(picture, person, [message]):
        return Reach.ALL
    if person is None or not can_own(person, conversation):
        return Reach.NONE
    how = reach(person, Act.SEND)
    handed_on = conversation.owner is not None and not owns(person, conversation)
    if how is not Reach.ALL and handed_on and message.planned is None:
        return Reach.NONE
    step = step_of(picture, person, conversation)
    if step is Step.DRAFT:
        return Reach.NONE
    return Reach.APPROVAL if step is Step.FOUR_EYES else Reach.ALL


def _uninterrupted(picture: Picture, message: Message) -> list[Fact]:
    """Count a reply that waited in view of the leads and that nobody stopped."""
    waited = any(hold.rule == DELAYED for hold in message.holds) and message.attempts == 0 and not message.cleared_by
    return counted(picture, message, unchanged=True) if waited else []


def _still(message: Message) -> tuple[Hold, ...]:
    """Return what held a reply before and holds it again."""
    return tuple(hold for hold in message.holds if hold.rule not in (DELAYED, CHANGED, FOUR_EYES, REWRITTEN))


def end(picture: Picture, command: EndSend, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Record how an attempt ended, or why it has to wait. A report that came in meanwhile (delivered, read) is not set back."""
    message = _outgoing(picture, command.message)
    error = seal(command.error, mint) if command.error else None
    waits = message.delivery is Delivery.QUEUED and command.delivery is Delivery.QUEUED
    if not waits and message.delivery not in (Delivery.SENDING, Delivery.UNKNOWN):
        if not command.external_id or message.external_id or message.delivery is None:
            return []
        # Only its name on the platform is news; why it bounced, say, stays.
        named = e.DeliveryChanged(
            message.id, message.delivery, command.external_id, message.error, message.due, message.doubt
        )
        return [(message.conversation, named)]
    delivery = Delivery.UNKNOWN if message.doubt and command.delivery is Delivery.FAILED else command.delivery
    doubt = command.doubt or delivery is Delivery.UNKNOWN
    changed = e.DeliveryChanged(message.id, delivery, command.external_id, error, command.due, doubt)
    if delivery is not Delivery.FAILED:
        return [(message.conversation, changed)]
    back = message.delivery is Delivery.SENDING
    again = on_the_table(picture, message)
    return [(message.conversation, changed), *stopped(picture, message, mint, back=back), *again]


def settle(picture: Picture, command: Settle, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let a person decide what nobody knows: it arrived, send it again, or drop it."""
    message = message_for(picture, person, command.message)
    require_here(person, Act.CLOSE, picture.conversations[message.conversation])
    if message.delivery not in (Delivery.UNKNOWN, Delivery.FAILED):
        raise Refused(
            "Reply {id} is {delivery}; there is nothing to decide.", id=message.id, delivery=message.delivery or ""
        )
    if command.as_ == "again":
        return _again(picture, message, person, at, force=command.force)
    outcome = Delivery.SENT if command.as_ == "sent" else Delivery.FAILED
    error = seal(f"dropped by {person.name}", mint) if command.as_ == "dropped" else None
    changed = (message.conversation, e.DeliveryChanged(message.id, outcome, error=error))
    # What waits behind it was written before the contact's newer words: its owner reads those first.
    halts = outcome is Delivery.FAILED or wrote_since(picture, message)
    again = on_the_table(picture, message) if outcome is Delivery.FAILED else []
    return [changed, *(stopped(picture, message, mint, back=False) if halts else []), *again]


def _again(picture: Picture, message: Message, person: Person, at: datetime, *, force: bool) -> list[Fact]:
    """Queue it once more; whoever decides that answers for it."""
    still_fresh(picture, message, force=force)
    doubt = message.doubt or message.delivery is Delivery.UNKNOWN
    cleared_by = "" if person.name == message.author and not message.cleared_by else person.name
    queued = e.DeliveryChanged(message.id, Delivery.QUEUED, due=at, doubt=doubt, cleared_by=cleared_by)
    return [(message.conversation, queued), *sent_again(picture, message)]


RULES: Rules = {BeginSend: begin, EndSend: end, Settle: settle}
