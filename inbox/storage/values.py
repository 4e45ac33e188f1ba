"""What rows are made of: times, words and lists as a database keeps them.

Times are ISO 8601 text in UTC with microseconds; lists are JSON; a text and its salt stand side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from inbox.domain.model import Words

Row = tuple[Any, ...]


def stamp(at: datetime | None) -> str | None:
    """Write a time so that text order is time order."""
    if at is None:
        return None
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="microseconds")


def moment(text: str | None) -> datetime | None:
    """Read a time."""
    return None if text is None else datetime.fromisoformat(text)


def when(text: str) -> datetime:
    """Read a time that is always there."""
    return datetime.fromisoformat(text)


def words(text: str | None, salt: str | None) -> Words:
    """Read a text that is always there, erased or not."""
    return Words(text, salt)


def maybe(text: str | None, salt: str | None) -> Words | None:
    """Read a text that need not be there."""
    return Words(text, salt) if salt is not None or text is not None else None


def pair(words: Words | None) -> tuple[str | None, str | None]:
    """Write a text that need not be there."""
    return (None, None) if words is None else (words.text, words.salt)


def id_list(ids: Iterable[object]) -> str:
    """Write a list of ids."""
    return json.dumps(list(ids)) if ids else "[]"
