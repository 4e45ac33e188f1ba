"""Sees that what came from outside can be written and compared at all, before anybody decides about it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

from inbox.domain.text import encodes
from inbox.errors import BadInput, NotFound

LARGEST = 2**63 - 1
"""Numbers beyond this are no ids; no database would even hold them."""


def see(*values: object) -> None:
    """See that values can be written and compared, wherever they came from. Raises: BadInput, NotFound."""
    for value in values:
        if isinstance(value, str):
            if not encodes(value):
                raise BadInput("A line has characters that are no text: {text}; type it again.", text=ascii(value[:40]))
        elif isinstance(value, int):
            if abs(value) > LARGEST:
                raise NotFound("There is nothing with the number {number} here for you.", number=str(value)[:40])
        elif isinstance(value, datetime):
            _in_time(value)
        elif isinstance(value, (tuple, list, frozenset, set)):
            see(*value)
        elif is_dataclass(value) and not isinstance(value, type):
            see(*(getattr(value, field.name) for field in fields(value)))


def _in_time(at: datetime) -> None:
    try:
        if at.tzinfo is None:
            raise BadInput("{at} lacks a time zone.", at=at)
        at.astimezone(UTC)
    except OverflowError as cause:
        raise BadInput("{at} is out of range.", at=at) from cause
