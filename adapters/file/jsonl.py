"""One JSON object a line: `contact`, `id`, `at`, `text`, `direction`, and `contact_name`, `conversation`, `visibility` if known.

A line that cannot be read is `unknown` and names its number; the lines around it land.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from inbox.ports.adapter import Identity, Incoming, Kind, Visibility

LONGEST = 1024 * 1024
_HALF = re.compile("[\ud800-\udfff]")
"""No database takes one in what names something; in a text it is shown as what cannot be read."""


def read_cursor(cursor: str) -> tuple[int, int]:
    """Return the byte and the line reading ended at."""
    offset, _, line = cursor.partition(":")
    return (int(offset), int(line)) if offset.isdigit() and line.isdigit() else (0, 0)


def lines(path: Path, start: int, number: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield (byte behind it, number, line) from a byte on; of a line above LONGEST only the beginning."""
    with path.open("rb", buffering=1 << 20) as file:
        file.seek(start)
        offset = start
        while raw := file.readline(LONGEST + 1):
            offset += len(raw)
            while len(raw) > LONGEST and not raw.endswith(b"\n"):
                more = file.readline(LONGEST)
                if not more:
                    break
                offset += len(more)
                if more.endswith(b"\n"):
                    break
            number += 1
            yield offset, number, raw


class _Wrong(ValueError):
    """What is wrong with a line."""


def said(raw: bytes, number: int) -> Incoming:
    """Say what a line says."""
    try:
        if len(raw) > LONGEST:
            raise _Wrong("it is longer than 1 MB")
        return _said(_object(raw))
    except _Wrong as cause:
        name = f"line:{number}"
        return Incoming(Kind.UNKNOWN, f"jsonl:{name}:{hash_of(raw)}", external_id=name, why=f"line {number}: {cause}")


def hash_of(raw: bytes) -> str:
    """Return a short hash of a line, so that a mended one is new."""
    return blake2b(raw, digest_size=8).hexdigest()


def _object(raw: bytes) -> dict[str, object]:
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Wrong("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise _Wrong("it is no JSON") from None
    if not isinstance(found, dict):
        raise _Wrong("it is no JSON object")
    return found


def _text(row: dict[str, object], key: str, *, needed: bool = True) -> str:
    value = row.get(key)
    if value is None and not needed:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and key in ("id", "contact", "conversation"):
        value = str(value)
    if not isinstance(value, str):
        raise _Wrong(f"'{key}' is missing" if value is None else f"'{key}' is no text")
    if needed and key != "text" and not value:
        raise _Wrong(f"'{key}' is empty")
    if key != "text" and _HALF.search(value):
        raise _Wrong(f"'{key}' holds half a character")
    return value


def _when(value: object) -> datetime:
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        raise _Wrong(f"'at' is no time: {str(value)[:40]}") from None
    raise _Wrong("'at' is missing" if value is None else "'at' is no time")


def _said(row: dict[str, object]) -> Incoming:
    contact, id = _text(row, "contact"), _text(row, "id")
    direction, visibility = row.get("direction"), row.get("visibility", "private")
    if direction not in ("in", "out"):
        raise _Wrong("'direction' is 'in' or 'out'")
    if visibility not in ("public", "private"):
        raise _Wrong("'visibility' is 'public' or 'private'")
    return Incoming(
        Kind.MESSAGE if direction == "in" else Kind.ECHO,
        f"jsonl:{id}",
        _text(row, "conversation", needed=False) or contact,
        _when(row.get("at")),
        id,
        identities=(Identity("file", contact),),
        name=_text(row, "contact_name", needed=False) or contact,
        visibility=Visibility(str(visibility)),
        text=_text(row, "text"),
    )
