"""What a measurement found, beside the limit that was measured in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the report: ours, the limit's, and how they compare (below 1 is better than the limit)."""

    what: str
    ours: str
    limit: str
    ratio: float
    beside: str


def lasting(what: str, ours: Sequence[float], limit: Sequence[float], beside: str) -> Figure:
    """Compare spans of time in seconds, taken in turns, by their medians."""
    mine, theirs = statistics.median(ours), statistics.median(limit)
    return Figure(what, _span(mine), _span(theirs), mine / theirs, beside)


def _span(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds:.2f} s"


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Return the seconds something takes."""
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def timed_here(work: Callable[[], object]) -> float:
    """Return the seconds something takes that waits for nothing."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def table(figures: Sequence[Figure]) -> str:
    """Return the report."""
    rows = [("what", "ours", "limit", "ratio", "the limit is")]
    rows += [(f.what, f.ours, f.limit, f"{f.ratio:.2f}", f.beside) for f in figures]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)
