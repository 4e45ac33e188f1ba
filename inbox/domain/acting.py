"""The one way to ask who acts for somebody now: themselves, or while they are away whoever stands in for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from inbox.domain.absence import Absence
from inbox.domain.model import Person
from inbox.domain.picture import Picture


def stand_ins(absences: Iterable[Absence], at: datetime) -> dict[str, str]:
    """Return who acts for everybody who is away at a moment, through others that are away as well.

    Somebody for whom nobody is there (a circle) acts for themselves.
    """
    away = {a.person: a.substitute for a in absences if a.substitute and a.lasts(at)}
    found = {}
    for person, substitute in away.items():
        actor, seen = substitute, {person}
        while actor in away and actor not in seen:
            seen.add(actor)
            actor = away[actor]
        found[person] = actor if actor not in away else person
    return found


def acting(picture: Picture, person: str, at: datetime) -> str:
    """Return who acts for somebody at a moment: themselves while they are there."""
    return stand_ins(picture.absences.values(), at).get(person, person)


def standing(person: Person, instead: Mapping[str, str]) -> Person:
    """Return a person with those they act for, by what `stand_ins` gave."""
    others = frozenset(away for away, actor in instead.items() if actor == person.name and away != person.name)
    return person if others == person.stands_for else replace(person, stands_for=others)


def seat(picture: Picture, at: datetime) -> None:
    """Let everybody in the picture act for those they stand in for at a moment."""
    instead = stand_ins(picture.absences.values(), at)
    if instead:
        picture.people.update({name: standing(person, instead) for name, person in picture.people.items()})
