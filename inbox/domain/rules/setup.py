"""Who works here, which departments can be asked, which channels are open.

The first person of a new inbox is lead and admin; from then on only an admin changes the set-up,
and the last admin stays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from inbox.domain import events as e
from inbox.domain.commands import (
    AddChannel,
    AddDepartment,
    AddPerson,
    RemoveChannel,
    RemoveDepartment,
    RemovePerson,
    SetChannel,
    SetDepartment,
    SetPerson,
)
from inbox.domain.letters import PURPOSE, REQUESTS, LetterState, for_requests, ours
from inbox.domain.model import PENDING, Channel, Person, Role, State
from inbox.domain.people import Act, require
from inbox.domain.picture import Picture
from inbox.domain.rules.absence import departing, still_acts
from inbox.domain.rules.access import departed
from inbox.domain.rules.facts import Fact, Mint, Rules, known_channel, known_department
from inbox.domain.rules.ownership import can_own
from inbox.errors import BadInput, Conflict, NotFound, Refused


def _named(name: str, what: str) -> str:
    if not name or name != name.strip() or len(name) > 60 or not name.isprintable() or name.startswith("-"):
        raise BadInput("{name} is no name for a {what}; use up to 60 printable characters.", name=repr(name), what=what)
    return name


def _fresh(name: str, known: dict[str, object], what: str) -> None:
    """Refuse a name that is in use, or that differs only by case from one that ever was: who is gone may come back."""
    for other, noun in known.items():
        if other.casefold() != name.casefold():
            continue
        if getattr(noun, "active", True):
            raise Conflict("There is a {what} called {name} already.", what=what, name=other)
        if other != name:
            raise Conflict(
                "There was a {what} called {name}; write the name like that, or differently.", what=what, name=other
            )


def _known(picture: Picture, departments: tuple[str, ...], channels: tuple[str, ...]) -> None:
    for name in departments:
        known_department(picture, name)
    for name in channels:
        known_channel(picture, name)


def add_person(picture: Picture, command: AddPerson, person: Person | None, at: datetime, mint: Mint) -> list[Fact]:
    """Let somebody work here; the very first becomes lead and admin."""
    first = not picture.people
    if not first:
        require(_somebody(person), Act.SETUP)
    name = _named(command.name, "person")
    _fresh(name, dict(picture.people), "person")
    _known(picture, command.departments, command.channels)
    roles = tuple(sorted({*command.roles, Role.LEAD, Role.ADMIN} if first else set(command.roles)))
    if not roles:
        raise BadInput("{name} needs a role: {roles}.", name=name, roles=", ".join(Role))
    return [(None, e.PersonSet(name, roles, tuple(sorted(command.departments)), tuple(sorted(command.channels))))]


def _somebody(person: Person | None) -> Person:
    if person is None:
        raise NotFound("There is nobody called {name} here.", name="–")
    return person


def _person(picture: Picture, name: str) -> Person:
    found = picture.people.get(name)
    if found is None or not found.active:
        raise NotFound("There is nobody called {name} here.", name=name)
    return found


def _admin_stays(picture: Picture, name: str) -> None:
    if not any(Role.ADMIN in p.roles and p.active for p in picture.people.values() if p.name != name):
        raise Refused("{name} is the last admin; make somebody else admin first.", name=name)


def set_person(picture: Picture, command: SetPerson, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Change somebody's roles, departments or channels."""
    require(person, Act.SETUP)
    before = _person(picture, command.name)
    _known(picture, command.departments or (), command.channels or ())
    roles = before.roles if command.roles is None else frozenset(command.roles)
    if not roles:
        raise BadInput("{name} needs a role: {roles}.", name=before.name, roles=", ".join(Role))
    if Role.ADMIN in before.roles and Role.ADMIN not in roles:
        _admin_stays(picture, before.name)
    departments = before.departments if command.departments is None else command.departments
    channels = before.channels if command.channels is None else command.channels
    changed = Person(before.name, roles, frozenset(departments), frozenset(channels))
    still_acts(picture, changed)
    return _become(picture, changed)


