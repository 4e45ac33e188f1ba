"""Keeps everybody to a pace: so many calls at once, so many a second. Looking and taking is one step, so nothing races."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from time import monotonic

MOST = 10_000
"""Callers that are remembered; who has not called for longest is forgotten first."""


class Pace:
    """A bucket for each caller: `burst` calls are in it, and `per_second` come back."""

    def __init__(self, per_second: float, burst: int, now: Callable[[], float] = monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._now = now
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, who: Hashable) -> float:
        """Take one call; return 0, or after how many seconds there is one again."""
        now = self._now()
        left, since = self._left.pop(who, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._per_second)
        there = left >= 1
        self._left[who] = (left - 1 if there else left, now)
        if len(self._left) > MOST:
            self._left.popitem(last=False)
        return 0.0 if there else (1 - left) / self._per_second
