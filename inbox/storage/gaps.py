"""Lists of values in SQL: how their gaps are written, and how many go into one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def holes(count: int, start: int = 1) -> str:
    """Return `$1, $2, …` for a list of values; for none what no value is equal to (PostgreSQL takes no empty list)."""
    return ", ".join(f"${n}" for n in range(start, start + count)) or "null"


def chunks(values: Sequence[T], most: int = 500) -> Iterable[tuple[T, ...]]:
    """Return values in parts that one statement takes."""
    for start in range(0, len(values), most):
        yield tuple(values[start : start + most])
