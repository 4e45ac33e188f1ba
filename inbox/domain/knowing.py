"""Commands about who a contact is: two contacts are one person, are not, or are not known to be."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.domain.intent import Command


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
