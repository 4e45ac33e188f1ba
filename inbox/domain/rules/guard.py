"""How freely each person speaks for us, per channel and in public or private, and when the next step is proposed.

The most exact word counts: on this channel in public, on this channel, in public anywhere, anywhere; where nothing is said, the
role decides. Nobody loosens their own guard.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain.holding import Hold
from inbox.domain.incoming import Visibility
from inbox.domain.model import Conversation, Message, Person
from inbox.domain.people import Act, Reach, in_channels, reach, require, require_house
from inbox.domain.picture import Picture
from inbox.domain.risk.reading import book
from inbox.domain.risk.weighing import weigh
from inbox.domain.rules.facts import Fact, Mint, Rules, known_channel
from inbox.domain.signing import (
    CHANGED,
    DELAYED,
    FOUR_EYES,
    LONGEST_DELAY,
    REWRITTEN,
    STOPPED,
    UNCHANGED,
    Guard,
    GuardCounted,
    GuardSet,
    Risks,
    RisksSet,
    SetGuard,
    SetRisks,
    Step,
    after,
    guard_key,
)
from inbox.errors import BadInput, NotAllowed, NotFound

OTHER = {
    FOUR_EYES: "Somebody else lets this person's replies go.",
    DELAYED: "It leaves after a while in which a lead can stop it.",
    STOPPED: "A lead stopped it before it left.",
    CHANGED: "Its text, its recipient or who can see it is not what was released.",
    REWRITTEN: "Who was to sign it off wrote it anew; somebody else lets it go.",
}
"""What holds or marks a reply beside the risk rules, and why."""


def held_by(rule: str) -> Hold:
    """Return a hold by one of these; a lead releases it."""
    return Hold(rule, "", OTHER[rule])


def guard_of(picture: Picture, person: str, channel: str, visibility: str) -> Guard | None:
    """Return the most exact guard that says how freely a person speaks there; None where the role decides."""
    places = ((channel, visibility), (channel, ""), ("", visibility), ("", ""))
    found = (picture.guards.get(guard_key(person, *place)) for place in places)
    return next((guard for guard in found if guard is not None and guard.step is not None), None)


def step_of(picture: Picture, person: Person, conversation: Conversation) -> Step:
    """Return how freely a person speaks in a conversation."""
    guard = guard_of(picture, person.name, conversation.channel, conversation.visibility)
    if guard is not None and guard.step is not None:
        return guard.step
    return of_role(person)


def of_role(person: Person) -> Step:
    """Return how freely a person's role lets them speak where nothing else is said."""
    return Step.FOUR_EYES if reach(person, Act.SEND) is Reach.APPROVAL else Step.FREE


def delay_of(picture: Picture, person: Person, conversation: Conversation) -> int:
    """Return how many minutes a person's replies wait there in view of the leads; 0 none."""
    guard = guard_of(picture, person.name, conversation.channel, conversation.visibility)
    return guard.minutes if guard is not None and guard.step is Step.DELAYED else 0


def guarded(picture: Picture, conversation: Conversation, person: Person, text: str, at: datetime) -> tuple[Hold, ...]:
    """Hold every reply of somebody whose replies another one lets go."""
    if step_of(picture, person, conversation) in (Step.FOUR_EYES, Step.DRAFT):
        return (held_by(FOUR_EYES),)
    return ()


def counted(picture: Picture, message: Message, *, unchanged: bool) -> list[Fact]:
    """Count a guarded reply that was let go, as it was or not; at the tenth in a row the next step is proposed."""
    if message.part != 1 or not any(hold.rule in (FOUR_EYES, DELAYED) for hold in message.holds):
        return []
    return counted_for(picture, message.author, message.conversation, unchanged=unchanged)


def counted_for(picture: Picture, name: str, conversation: int, *, unchanged: bool) -> list[Fact]:
    """Count a text of a person in a conversation that was let go."""
    where, person = picture.conversations[conversation], picture.people.get(name)
    if person is None or not person.active:
        return []
    before = picture.guards.get(guard_key(name, where.channel, where.visibility), Guard(name))
    total = before.unchanged + 1 if unchanged else 0
    if total == before.unchanged:
        return []
    next_ = after(step_of(picture, person, where)) if total >= UNCHANGED else None
    return [(None, GuardCounted(name, where.channel, str(where.visibility), total, next_))]


def set_guard(picture: Picture, command: SetGuard, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say how freely somebody speaks; a lead does, and never for themselves."""
    require(person, Act.GUARD)
    whose = picture.people.get(command.person)
    if whose is None or not whose.active:
        raise NotFound("There is nobody called {name} here.", name=command.person)
    if whose.name == person.name:
        raise NotAllowed("Nobody says how freely they speak themselves; ask another lead.")
    _whole(picture, command, person)
    if command.visibility not in ("", *Visibility):
        raise BadInput("It is public or private, or both if you say nothing.")
    if not 1 <= command.minutes <= LONGEST_DELAY:
        raise BadInput("A reply waits between 1 and {most} minutes.", most=LONGEST_DELAY)
    before = picture.guards.get(guard_key(whose.name, command.channel, command.visibility), Guard(whose.name))
    if (before.step, before.minutes, before.unchanged) == (command.step, command.minutes, 0):
        return []
    return [(None, GuardSet(whose.name, command.channel, command.visibility, command.step, command.minutes))]


def _whole(picture: Picture, command: SetGuard, person: Person) -> None:
    """See that the channel is known and the lead's own; who leads only some names one of them."""
    if person.channels and not command.channel:
        raise NotAllowed(
            "You lead {channels}; name one of them (--channel).", channels=", ".join(sorted(person.channels))
        )
    if command.channel and not in_channels(person, command.channel):
        raise NotFound("There is no channel {name} here for you.", name=command.channel)
    if command.channel:
        known_channel(picture, command.channel)


def set_risks(picture: Picture, command: SetRisks, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Replace the risk rules by others that can be read and that find something, or bring the standard ones back."""
    require(person, Act.GUARD)
    require_house(person)
    text = command.text.strip()
    if text and not book(text).rules:
        raise BadInput(
            "There is no rule in it, so it would hold nothing; {command} brings the standard ones back.",
            command="inbox risks reset",
        )
    if text:
        weigh(text)
    return [] if picture.risks.get(1, Risks("")).text == text else [(None, RisksSet(text))]


RULES: Rules = {SetGuard: set_guard, SetRisks: set_risks}
