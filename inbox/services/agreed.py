"""The time that all nodes of a shared inbox agree on: the database's, so that no node's wall clock decides anything.

A reply must not leave before its undo time because the node that carries it out is ahead of the one it was written on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

SAME = 0.5
"""Seconds by which two readings may differ and still be the same time; the line there and back takes some."""


class Agreed:
    """Tells the database's time by this node's steady clock, between two looks at it."""

    def __init__(self, at: float, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._begins = at - steady()

    def __call__(self) -> datetime:
        """Return the time now, aware and in UTC."""
        return datetime.fromtimestamp(self._begins + self._steady(), UTC)

    def hear(self, at: float) -> None:
        """Take in what the database's clock says now."""
        begins = at - self._steady()
        if abs(begins - self._begins) > SAME:
            self._begins = begins
