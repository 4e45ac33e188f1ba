"""How a held reply is let go, changed on the way, given back or stopped; its writer does none of it, through whatever door.

A release is bound to the text, its recipient and its visibility as they are at that moment. What its signer wrote anew is
their own text: it leaves on their word only where they may speak freely and the rules find nothing in it that the first
text did not have.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from inbox.domain import events as e
from inbox.domain.commands import Approve, Refuse
from inbox.domain.differing import difference
from inbox.domain.holding import Hold
from inbox.domain.model import Conversation, Delivery, Direction, Message, Person
from inbox.domain.people import Act, Reach, owns, reach, require, sees
from inbox.domain.picture import Picture
from inbox.domain.rules import freezing
from inbox.domain.rules.drafts import on_the_table, rejoined
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.domain.rules.goals import released_under
from inbox.domain.rules.guard import OTHER, counted, delay_of, held_by, step_of
from inbox.domain.rules.holding import mark_of, may_release, risky
from inbox.domain.rules.parts import parts, together
from inbox.domain.rules.reply import UNDO, still_fresh
from inbox.domain.rules.templates import complete
from inbox.domain.signing import DELAYED, REWRITTEN, STOPPED, Step, Stop
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
    said = "\n\n".join(str(m.words) for m in held)
    text = said if command.text is None else complete(worded(command.text, "reply"))
    if text != said:
        facts, held = _revised(picture, held, text, person, at, mint)
    again = counted(picture, held[0], unchanged=not facts and not _has(held[0], REWRITTEN))
    if facts and _has(held[0], REWRITTEN):
        return [*facts, *again]
    under = released_under(picture, held, text, at, force=command.force)
    past = freezing.released(picture, person, held)
    wait = delay_of(picture, person, picture.conversations[held[0].conversation]) if facts else 0
    due = max(at + max(UNDO, timedelta(minutes=wait)), held[0].planned or at)
    let_go = [
        (m.conversation, e.ReplyApproved(m.id, due, mark_of(picture, m), () if n else under))
        for n, m in enumerate(held)
    ]
    return [*facts, *let_go, *past, *again]


def _has(message: Message, rule: str) -> bool:
    return any(hold.rule == rule for hold in message.holds)


def _revised(
    picture: Picture, held: list[Message], text: str, person: Person, at: datetime, mint: Mint
) -> tuple[list[Fact], list[Message]]:
    """Put the signer's text into a reply with what holds it now, and tell its writer the difference."""
    message, conversation = held[0], picture.conversations[held[0].conversation]
    if len(held) > 1 or message.parts > 1 or len(parts(picture, conversation, text, at)) > 1:
        raise Refused("It leaves as several messages, which are not changed here; give it back with what to change.")
    words = seal(text, mint)
    note = e.NoteWritten(mint.id(), seal(f"→ {message.author}: {difference(str(message.words), text)}", mint))
    holds, hands = _anew(picture, message, person, text, at), tuple(sorted({*message.hands, person.name}))
    facts: list[Fact] = [
        (message.conversation, note),
        *_told(picture, message, note.id, person, mint),
        (message.conversation, e.ReplyRevised(message.id, words, note.id, holds, hands)),
    ]
    return facts, [replace(message, words=words, holds=holds, hands=hands)]


def _told(picture: Picture, message: Message, note: int, by: Person, mint: Mint) -> list[Fact]:
    """Call whoever wrote a reply to a note about it, where they work here and may read it."""
    conversation, writer = picture.conversations[message.conversation], picture.people.get(message.author)
    if writer is None or not writer.active or writer.name == by.name or not sees(writer, conversation):
        return []
    return [(conversation.id, e.Mentioned(mint.id(), note, writer.name))]


def _anew(picture: Picture, message: Message, person: Person, text: str, at: datetime) -> tuple[Hold, ...]:
    """Return what holds or marks a reply that its signer wrote anew: REWRITTEN where somebody else lets it go."""
    conversation = picture.conversations[message.conversation]
    found = risky(picture, conversation, picture.people.get(message.author, person), text, at)
    before = tuple(h for h in message.holds if h.rule in (*OTHER, freezing.RULE) and h.rule not in (REWRITTEN, DELAYED))
    step = _speaks(picture, person, conversation)
    covered = not may_release(picture, person, [replace(message, holds=(*message.holds, *found))])
    new = [hold for hold in found if not _has(message, hold.rule)]
    if step not in (Step.DELAYED, Step.FREE) or not covered:
        return (*before, *found, held_by(REWRITTEN))
    if new:
        return (*before, *found, replace(held_by(REWRITTEN), competence=new[0].competence))
    return (*before, *found, *((held_by(DELAYED),) if step is Step.DELAYED else ()))


def _speaks(picture: Picture, person: Person, conversation: Conversation) -> Step:
    """Return how freely whoever signs off speaks here themselves: who does not answer here, by four eyes."""
    how = reach(person, Act.SEND)
    elsewhere = how is Reach.OWN and conversation.owner is not None and not owns(person, conversation)
    return Step.FOUR_EYES if how is Reach.NONE or elsewhere else step_of(picture, person, conversation)


def refuse(picture: Picture, command: Refuse, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Give a held reply back to its writer with a reason; also one that would leave after a while."""
    message = picture.messages.get(command.message)
    slow = message is not None and any(hold.rule == DELAYED for hold in message.holds)
    held = waiting(picture, person, command.message, *((Delivery.HELD, Delivery.QUEUED) if slow else (Delivery.HELD,)))
    note = e.NoteWritten(mint.id(), seal(worded(command.why, "reason"), mint))
    back = [(m.conversation, e.ReplyRefused(m.id, note.id)) for m in reversed(held)]
    again = counted(picture, held[0], unchanged=False)
    open_ = on_the_table(picture, held[0])
    told = _told(picture, held[0], note.id, person, mint)
    return [(held[0].conversation, note), *told, *back, *rejoined(picture, held, mint), *open_, *again]


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
