"""Who says what somebody is able to do, and what a conversation needs.

A lead sets levels, each with its evidence; a person sees their own and may contest them, which changes nothing but is
not lost. What a conversation needs is said by rules that a lead writes, and by hand by whoever works on it.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain.abilities import (
    LEVELS,
    AbilityContested,
    AbilitySet,
    ContestAbility,
    NeedRulesSet,
    NeedSet,
    SetAbility,
    SetNeed,
    SetNeedRules,
    ability_key,
)
from inbox.domain.model import Person
from inbox.domain.needing import read_rules
from inbox.domain.people import Act, conversation_for, require, require_here
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, known_department, seal, worded
from inbox.errors import BadInput, NotFound, Refused


def _level(level: int) -> int:
    if not 0 <= level <= LEVELS:
        raise BadInput("A level is a number from 0 to {most}.", most=LEVELS)
    return level


def set_ability(picture: Picture, command: SetAbility, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Set a level, with what it is known by; the same level again is said anew, with today's date."""
    require(person, Act.COMPETENCES)
    if command.department:
        known_department(picture, command.name)
    elif command.name not in picture.people or not picture.people[command.name].active:
        raise NotFound("There is nobody called {name} here.", name=command.name)
    evidence = seal(worded(command.evidence, "evidence"), mint)
    level = _level(command.level)
    return [(None, AbilitySet(command.name, command.department, command.competence, level, evidence))]


def contest_ability(picture: Picture, command: ContestAbility, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Contest one's own level."""
    if ability_key(person.name, command.competence, department=False) not in picture.abilities:
        raise NotFound("Nobody has said yet what your level in {competence} is.", competence=command.competence)
    why = seal(worded(command.why, "reason"), mint)
    return [(None, AbilityContested(command.competence, person.name, why))]


def set_need(picture: Picture, command: SetNeed, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say by hand what a conversation needs, or go by the rules again."""
    conversation = conversation_for(picture, person, command.conversation)
    require_here(person, Act.NOTE, conversation)
    level = None if command.level is None else _level(command.level)
    known = picture.needs.get(conversation.id)
    before = {competence: said for competence, said, _ in (known.needs if known else ())}
    if before.get(command.competence) == level:
        raise Refused("That is said of conversation {id} already.", id=conversation.id)
    return [(conversation.id, NeedSet(command.competence, level))]


def set_need_rules(picture: Picture, command: SetNeedRules, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Replace the rules about what conversations need; what cannot be read is refused with the place."""
    require(person, Act.COMPETENCES)
    read_rules(command.text)
    before = next(iter(picture.need_rules.values()), None)
    return [] if command.text == (before.text if before else "") else [(None, NeedRulesSet(command.text))]


RULES: Rules = {
    SetAbility: set_ability,
    ContestAbility: contest_ability,
    SetNeed: set_need,
    SetNeedRules: set_need_rules,
}
