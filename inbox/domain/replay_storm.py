"""How facts about storms and the freeze become nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain import storm as s
from inbox.domain.events import Event, Recorded
from inbox.domain.model import Delivery
from inbox.domain.picture import Picture

WATCH = "storms"
"""The key of the one set of thresholds."""


def _storm(picture: Picture, storm: int, **changes: Any) -> None:
    picture.put("storms", storm, replace(picture.storms[storm], **changes))


def _raised(picture: Picture, r: Recorded, event: s.StormRaised) -> None:
    raised = s.Storm(event.id, event.topic, r.at, r.at, event.signals, event.channels, (), event.owner)
    picture.put("storms", event.id, raised)


def _grew(picture: Picture, r: Recorded, event: s.StormGrew) -> None:
    changes = {"signals": event.signals, "channels": event.channels, "last_at": r.at, "ended_at": None}
    _storm(picture, event.storm, state=s.StormState.RISING, **changes)


def _joined(picture: Picture, r: Recorded, event: s.StormJoined) -> None:
    conversations = (*picture.storms[event.storm].conversations, r.conversation or 0)
    _storm(picture, event.storm, conversations=conversations, last_at=r.at)


def _left(picture: Picture, r: Recorded, event: s.StormLeft) -> None:
    conversations = tuple(c for c in picture.storms[event.storm].conversations if c != r.conversation)
    _storm(picture, event.storm, conversations=conversations)


def _led(picture: Picture, r: Recorded, event: s.StormLed) -> None:
    _storm(picture, event.storm, owner=event.owner, led=True)


def _stated(picture: Picture, r: Recorded, event: s.StormStated) -> None:
    said = s.Statement(event.statement, (r.by or "") if event.holds else "", event.holds)
    _storm(picture, event.storm, statements={**picture.storms[event.storm].statements, event.lang: said})


def _statement_released(picture: Picture, r: Recorded, event: s.StatementReleased) -> None:
    known = picture.storms[event.storm].statements
    said = known[event.lang]
    if said.words.commitment == event.commitment:
        cleared = tuple(dict.fromkeys(hold.rule for hold in said.holds))
        _storm(
            picture,
            event.storm,
            statements={**known, event.lang: replace(said, holds=(), cleared=cleared, released=event.commitment)},
        )


def _ended(picture: Picture, r: Recorded, event: s.StormEnded) -> None:
    state = s.StormState.HARMLESS if event.harmless else s.StormState.OVER
    _storm(picture, event.storm, state=state, ended_at=r.at)


def _watch(picture: Picture, r: Recorded, event: s.StormWatchSet) -> None:
    picture.put("watches", WATCH, s.Thresholds(event.times, event.people, event.sureness, event.calm))


def _freeze(picture: Picture, r: Recorded, event: s.FreezeBegun) -> None:
    picture.put("freezes", event.id, s.Freeze(event.id, r.by or "", r.at, event.channels, event.storm))


def _unfreeze(picture: Picture, r: Recorded, event: s.FreezeEnded) -> None:
    ended = replace(picture.freezes[event.freeze], ended_at=r.at, ended_by=r.by or "")
    picture.put("freezes", event.freeze, ended)


def _narrowed(picture: Picture, r: Recorded, event: s.FreezeNarrowed) -> None:
    picture.put("freezes", event.freeze, replace(picture.freezes[event.freeze], channels=event.channels))


def _message(picture: Picture, message: int, **changes: Any) -> None:
    picture.put("messages", message, replace(picture.messages[message], **changes))


def _frozen(picture: Picture, r: Recorded, event: s.ReplyFrozen) -> None:
    _message(picture, event.message, frozen=event.freeze)


def _thawed(picture: Picture, r: Recorded, event: s.ReplyThawed) -> None:
    holds = picture.messages[event.message].holds if event.holds is None else event.holds
    _message(picture, event.message, frozen=0, holds=holds)
    if event.due is None:
        return
    _message(picture, event.message, delivery=Delivery.QUEUED, due=event.due, mark=event.mark)
    message = picture.messages[event.message]
    conversation = picture.conversations[message.conversation]
    if message.number > conversation.last_in and message.planned is None:
        picture.put("conversations", conversation.id, replace(conversation, waiting_since=None))


def _passed(picture: Picture, r: Recorded, event: s.ReplyPassed) -> None:
    _message(picture, event.message, frozen=0, passes=event.freeze)


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    s.StormRaised: _raised,
    s.StormGrew: _grew,
    s.StormJoined: _joined,
    s.StormLeft: _left,
    s.StormLed: _led,
    s.StormStated: _stated,
    s.StatementReleased: _statement_released,
    s.StormEnded: _ended,
    s.StormWatchSet: _watch,
    s.FreezeBegun: _freeze,
    s.FreezeEnded: _unfreeze,
    s.FreezeNarrowed: _narrowed,
    s.ReplyFrozen: _frozen,
    s.ReplyThawed: _thawed,
    s.ReplyPassed: _passed,
}
