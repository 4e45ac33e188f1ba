"""Where somebody sits: their desk, and what all screens of this sitting share."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from inbox.domain.model import Person, Role
from inbox.ports.desk import Desk

if TYPE_CHECKING:
    from inbox.tui.actions import Actions

Others = Callable[[str], Awaitable[Desk]]


class Seat:
    """One person's sitting. `unsent` keeps notes and answers begun; `others` opens another person's desk where that is allowed (the demo)."""

    def __init__(self, desk: Desk, others: Others | None) -> None:
        self.desk = desk
        self.others = others
        self.log: deque[tuple[datetime, str]] = deque(maxlen=500)
        self.unsent: dict[tuple[str, int], str] = {}
        self.actions: Actions

    @property
    def person(self) -> Person:
        """Who sits here."""
        return self.desk.person

    @property
    def only_asked(self) -> bool:
        """Tell whether this person is only here to answer requests."""
        return bool(self.person.roles) and self.person.roles <= {Role.SPECIALIST}

    def note(self, text: str) -> None:
        """Keep a line in the log of what happened."""
        self.log.appendleft((datetime.now(UTC), text))
