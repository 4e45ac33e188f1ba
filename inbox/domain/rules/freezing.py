"""What a freeze stops, and who goes past it: nothing leaves in public, from a template, or as meant for later.

What waits in the queue when sending is frozen stays there, in its order, whoever wrote it. What is written meanwhile
waits for a lead; a lead's own goes. What is written by hand to one customer in private is never stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from inbox.domain.commands import FreezeSending, LetGo
from inbox.domain.events import FreezeBegun, ReplyFrozen, ReplyPassed
from inbox.domain.holding import FREEZE, Hold
from inbox.domain.model import Conversation, Delivery, Message, Person, Visibility
from inbox.domain.people import Act, Reach, in_channels, message_for, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, known_channel
from inbox.domain.storm import Freeze
from inbox.errors import NotAllowed, NotFound, Refused

LATER = timedelta(minutes=1)
"""What was to leave further off than this was meant for later."""
RULE, WHY = FREEZE, "Sending is frozen; a lead lets it go."


def standing(picture: Picture, channel: str) -> Freeze | None:
    """Return the freeze that stands on a channel, of several the latest one: who passes that passes those before it."""
    found = [f for f in picture.freezes.values() if f.covers(channel)]
    return max(found, key=lambda f: f.id) if found else None


def stops(picture: Picture, message: Message) -> Freeze | None:
    """Return the freeze for which a reply in the queue may not leave."""
    freeze = standing(picture, picture.conversations[message.conversation].channel)
    if freeze is None or message.passes >= freeze.id:
        return None
    slow = message.due is not None and not message.cleared_by and message.due - message.at > LATER
    planned = message.planned is not None and not message.doubt
    scheduled = planned or (slow and not message.attempts)
    public = message.visibility is Visibility.PUBLIC
    return freeze if public or message.canned or message.automatic or scheduled else None


def frozen(picture: Picture, conversation: Conversation, person: Person, *, stays: bool) -> tuple[Hold, ...]:
    """Return why a reply that is being written waits for a lead; also in private one `stays` that was not written for now."""
    covered = conversation.visibility is Visibility.PUBLIC or stays
    if not covered or standing(picture, conversation.channel) is None or reach(person, Act.STORM) is Reach.ALL:
        return ()
    return (Hold(RULE, "communication", WHY),)


def may_begin(holds: tuple[Hold, ...], how: Reach) -> None:
    """Refuse a reply of whoever needs a sign-off anyway: while sending is frozen, they do not send. Raises: NotAllowed."""
    if how is Reach.APPROVAL and any(hold.rule == RULE for hold in holds):
        raise NotAllowed("Sending is frozen: your reply stays in the draft until a lead unfreezes it.")


def passing(
    picture: Picture, conversation: Conversation, person: Person, messages: Sequence[int], *, stays: bool
) -> list[Fact]:
    """Return what lets a lead's replies go past a freeze; nothing where none stops them."""
    found = standing(picture, conversation.channel)
    covered = conversation.visibility is Visibility.PUBLIC or stays
    if found is None or not covered or reach(person, Act.STORM) is not Reach.ALL:
        return []
    return [(conversation.id, ReplyPassed(message, found.id)) for message in messages]


def released(picture: Picture, person: Person, messages: Sequence[Message]) -> list[Fact]:
    """Return what lets replies go that a lead released. Raises: NotAllowed where a freeze stops them and it is no lead."""
    stopped = [(m, found) for m in messages if (found := stops(picture, m)) is not None]
    if stopped and reach(person, Act.STORM) is not Reach.ALL:
        raise NotAllowed("Sending is frozen; only a lead lets reply {id} go.", id=messages[0].id)
    return [(m.conversation, ReplyPassed(m.id, found.id)) for m, found in stopped]


def freeze(picture: Picture, command: FreezeSending, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Stop what leaves by itself, also beside what is frozen already. Who leads only some channels freezes those."""
    require(person, Act.STORM)
    channels = tuple(dict.fromkeys(known_channel(picture, name).name for name in command.channels))
    for name in channels:
        _mine(person, name)
    storm = picture.storms.get(command.storm)
    if command.storm and (storm is None or not any(in_channels(person, c) for c in storm.channels)):
        raise NotFound("There is no storm {id} here for you.", id=command.storm)
    wanted = channels or tuple(sorted(person.channels))
    fresh = tuple(name for name in wanted if standing(picture, name) is None)
    known = [f for f in picture.freezes.values() if f.ended_at is None and (wanted or not f.channels)]
    if known and not fresh:
        raise Refused("{by} has frozen sending at {when} already.", by=known[0].by, when=known[0].at)
    return [(None, FreezeBegun(mint.id(), fresh, command.storm))]


def _mine(person: Person, channel: str) -> None:
    if not in_channels(person, channel):
        raise NotFound("There is no channel {name} here for you.", name=channel)


def let_go(picture: Picture, command: LetGo, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let one reply leave all the same."""
    require(person, Act.STORM)
    message = message_for(picture, person, command.message)
    if message.delivery is not Delivery.QUEUED or (not message.frozen and stops(picture, message) is None):
        raise Refused("Reply {id} is not frozen.", id=message.id)
    return released(picture, person, [message])


def begun(picture: Picture, message: Message) -> list[Fact]:
    """Return that a reply which was about to leave stays, where a freeze stops it. Raises: Refused where it stays already."""
    if message.frozen:
        raise Refused("Reply {id} stays: sending is frozen.", id=message.id)
    found = stops(picture, message)
    return [(message.conversation, ReplyFrozen(message.id, found.id))] if found else []


RULES: Rules = {FreezeSending: freeze, LetGo: let_go}
