"""Who works here, which departments can be asked, which channels are open.

The first person of a new inbox is lead and admin; from then on only an admin changes the set-up,
and the last admin stays.
"""

from __future__ import annotations

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
from inbox.domain.model import PENDING, Person, Role
from inbox.domain.people import Act, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.errors import BadInput, Conflict, NotFound, Refused


def _named(name: str, what: str) -> str:
    if not name or name != name.strip() or len(name) > 60 or not name.isprintable() or name.startswith("-"):
        raise BadInput("{name} is no name for a {what}; use up to 60 printable characters.", name=repr(name), what=what)
    return name


def _fresh(name: str, known: dict[str, object], what: str) -> None:
    taken = {k.casefold() for k, noun in known.items() if getattr(noun, "active", True) or k == name}
    if name.casefold() in taken and not (name in known and not getattr(known[name], "active", True)):
        raise Conflict("There is a {what} called {name} already.", what=what, name=name)


def _known(picture: Picture, departments: tuple[str, ...], channels: tuple[str, ...]) -> None:
    for name in departments:
        if name not in picture.departments:
            raise NotFound(
                "There is no department {name}; there are: {known}.",
                name=name,
                known=", ".join(sorted(picture.departments)) or "–",
            )
    for name in channels:
        if name not in picture.channels:
            raise NotFound(
                "There is no channel {name}; there are: {known}.",
                name=name,
                known=", ".join(sorted(picture.channels)) or "–",
            )


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
    return [(None, e.PersonSet(before.name, tuple(sorted(roles)), tuple(sorted(departments)), tuple(sorted(channels))))]


def remove_person(picture: Picture, command: RemovePerson, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """End somebody's access; what they own must be handed on first."""
    require(person, Act.SETUP)
    before = _person(picture, command.name)
    _admin_stays(picture, before.name) if Role.ADMIN in before.roles else None
    if any(c.owner == before.name for c in picture.conversations.values()):
        raise Refused("{name} still owns conversations; hand them on first (assign --all-of).", name=before.name)
    gone = e.PersonSet(
        before.name,
        tuple(sorted(before.roles)),
        tuple(sorted(before.departments)),
        tuple(sorted(before.channels)),
        active=False,
    )
    return [(None, gone)]


def _time(answers_in: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= answers_in <= timedelta(days=365):
        raise BadInput("A department answers in between a minute and a year.")
    return answers_in


def add_department(picture: Picture, command: AddDepartment, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Name a department."""
    require(person, Act.SETUP)
    name = _named(command.name, "department")
    _fresh(name, dict(picture.departments), "department")
    return [(None, e.DepartmentSet(name, _time(command.answers_in)))]


def set_department(picture: Picture, command: SetDepartment, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Change a department's usual time to answer."""
    require(person, Act.SETUP)
    if command.name not in picture.departments:
        raise NotFound(
            "There is no department {name}; there are: {known}.",
            name=command.name,
            known=", ".join(sorted(picture.departments)) or "–",
        )
    return [(None, e.DepartmentSet(command.name, _time(command.answers_in)))]


def remove_department(
    picture: Picture, command: RemoveDepartment, person: Person, at: datetime, mint: Mint
) -> list[Fact]:
    """Stop asking a department."""
    require(person, Act.SETUP)
    if command.name not in picture.departments:
        raise NotFound(
            "There is no department {name}; there are: {known}.",
            name=command.name,
            known=", ".join(sorted(picture.departments)) or "–",
        )
    if any(r.department == command.name and r.state in PENDING for r in picture.requests.values()):
        raise Refused("{name} still has requests to answer.", name=command.name)
    return [(None, e.DepartmentRemoved(command.name))]


def add_channel(picture: Picture, command: AddChannel, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Open a channel."""
    require(person, Act.SETUP)
    name = _named(command.name, "channel")
    _fresh(name, dict(picture.channels), "channel")
    return [(None, e.ChannelSet(name, command.platform, tuple(sorted(command.settings))))]


def set_channel(picture: Picture, command: SetChannel, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Change a channel's settings, or switch it on or off."""
    require(person, Act.SETUP)
    before = picture.channels.get(command.name)
    if before is None:
        raise NotFound(
            "There is no channel {name}; there are: {known}.",
            name=command.name,
            known=", ".join(sorted(picture.channels)) or "–",
        )
    settings = {k: v for k, v in {**dict(before.settings), **dict(command.settings)}.items() if v}
    active = before.active if command.active is None else command.active
    return [(None, e.ChannelSet(before.name, before.platform, tuple(sorted(settings.items())), active))]


def remove_channel(picture: Picture, command: RemoveChannel, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Close a channel that never carried a conversation; one that did is switched off instead."""
    require(person, Act.SETUP)
    before = picture.channels.get(command.name)
    if before is None:
        raise NotFound(
            "There is no channel {name}; there are: {known}.",
            name=command.name,
            known=", ".join(sorted(picture.channels)) or "–",
        )
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
