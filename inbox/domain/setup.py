"""The set-up: commands and events about who works here, who can be asked, and where customers write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from inbox.domain.happened import Event
from inbox.domain.intent import Command
from inbox.domain.model import Role

# --- commands


@dataclass(frozen=True, slots=True)
class AddPerson(Command):
    """Let somebody work here."""

    name: str
    roles: tuple[Role, ...]
    departments: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetPerson(Command):
    """Change what somebody is; None leaves as it is. What they can own no longer is released."""

    name: str
    roles: tuple[Role, ...] | None = None
    departments: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RemovePerson(Command):
    """End somebody's access at once; what they wrote stays, what they closed is nobody's."""

    name: str


@dataclass(frozen=True, slots=True)
class AddDepartment(Command):
    """Name a department that can be asked."""

    name: str
    answers_in: timedelta = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class SetDepartment(Command):
    """Change a department's usual time to answer, or who leads it ("": nobody); None leaves as it is."""

    name: str
    answers_in: timedelta | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveDepartment(Command):
    """Stop asking a department; refused while it has pending requests."""

    name: str


@dataclass(frozen=True, slots=True)
class AddChannel(Command):
    """Open a channel. Secrets are kept elsewhere and never part of a command."""

    name: str
    platform: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SetChannel(Command):
    """Change settings (an empty value removes one), or switch a channel on or off."""

    name: str
    settings: tuple[tuple[str, str], ...] = ()
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class RemoveChannel(Command):
    """Close a channel for good; its conversations stay readable."""

    name: str


# --- events


@dataclass(frozen=True, slots=True)
class PersonSet(Event):
    """Somebody is this from now on; who is not `active` works here no longer."""

    name: str
    roles: tuple[Role, ...]
    departments: tuple[str, ...]
    channels: tuple[str, ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class DepartmentSet(Event):
    """A department can be asked, and usually answers in this time; `lead` is told of what it does not answer ("": any lead)."""

    name: str
    answers_in: timedelta
    lead: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentRemoved(Event):
    """A department is asked no longer."""

    name: str


@dataclass(frozen=True, slots=True)
class ChannelSet(Event):
    """A channel is this from now on; secrets are kept elsewhere."""

    name: str
    platform: str
    settings: tuple[tuple[str, str], ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class ChannelRemoved(Event):
    """A channel was closed for good."""

    name: str
