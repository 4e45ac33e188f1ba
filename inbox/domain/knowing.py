"""Commands and events about who a contact is: two contacts are one person, are not, or are not known to be."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.domain.happened import Event
from inbox.domain.intent import Command
from inbox.domain.words import Words


@dataclass(frozen=True, slots=True)
class LinkContacts(Command):
    """Say that two contacts are one person, and by what one knows. Both stay what they are."""

    a: int
    b: int
    evidence: str


@dataclass(frozen=True, slots=True)
class UnlinkContacts(Command):
    """Take exactly one link away: by its id, or the one between two contacts."""

    link: int | None = None
    between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class DismissLink(Command):
    """Say that two contacts that look alike are not one person; they are not suggested again."""

    a: int
    b: int


# --- events


@dataclass(frozen=True, slots=True)
class ContactsLinked(Event):
    """Two contacts are one person; both stay what they are. `a` is the older one."""

    id: int
    a: int
    b: int
    evidence: Words


@dataclass(frozen=True, slots=True)
class ContactsUnlinked(Event):
    """A link between two contacts is gone."""

    link: int


@dataclass(frozen=True, slots=True)
class LinkDismissed(Event):
    """Two contacts that look alike are not one person, and are not suggested again."""

    id: int
    a: int
    b: int
