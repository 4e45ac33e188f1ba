"""How facts about abilities, needs and absences become nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain.abilities import (
    ALL,
    Ability,
    AbilityContested,
    AbilitySet,
    ByHand,
    NeedRules,
    NeedRulesSet,
    NeedSet,
    ability_key,
)
from inbox.domain.absence import Absence, AbsenceBegun, AbsenceEnded, AbsencePlanned
from inbox.domain.events import Event, Recorded
from inbox.domain.picture import Picture


def _ability(picture: Picture, r: Recorded, event: AbilitySet) -> None:
    found = Ability(event.holder, event.department, event.competence, event.level, r.at, r.by or "", event.evidence)
    picture.put("abilities", found.key, found)


def _contested(picture: Picture, r: Recorded, event: AbilityContested) -> None:
    key = ability_key(event.holder, event.competence, department=False)
    picture.put("abilities", key, replace(picture.abilities[key], doubt=event.why, doubted_at=r.at))


def _need(picture: Picture, r: Recorded, event: NeedSet) -> None:
    conversation = r.conversation or 0
    before = picture.needs.get(conversation, ByHand(conversation)).needs
    kept = tuple(need for need in before if need[0] is not event.competence)
    if event.level is not None:
        kept = (*kept, (event.competence, event.level, r.by or ""))
    if kept:
        picture.put("needs", conversation, ByHand(conversation, kept))
    else:
        picture.drop("needs", conversation)


def _rules(picture: Picture, r: Recorded, event: NeedRulesSet) -> None:
    if event.text:
        picture.put("need_rules", ALL, NeedRules(event.text))
    else:
        picture.drop("need_rules", ALL)


def _planned(picture: Picture, r: Recorded, event: AbsencePlanned) -> None:
    absence = Absence(event.id, event.person, event.substitute, event.begins, event.ends, r.by or "")
    picture.put("absences", event.id, absence)


def _begun(picture: Picture, r: Recorded, event: AbsenceBegun) -> None:
    picture.put("absences", event.absence, replace(picture.absences[event.absence], begun=True))


def _ended(picture: Picture, r: Recorded, event: AbsenceEnded) -> None:
    picture.put("absences", event.absence, replace(picture.absences[event.absence], over=True))


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    AbilitySet: _ability,
    AbilityContested: _contested,
    NeedSet: _need,
    NeedRulesSet: _rules,
    AbsencePlanned: _planned,
    AbsenceBegun: _begun,
    AbsenceEnded: _ended,
}
