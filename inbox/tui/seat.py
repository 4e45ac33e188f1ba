"""Where somebody sits: their desk, and what all screens of this sitting share."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol, cast
from uuid import uuid4

from inbox.domain.model import Person
from inbox.ports.desk import Desk
from inbox.tui.models.handed import Handed
from inbox.tui.models.nearby import Nearby
from inbox.tui.models.unsent import Unsent
from inbox.tui.models.weather import CALM
from inbox.tui.reached import Reached

Others = Callable[[str], Awaitable[Desk]]


class Table(Protocol):
    """The table of actions as screens use it; the table itself knows the screens, not the other way round."""

    def __getitem__(self, id: str) -> Any:
        """Return an action: `reason(screen)` and `run(screen, chord)`."""

    def chords(self, context: str) -> frozenset[str]:
        """Return the keys and chords that mean something in a context."""

    def find(self, chord: str, context: str) -> str:
        """Return the action of a chord in a context."""

    def here(self, screen: Any) -> list[Any]:
        """Return the actions of where the keys go now."""

    def footer(self, screen: Any) -> list[tuple[str, str, bool]]:
        """Return (key, label, enabled)."""

    def help(self, screen: Any) -> list[str]:
        """Return the help's lines."""


class Seat:
    """One person's sitting. `unsent` keeps what is begun and is not on the server, `handed` what got no answer from it; `latest` does again what was done
    to a conversation last, on a screen to other conversations; `troubles` says what is wrong with which channel, `weather` which storm rises and that sending is frozen, from the longest to the shortest way to say it;
    `others` opens another person's desk where that is allowed (the demo). `nearby` knows who else is where, to whom this
    sitting is `screen`; `reached` knows whether the desk is there.
    """

    def __init__(self, desk: Desk, others: Others | None, unsent: Unsent) -> None:
        self.reached = Reached(desk)
        self.desk = cast("Desk", self.reached)
        self.others = others
        self.log: deque[tuple[datetime, str]] = deque(maxlen=500)
        self.unsent = unsent
        self.latest: Callable[[Any, list[int]], Awaitable[None]] | None = None
        self.troubles: dict[str, str] = {}
        self.weather = CALM
        self.handed = Handed(unsent)
        self.nearby = Nearby(desk.person.name)
        self.screen = uuid4().hex
        self.actions: Table

    @property
    def away(self) -> datetime | None:
        """Since when the desk cannot be reached; None while it can."""
        return self.reached.away

    @property
    def person(self) -> Person:
        """Who sits here."""
        return self.desk.person

    def note(self, text: str) -> None:
        """Keep a line in the log of what happened."""
        self.log.appendleft((datetime.now(UTC), text))
