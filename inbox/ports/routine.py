"""What a desk and a store know of routine work: templates, saved views, mentions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from inbox.domain.automation import Rule, Then
from inbox.domain.filling import Filled
from inbox.domain.hours import Hours
from inbox.domain.mentions import Mention
from inbox.domain.model import Person
from inbox.domain.templates import Template
from inbox.domain.views import SavedView


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved view, and how many conversations it holds for whoever asked.

    `gone`: it is about what somebody owns who does not work here any more.
    """

    view: SavedView
    count: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """Where somebody was named: in whose conversation, and what the note says ("" once it is erased)."""

    mention: Mention
    contact: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A conversation that a rule would have changed: when, and what of it it would have done."""

    conversation: int
    contact: str
    at: datetime
    done: tuple[Then, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done over the past: how often it was set off, and to which conversations, oldest first.

    `capped` tells that there was more than anybody looked at.
    """

    rule: Rule
    looked: int
    matches: tuple[Match, ...]
    capped: bool


class RoutineWork(Protocol):
    """The part of a desk that takes repetition off people."""

    async def templates(self) -> tuple[Template, ...]:
        """Return the templates this person may use: their own first, then everybody's, by name."""

    async def filled(self, conversation: int, template: int, said: Mapping[str, str] | None = None) -> Filled:
        """Return a template filled for a conversation, with a mark where something is still open.

        `said` is what its writer says, by what was asked or by a variable. Raises: NotFound.
        """

    async def saved(self) -> tuple[Saved, ...]:
        """Return the views this person has, their own first, by name, with how many conversations each holds."""

    async def mentions(self, *, seen: bool = False, before: int | None = None, limit: int = 200) -> tuple[Called, ...]:
        """Return where colleagues named this person, latest first: what was not looked at yet, or everything.

        With `before`, only mentions of a smaller number; at most `limit`, and at most 501. Raises: BadInput.
        """

    async def hours(self) -> tuple[Hours, ...]:
        """Return when the channels this person sees are attended, and how soon they answer."""

    async def rules(self) -> tuple[Rule, ...]:
        """Return the automatic rules about channels of this person, and those about all."""

    async def rehearsed(self, rule: int, since: datetime) -> Trial:
        """Return what a rule would have done since a moment, without doing it. Raises: NotAllowed, NotFound."""


class RoutineStore(Protocol):
    """The part of a store that knows routine work."""

    async def templates(self, person: Person) -> tuple[Template, ...]:
        """Return the templates somebody may use, their own first, by name."""

    async def saved(self, person: Person) -> tuple[Saved, ...]:
        """Return the views somebody has, their own first, by name."""

    async def mentions(self, person: Person, *, seen: bool, before: int | None, limit: int) -> tuple[Called, ...]:
        """Return where somebody was named and can read it, latest first; those looked at only if asked for.

        With `before`, only mentions of a smaller number; at most `limit`.
        """

    async def hours(self, person: Person) -> tuple[Hours, ...]:
        """Return when the channels somebody sees are attended."""

    async def waiting_long(self, now: datetime) -> list[int]:
        """Return conversations whose contact waits nearly too long, or too long, and of which nobody was warned yet."""

    async def rules(self, person: Person) -> tuple[Rule, ...]:
        """Return the automatic rules about channels of a person, oldest first."""

    async def rehearsed(self, person: Person, rule: int, since: datetime) -> Trial:
        """Return what a rule would have done since a moment. Raises: NotFound."""
