"""How a held reply is let go, changed on the way, given back or stopped; its writer does none of it, through whatever door.

A release is bound to the text, its recipient and its visibility as they are at that moment.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import Approve, Refuse
from inbox.domain.differing import difference
from inbox.domain.model import Delivery, Direction, Message, Person
from inbox.domain.people import Act, require, sees
from inbox.domain.picture import Picture
from inbox.domain.rules import freezing
from inbox.domain.rules.drafts import rejoined
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.domain.rules.goals import released_under
from inbox.domain.rules.guard import counted, held_by
from inbox.domain.rules.holding import mark_of, may_release
from inbox.domain.rules.parts import parts, together
from inbox.domain.rules.reply import UNDO, still_fresh
from inbox.domain.rules.templates import complete
from inbox.domain.signing import DELAYED, STOPPED, Stop
from inbox.errors import NotAllowed, NotFound, Refused

_OWN = "Nobody signs off their own reply, nor one they wrote in; ask somebody else."


def waiting(picture: Picture, person: Person, id: int, *states: Delivery) -> list[Message]:
    """Return the parts of a reply that a person may decide about.

    Raises: NotAllowed, Refused, and NotFound where they neither read its conversation nor may release it.
    """
    require(person, Act.APPROVE)
    message = picture.messages.get(id)
    if message is None or message.direction is Direction.IN:
        raise NotFound("There is no reply {id} here for you.", id=id)
    held = together(picture, message, *states)
    lacks = may_release(picture, person, held)
    reads = sees(person, picture.conversations[message.conversation])
    if lacks and not reads:
        raise NotFound("There is no reply {id} here for you.", id=id)
    if message.delivery not in states:
        if not reads:
            raise NotFound("There is no reply {id} here for you.", id=id)
        raise Refused("Reply {id} does not wait for a sign-off.", id=id)
    if lacks == "own":
        raise NotAllowed(_OWN)
    if lacks:
        raise NotAllowed("This reply needs somebody's word for {competences}.", competences=lacks)
    return held


def approve(picture: Picture, command: Approve, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let a held reply go after the undo time, as it is or as the signer wrote it anew."""
    held = waiting(picture, person, command.message, Delivery.HELD)
    still_fresh(picture, held[0], force=command.force)
    facts: list[Fact] = []
    if command.text is not None:
        text = complete(worded(command.text, "reply"))
        if text != "\n\n".join(str(m.words) for m in held):
            facts, held = _revised(picture, held, text, at, mint)
    text = "\n\n".join(str(m.words) for m in held)
    under = released_under(picture, held, text, at, force=command.force)
    past = freezing.released(picture, person, held)
    let_go = [
        (m.conversation, e.ReplyApproved(m.id, at + UNDO, mark_of(picture, m), () if n else under))
        for n, m in enumerate(held)
    ]
    return [*facts, *let_go, *past, *counted(picture, held[0], unchanged=not facts)]


def _revised(
    picture: Picture, held: list[Message], text: str, at: datetime, mint: Mint
) -> tuple[list[Fact], list[Message]]:
    """Put the signer's text into a reply, and tell its writer the difference."""
    message, conversation = held[0], picture.conversations[held[0].conversation]
    if len(held) > 1 or message.parts > 1 or len(parts(picture, conversation, text, at)) > 1:
        raise Refused("It leaves as several messages, which are not changed here; give it back with what to change.")
    words = seal(text, mint)
    note = e.NoteWritten(mint.id(), seal(f"→ {message.author}: {difference(str(message.words), text)}", mint))
    facts: list[Fact] = [
        (message.conversation, note),
        (message.conversation, e.ReplyRevised(message.id, words, note.id)),
    ]
    return facts, [replace(message, words=words)]


def refuse(picture: Picture, command: Refuse, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Give a held reply back to its writer with a reason; also one that would leave after a while."""
    message = picture.messages.get(command.message)
    slow = message is not None and any(hold.rule == DELAYED for hold in message.holds)
    held = waiting(picture, person, command.message, *((Delivery.HELD, Delivery.QUEUED) if slow else (Delivery.HELD,)))
    note = e.NoteWritten(mint.id(), seal(worded(command.why, "reason"), mint))
    back = [(m.conversation, e.ReplyRefused(m.id, note.id)) for m in reversed(held)]
    again = counted(picture, held[0], unchanged=False)
    return [(held[0].conversation, note), *back, *rejoined(picture, held, mint), *again]


def stop(picture: Picture, command: Stop, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Stop a reply that leaves after a while: it waits for a sign-off then."""
    held = waiting(picture, person, command.message, Delivery.QUEUED, Delivery.HELD)
    if held[0].delivery is not Delivery.QUEUED or not any(hold.rule == DELAYED for hold in held[0].holds):
        raise Refused("Reply {id} does not leave after a while; there is nothing to stop.", id=command.message)
    if held[0].doubt:
        raise Refused(
            "Reply {id} may have arrived already; what may have arrived is not taken back.", id=command.message
        )
    because = (held_by(STOPPED),)
    stopped = [(m.conversation, e.ReplyHeld(m.id, because)) for m in held]
    return [*stopped, *counted(picture, held[0], unchanged=False)]


RULES: Rules = {Approve: approve, Refuse: refuse, Stop: stop}