def remove_person(picture: Picture, command: RemovePerson, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """End somebody's access; what they own and is not closed must be handed on first."""
    require(person, Act.SETUP)
    before = _person(picture, command.name)
    if Role.ADMIN in before.roles:
        _admin_stays(picture, before.name)
    if any(c.owner == before.name and c.state is not State.CLOSED for c in picture.conversations.values()):
        raise Refused("{name} still owns conversations; hand them on first (assign --all-of).", name=before.name)
    ended = departing(picture, before.name)
    mail: list[Fact] = [(None, e.MailSet(before.name))] if before.name in picture.correspondents else []
    routine = [*_own_routine(picture, before.name)]
    return [*_become(picture, replace(before, active=False)), *departed(picture, before.name), *ended, *mail, *routine]


def _own_routine(picture: Picture, name: str) -> list[Fact]:
    """Forget views and templates that were somebody's own, so that whoever comes under their name has none of them."""
    views = [(None, e.ViewForgotten(k.id, k.name, name)) for k in picture.views.values() if k.owner == name]
    templates = [(None, e.TemplateRemoved(k.id, k.name, name)) for k in picture.templates.values() if k.owner == name]
    return [*views, *templates]


def _become(picture: Picture, person: Person) -> list[Fact]:
    """Set a person, and release what they can own no longer, closed ones too: the contact may write again.

    The picture holds everything they own.
    """
    lists = (tuple(sorted(person.departments)), tuple(sorted(person.channels)))
    changed = e.PersonSet(person.name, tuple(sorted(person.roles)), *lists, person.active)
    owned = [c for c in picture.conversations.values() if c.owner == person.name]
    lost = sorted(c.id for c in owned if not can_own(person, c))
    return [(None, changed), *((id, e.Released(person.name)) for id in lost)]


def _time(answers_in: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= answers_in <= timedelta(days=365) or answers_in % timedelta(minutes=1):
        raise BadInput("A department answers in whole minutes, at least one and at most a year of them.")
    return answers_in


def add_department(picture: Picture, command: AddDepartment, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Name a department."""
    require(person, Act.SETUP)
    name = _named(command.name, "department")
    _fresh(name, dict(picture.departments), "department")
    return [(None, e.DepartmentSet(name, _time(command.answers_in)))]


def set_department(picture: Picture, command: SetDepartment, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Change a department's usual time to answer, or who leads it."""
    require(person, Act.SETUP)
    before = picture.departments[known_department(picture, command.name)]
    usual = before.answers_in if command.answers_in is None else _time(command.answers_in)
    lead = before.lead if command.lead is None else command.lead and _person(picture, command.lead).name
    return [(None, e.DepartmentSet(command.name, usual, lead))]


def remove_department(
    picture: Picture, command: RemoveDepartment, person: Person, at: datetime, mint: Mint
) -> list[Fact]:
    """Stop asking a department."""
    require(person, Act.SETUP)
    known_department(picture, command.name)
    if any(r.department == command.name and r.state in PENDING for r in picture.requests.values()):
        raise Refused("{name} still has requests to answer.", name=command.name)
    return [(None, e.DepartmentRemoved(command.name))]


def add_channel(picture: Picture, command: AddChannel, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Open a channel."""
    require(person, Act.SETUP)
    name = _named(command.name, "channel")
    _fresh(name, dict(picture.channels), "channel")
    settings = tuple(sorted(command.settings))
    _nobody_asked_at(picture, Channel(name, command.platform, settings))
    return [(None, e.ChannelSet(name, command.platform, settings))]


def set_channel(picture: Picture, command: SetChannel, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Change a channel's settings, or switch it on or off."""
    require(person, Act.SETUP)
    before = known_channel(picture, command.name)
    settings = {k: v for k, v in {**dict(before.settings), **dict(command.settings)}.items() if v}
    active = before.active if command.active is None else command.active
    if settings.get(PURPOSE) != REQUESTS:
        _answers_come(picture, before, at)
    changed = tuple(sorted(settings.items()))
    _nobody_asked_at(picture, replace(before, settings=changed))
    return [(None, e.ChannelSet(before.name, before.platform, changed, active))]


def _nobody_asked_at(picture: Picture, channel: Channel) -> None:
    """Refuse a mailbox at whose address somebody is asked: what they answer would be ours. Raises: Refused."""
    for other in picture.correspondents.values():
        if ours([channel], str(other.address)) is not None:
            raise Refused("{person} is asked at this address; give them another one first.", person=other.person)


def _answers_come(picture: Picture, channel: Channel, at: datetime) -> None:
    """Refuse to give up the mailbox that people still answer to. Raises: Refused."""
    out = {n.request for n in picture.letters.values() if n.until > at and n.state is not LetterState.FAILED}
    if for_requests(channel) and out:
        raise Refused(
            "{n} requests were asked by mail and their answers come to {channel}; withdraw them or wait for the answers.",
            n=len(out),
            channel=channel.name,
        )


def remove_channel(picture: Picture, command: RemoveChannel, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Close a channel that never carried a conversation; one that did is switched off instead."""
    require(person, Act.SETUP)
    before = known_channel(picture, command.name)
    _answers_come(picture, before, at)
    if any(c.channel == command.name for c in picture.conversations.values()):
        return [(None, e.ChannelSet(before.name, before.platform, before.settings, active=False))]
    return [(None, e.ChannelRemoved(before.name))]


RULES: Rules = {
    AddPerson: add_person,
    SetPerson: set_person,
    RemovePerson: remove_person,
    AddDepartment: add_department,
    SetDepartment: set_department,
    RemoveDepartment: remove_department,
    AddChannel: add_channel,
    SetChannel: set_channel,
    RemoveChannel: remove_channel,
}
