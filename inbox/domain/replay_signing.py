"""How facts about signing off become nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain.events import Event, Recorded
from inbox.domain.model import Delivery
from inbox.domain.picture import Picture
from inbox.domain.signing import (
    Guard,
    GuardCounted,
    GuardSet,
    ReplyHeld,
    ReplyRevised,
    Risks,
    RisksSet,
    guard_key,
)


def _held(picture: Picture, r: Recorded, event: ReplyHeld) -> None:
    message = picture.messages[event.message]
    held = replace(message, delivery=Delivery.HELD, due=None, holds=event.holds, mark="", error=None)
    picture.put("messages", message.id, held)
    conversation = picture.conversations[message.conversation]
    if message.since is not None and message.delivery is not Delivery.HELD:
        picture.put("conversations", conversation.id, replace(conversation, waiting_since=message.since))


def _revised(picture: Picture, r: Recorded, event: ReplyRevised) -> None:
    message = picture.messages[event.message]
    holds = message.holds if event.holds is None else event.holds
    hands = message.hands if event.hands is None else event.hands
    picture.put("messages", message.id, replace(message, words=event.words, holds=holds, hands=hands))
    conversation = picture.conversations[message.conversation]
    if message.number == conversation.last_number:
        picture.put("conversations", conversation.id, replace(conversation, preview=str(event.words)[:120]))


def _guard(picture: Picture, person: str, channel: str, visibility: str, **changes: Any) -> None:
    before = picture.guards.get(guard_key(person, channel, visibility), Guard(person, channel, visibility))
    after = replace(before, **changes)
    if after == Guard(person, channel, visibility):
        picture.drop("guards", after.key)
    else:
        picture.put("guards", after.key, after)


def _set(picture: Picture, r: Recorded, event: GuardSet) -> None:
    changes = {"step": event.step, "minutes": event.minutes, "unchanged": 0, "proposed": None}
    _guard(picture, event.person, event.channel, event.visibility, **changes)


def _counted(picture: Picture, r: Recorded, event: GuardCounted) -> None:
    changes = {"unchanged": event.unchanged, "proposed": event.proposed}
    _guard(picture, event.person, event.channel, event.visibility, **changes)


def _risks(picture: Picture, r: Recorded, event: RisksSet) -> None:
    if event.text:
        picture.put("risks", 1, Risks(event.text))
    else:
        picture.drop("risks", 1)


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    ReplyHeld: _held,
    ReplyRevised: _revised,
    GuardSet: _set,
    GuardCounted: _counted,
    RisksSet: _risks,
}
