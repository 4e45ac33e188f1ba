"""What a desk and a store know of how the work goes: a report's figures, and the conversations behind each of them."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from inbox.domain.figures import By, Evidence, Figure, Kind, Report
from inbox.domain.model import Person


class Figures(Protocol):
    """The part of a desk that knows how the work goes."""

    async def report(
        self, since: datetime | None = None, until: datetime | None = None, by: By | None = None
    ) -> Report:
        """Return the figures of a period (a week, until now), parted by owner, department, channel or goal.

        What happened at its beginning is not in it, what happened at its end is. What is open, waits, is held or unknown
        is that of now. Raises: NotAllowed, BadInput.
        """

    async def behind(
        self,
        figure: Figure,
        since: datetime | None = None,
        until: datetime | None = None,
        by: By | None = None,
        key: str = "",
    ) -> array[int]:
        """Return the conversations behind a figure, each once, what is worst first.

        With `by`, only those of one owner ("": nobody, or elsewhere), department, channel or goal ("": none). The backlog is that of the
        moment `until`. Raises: NotAllowed, BadInput.
        """


class Reporting(Protocol):
    """The part of a store that knows how the work goes."""

    async def evidence(self, person: Person, since: datetime, kinds: Collection[Kind]) -> Evidence:
        """Return the rows of what is there now, and of what happened since a moment, where a person reads; of some kinds."""
