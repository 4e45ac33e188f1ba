"""Who acts for whoever is away: at every moment of every absence somebody who is there, and may.

One plans one's own absence, a lead everybody's. The substitute acts on what the other owns: reads it in their own queue,
answers, hands on, closes. Who only answers requests owns nothing, so nobody acts for them. Roles are not lent: nobody signs off more than before because a colleague is away.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain.absence import (
    Absence,
    AbsenceBegun,
    AbsenceEnded,
    AbsencePlanned,
    EndAbsence,
    PlanAbsence,
    TurnAbsence,
)
from inbox.domain.acting import stand_ins
from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, ahead
from inbox.domain.rules.letters import emptied
from inbox.errors import BadInput, NotFound, Refused


def plan(picture: Picture, command: PlanAbsence, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Plan an absence: nobody's two overlap, and whoever acts is there all the while."""
    if command.person != person.name:
        require(person, Act.ASSIGN)
    away = _active(picture, command.person)
    substitute = _substitute(picture, away, command.substitute)
    ends = ahead(command.ends, at)
    begins = (
        at if command.begins is None or (command.begins.tzinfo and command.begins <= at) else ahead(command.begins, at)
    )
    if ends <= begins:
        raise BadInput("An absence ends after it has begun.")
    if (
        known := next((a for a in picture.absences.values() if a.person == away.name and a.meets(begins, ends)), None)
    ) is not None:
        raise Refused("{name} is away then already (absence {id}); end that one first.", name=away.name, id=known.id)
    planned = AbsencePlanned(mint.id(), away.name, substitute, begins, ends)
    _there(picture, Absence(planned.id, away.name, substitute, begins, ends, person.name))
    return [(None, planned)]


def _active(picture: Picture, name: str) -> Person:
    found = picture.people.get(name)
    if found is None or not found.active:
        raise NotFound("There is nobody called {name} here.", name=name)
    return found


def _substitute(picture: Picture, away: Person, name: str) -> str:
    """Return who acts for somebody; "" for those who own nothing: their colleagues answer meanwhile, or who leads is told.

    Raises: BadInput, NotFound, Refused.
    """
    if reach(away, Act.SEND) is Reach.NONE:
        if name:
            raise Refused(
                "{name} owns no conversations, so nobody acts for them and they act for nobody.", name=away.name
            )
        return ""
    if not name:
        raise BadInput("Say who acts for {name} meanwhile.", name=away.name)
    found = _active(picture, name)
    if reach(found, Act.SEND) is Reach.NONE:
        raise Refused("{name} owns no conversations, so nobody acts for them and they act for nobody.", name=name)
    _stands_in(away, found)
    return name


def _stands_in(away: Person, substitute: Person) -> None:
    """Refuse a substitute who would not see everything there is to act on."""
    if away.name == substitute.name:
        raise BadInput("{name} cannot act for themselves while they are away.", name=away.name)
    if substitute.channels and not away.channels:
        raise Refused(
            "{name} works on all channels and {substitute} only on some; name somebody who sees all of it.",
            name=away.name,
            substitute=substitute.name,
        )
    if substitute.channels and (missing := sorted(away.channels - substitute.channels)):
        raise Refused("{name} does not work on {channel}.", name=substitute.name, channel=missing[0])


def _there(picture: Picture, planned: Absence) -> None:
    """Refuse what would leave a moment in which nobody who is there acts for somebody. Raises: Refused."""
    all_ = [a for a in picture.absences.values() if not a.over] + [planned]
    for begun in sorted({a.begins for a in all_ if planned.meets(a.begins, a.ends)} | {planned.begins}):
        moment = max(begun, planned.begins)
        for name, actor in stand_ins(all_, moment).items():
            if name == actor:
                raise Refused(
                    "Then nobody would act for {name} on {day}: {substitute} is away as well; name somebody else.",
                    name=name,
                    day=moment.date().isoformat(),
                    substitute=planned.substitute if name == planned.person else planned.person,
                )


def end(picture: Picture, command: EndAbsence, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Be back early, or call it off."""
    found = picture.absences.get(command.absence)
    mine = found is not None and (found.person == person.name or reach(person, Act.ASSIGN) is Reach.ALL)
    if found is None or not mine or found.over or found.ends <= at:
        raise NotFound("There is no absence {id} that you could end.", id=command.absence)
    return [(None, AbsenceEnded(found.id, found.person, found.substitute))]


def turn(picture: Picture, command: TurnAbsence, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Tell that an absence has begun, or is over; acting itself needs no telling, it follows the clock."""
    found = picture.absences.get(command.absence)
    if found is None or found.over:
        return []
    if found.ends <= at:
        return [(None, AbsenceEnded(found.id, found.person, found.substitute))]
    if found.begins <= at and not found.begun:
        begun: Fact = (None, AbsenceBegun(found.id, found.person, found.substitute))
        return [begun, *emptied(picture, found, at, mint)]
    return []


def still_acts(picture: Picture, changed: Person) -> None:
    """Refuse to make of somebody who acts for others, or for whom others act, what that would break. Raises: Refused."""
    for absence in sorted(picture.absences.values(), key=lambda a: a.id):
        if absence.over or changed.name not in (absence.person, absence.substitute):
            continue
        if not absence.substitute:
            if reach(changed, Act.SEND) is not Reach.NONE:
                raise Refused(
                    "{name} is away and nobody acts for them (absence {id}); end that first.",
                    name=changed.name,
                    id=absence.id,
                )
            continue
        away, substitute = (
            changed if name == changed.name else picture.people[name] for name in (absence.person, absence.substitute)
        )
        if reach(substitute, Act.SEND) is Reach.NONE:
            raise Refused(
                "{name} acts for {other} (absence {id}); end that and name somebody else first.",
                name=substitute.name,
                other=away.name,
                id=absence.id,
            )
        _stands_in(away, substitute)


def departing(picture: Picture, name: str) -> list[Fact]:
    """Return the end of a leaving person's own absences. Raises: Refused while they act, or will act, for another."""
    for absence in sorted(picture.absences.values(), key=lambda a: a.id):
        if absence.substitute == name and not absence.over:
            raise Refused(
                "{name} acts for {other} (absence {id}); end that and name somebody else first.",
                name=name,
                other=absence.person,
                id=absence.id,
            )
    mine = (a for a in picture.absences.values() if a.person == name and not a.over)
    return [(None, AbsenceEnded(a.id, a.person, a.substitute)) for a in sorted(mine, key=lambda a: a.id)]


RULES: Rules = {PlanAbsence: plan, EndAbsence: end, TurnAbsence: turn}
