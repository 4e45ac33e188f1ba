"""How facts about the set-up become nouns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.domain.events import Event, Recorded
from inbox.domain.model import Channel, Department, Person
from inbox.domain.picture import Picture
from inbox.domain.setup import ChannelRemoved, ChannelSet, DepartmentRemoved, DepartmentSet, PersonSet


def _person(picture: Picture, r: Recorded, event: PersonSet) -> None:
    person = Person(
        event.name, frozenset(event.roles), frozenset(event.departments), frozenset(event.channels), event.active
    )
    picture.put("people", event.name, person)


def _department(picture: Picture, r: Recorded, event: DepartmentSet) -> None:
    picture.put("departments", event.name, Department(event.name, event.answers_in, event.lead))


def _department_gone(picture: Picture, r: Recorded, event: DepartmentRemoved) -> None:
    picture.drop("departments", event.name)


def _channel(picture: Picture, r: Recorded, event: ChannelSet) -> None:
    picture.put("channels", event.name, Channel(event.name, event.platform, event.settings, event.active))


def _channel_gone(picture: Picture, r: Recorded, event: ChannelRemoved) -> None:
    picture.drop("channels", event.name)


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    PersonSet: _person,
    DepartmentSet: _department,
    DepartmentRemoved: _department_gone,
    ChannelSet: _channel,
    ChannelRemoved: _channel_gone,
}
