"""What the gauges showed last: measuring takes a while, so all desks of a house share one measurement for some seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from inbox.ports.storms import Gauge

FRESH = timedelta(seconds=20)
"""For how long what was measured is shown."""


class Gauged:
    """The latest measurement. `now` returns aware UTC times."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._turn = asyncio.Lock()
        self._at: datetime | None = None
        self._found: tuple[Gauge, ...] = ()

    async def measured(self, measure: Callable[[], Awaitable[tuple[Gauge, ...]]]) -> tuple[Gauge, ...]:
        """Return what was measured a moment ago, or measure anew; who asks meanwhile waits for the same."""
        async with self._turn:
            if self._at is None or not timedelta() <= self._now() - self._at < FRESH:
                self._found, self._at = await measure(), self._now()
            return self._found
