"""What a desk and a store know of routine work: templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from inbox.domain.filling import Filled
from inbox.domain.model import Person
from inbox.domain.templates import Template


class RoutineWork(Protocol):
    """The part of a desk that takes repetition off people."""

    async def templates(self) -> tuple[Template, ...]:
        """Return the templates this person may use: their own first, then everybody's, by name."""

    async def filled(self, conversation: int, template: int, said: Mapping[str, str] | None = None) -> Filled:
        """Return a template filled for a conversation, with a mark where something is still open.

        `said` is what its writer says, by what was asked or by a variable. Raises: NotFound.
        """


class RoutineStore(Protocol):
    """The part of a store that knows routine work."""

    async def templates(self, person: Person) -> tuple[Template, ...]:
        """Return the templates somebody may use, their own first, by name."""
