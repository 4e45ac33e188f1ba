"""One page of a list, whatever is listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list, and the cursor to what comes after (None: nothing does)."""

    items: tuple[T, ...]
    next: str | None
