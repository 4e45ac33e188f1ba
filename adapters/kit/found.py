"""Reads what is found in foreign JSON: every answer has the type that was asked for, whatever came."""

from __future__ import annotations

import hashlib
import json
import math
import re
from datetime import UTC, datetime

from inbox.ports.adapter import Incoming, Kind

Found = dict[str, object]
LINE_END = re.compile("\r\n|\n|\r")
"""Where a stream's line ends: nowhere else, since JSON may hold what Python also takes for the end of a line."""
_HALVES = re.compile("[\ud800-\udfff]")
_MILLISECONDS = 10**11
"""Numbers above are milliseconds: as seconds they would lie behind the year 5000."""


def objects(value: object) -> list[Found]:
    """Return the objects in a list, [] where it is none."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def inner(found: Found, key: str) -> Found:
    """Return an object within an object, {} where there is none."""
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def sound(value: str) -> str:
    """Return a text without half characters, which no database takes."""
    return _HALVES.sub("\ufffd", value)


def words(found: Found, key: str) -> str:
    """Return a text, "" where there is none."""
    value = found.get(key)
    return sound(value) if isinstance(value, str) else ""


def number(found: Found, key: str) -> str:
    """Return a numeric id as text, "" where it is none: some programs write numbers as text."""
    value = found.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**19:
        return str(value)
    return value if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value) else ""


def name_of(found: Found, key: str = "id") -> str:
    """Return an opaque id as text, "" where there is none: the same id comes as a number and as text."""
    value = found.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**40 else ""
    return sound(value) if isinstance(value, str) else ""


def moment(value: object) -> datetime | None:
    """Return a time given in seconds or milliseconds since 1970, as a number or as text; None where it is none."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,16}(\.[0-9]{1,9})?", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        return None
    seconds = value / 1000 if value > _MILLISECONDS else value
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def stamp(value: object) -> datetime | None:
    """Return a time given in ISO 8601 with a zone (also as +0000), in UTC; None where it is none."""
    if not isinstance(value, str) or len(value) > 64:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def digest(*parts: object) -> str:
    """Return a short name made of what is said, the same however often it comes."""
    try:
        text = json.dumps(parts, sort_keys=True)  # in ASCII, so that half characters do no harm
    except RecursionError:
        text = "too deep"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def unknown(found: object, why: str) -> Incoming:
    """Return what stands for something that cannot be read, with the reason."""
    return Incoming(Kind.UNKNOWN, f"unknown:{digest(found)}", why=sound(why))


def lines(text: str) -> list[str]:
    """Return a stream's lines, where some of them are objects by themselves; else the text as the one thing it is.

    What was cut off or garbled stays beside them, so that it costs itself only. An empty line is a sign of life.
    """
    found = [line for line in LINE_END.split(text) if line.strip()]
    return found if any(map(_whole, found)) or not found else [text]


def _whole(line: str) -> bool:
    try:
        return isinstance(value := opened(line.encode(errors="replace")), dict) and bool(value)
    except ValueError:
        return False


def opened(raw: bytes) -> object:
    """Return what JSON bytes hold. Raises: ValueError where they are none, or lie too deep to be read."""
    try:
        return json.loads(raw)
    except RecursionError as cause:
        raise ValueError("nested too deep") from cause
