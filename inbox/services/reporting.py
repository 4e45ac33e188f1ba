"""The part of a desk that knows how the work goes."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Collection
from datetime import datetime

from inbox.domain.figures import BEHIND, By, Evidence, Figure, Kind, Report
from inbox.domain.people import Act, Reach, reach
from inbox.domain.report import behind, parted, period, report
from inbox.domain.sound import see
from inbox.errors import NotAllowed
from inbox.services.sitting import Sitting


class ReportingDesk(Sitting):
    """Reads of the figures, with the rights of now."""

    async def report(
        self, since: datetime | None = None, until: datetime | None = None, by: By | None = None
    ) -> Report:
        """Return the figures of a period."""
        rows, begin, end, at = await self._evidence(since, until, tuple(Kind))
        # Beside the loop: a large inbox has many rows to add up.
        return await asyncio.to_thread(report, rows, begin, end, by, at)

    async def behind(
        self,
        figure: Figure,
        since: datetime | None = None,
        until: datetime | None = None,
        by: By | None = None,
        key: str = "",
    ) -> array[int]:
        """Return the conversations behind a figure."""
        see(key)
        rows, begin, end, at = await self._evidence(since, until, BEHIND[figure])
        if by is not None:
            rows = parted(rows, by).get(key, Evidence())
        return array("q", await asyncio.to_thread(behind, rows, figure, begin, end, at))

    async def _evidence(
        self, since: datetime | None, until: datetime | None, kinds: Collection[Kind]
    ) -> tuple[Evidence, datetime, datetime, datetime]:
        person = await self._now()
        if reach(person, Act.ASSIGN) is not Reach.ALL:
            raise NotAllowed("Your role may not see how the work of the others goes.")
        see(since, until)
        at = self._office.now()
        begin, end = period(since, until, at)
        return await self._store.evidence(person, begin, kinds), begin, end, at
