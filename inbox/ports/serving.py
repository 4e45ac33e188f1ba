"""What the server needs of the house: desks, the feed as everybody may see it, and figures for whoever watches over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from inbox.domain.events import Recorded
from inbox.domain.model import Person
from inbox.ports.desk import Desk
from inbox.ports.keeping import Keeping


class Serving(Protocol):
    """An opened inbox, served."""

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk. Raises: NotAllowed where nobody of that name works here any more."""

    async def keeping(self, person: str) -> Keeping:
        """Return what somebody looks after the inbox with. Raises: NotFound."""

    async def person(self, name: str) -> Person | None:
        """Return somebody with today's rights; None where nobody of that name works here."""

    async def last(self) -> int:
        """Return the number of the latest fact."""

    async def wait(self, after: int, seconds: float) -> None:
        """Return once a fact behind `after` exists, or the time is over."""

    async def between(self, first: int, last: int) -> Sequence[Recorded]:
        """Return the facts with these numbers, whoever may see them."""

    async def facts(self, person: Person, after: int, limit: int) -> Sequence[Recorded]:
        """Return facts behind a number about what somebody with these rights may see, words sealed.

        Of a person only roles, departments and channels matter: who has the same sees the same.
        """

    async def figures(self) -> Mapping[str, float]:
        """Return how the house fares, in numbers by name; nothing of what customers say."""
