"""Opens what Meta sends: webhook bodies, entries, lists and answers of the Graph API, down to one thing at a time.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started: one POST holds up to 1000 updates of several
accounts; whatever one of them does to its reader costs that one only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.kit.found import Found, inner, moment, name_of, opened, stamp, unknown, words
from inbox.ports.adapter import Incoming

DEEPEST = 6
"""How deep things may lie: a list of bodies of entries of events, or an answer that holds a list."""
POLLED = "polled"
"""Where our own polling puts what an answer said, in an entry that says whose it is: so a replay knows it, too."""
_GROUPS = ("messaging", "standby", "changes", POLLED)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a thing: whose account it is for, and when Meta told it."""

    account: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """A platform's readers: `objects` are the webhooks that are its own; `answer` returns None for what it does not know."""

    objects: frozenset[str]
    event: Callable[[Found, Around], list[Incoming]]
    change: Callable[[str, Found, Around], list[Incoming]]
    answer: Callable[[Found, Around], list[Incoming] | None]


def time_of(value: object) -> datetime | None:
    """Return a time as Meta gives it: seconds, milliseconds, or ISO 8601; as a number or as text."""
    return moment(value) or stamp(value)


def said(raw: bytes, readers: Readers) -> list[Incoming]:
    """Say what a payload says; never raises."""
    try:
        found = opened(raw)
    except ValueError:
        return [unknown(raw.decode("latin-1"), "this is no JSON")]
    return _opened(found, Around(), readers, 0) or [unknown(found, "it says nothing")]


def _opened(found: object, around: Around, readers: Readers, depth: int) -> list[Incoming]:
    if depth > DEEPEST:
        return [unknown(found, "it lies too deep")]
    if isinstance(found, list):
        return [told for part in found for told in _opened(part, around, readers, depth + 1)]
    if not isinstance(found, dict):
        return [unknown(found, "this is no object")]
    try:
        return _object(found, around, readers, depth)
    # Whatever a thing does to this reader, it must cost this thing only.
    except Exception as cause:
        return [unknown(found, f"this cannot be read ({type(cause).__name__})")]


def _object(found: Found, around: Around, readers: Readers, depth: int) -> list[Incoming]:
    of = words(found, "object")
    if "entry" in found:
        if of and of not in readers.objects:
            return [unknown(found, f"this is a webhook of another platform: {of[:60]}")]
        entries = found["entry"] if isinstance(found["entry"], list) else [found["entry"]]
        told = [t for entry in entries for t in _entry(entry, readers, depth + 1)]
        return told or [unknown(found, "it holds no entries")]
    if any(isinstance(found.get(key), (list, dict)) for key in _GROUPS):
        return _entry(found, readers, depth + 1)
    if "field" in found and "value" in found:
        return _change(found, around, readers)
    if isinstance(found.get("sender"), dict) or isinstance(found.get("recipient"), dict):
        return readers.event(found, around) or [unknown(found, "it says nothing")]
    if isinstance(found.get("data"), list):
        return _opened(found["data"], around, readers, depth + 1) or [unknown(found, "an empty list")]
    if "error" in found:
        why = words(inner(found, "error"), "message")
        return [unknown(found, f"this is an error, no message: {why}" if why else "this is an error, no message")]
    return _answer(found, around, readers, depth)


def _answer(found: Found, around: Around, readers: Readers, depth: int) -> list[Incoming]:
    told = readers.answer(found, around)
    if told is not None:
        return told or [unknown(found, "it says nothing")]
    # Asked for several ids at once, the Graph API answers with an object of objects.
    if found and all(isinstance(part, dict) and name_of(part) == key for key, part in found.items()):
        return _opened(list(found.values()), around, readers, depth + 1)
    names = ", ".join(sorted(found)[:5])
    return [unknown(found, f"this is nothing that is known: {names[:100]}" if names else "it is empty")]


def _entry(entry: object, readers: Readers, depth: int) -> list[Incoming]:
    if not isinstance(entry, dict):
        return [unknown(entry, "this entry is no object")]
    around = Around(name_of(entry), time_of(entry.get("time")))
    told: list[Incoming] = []
    for group in _GROUPS:
        if entry.get(group) is None:
            continue
        parts = entry[group] if isinstance(entry[group], list) else [entry[group]]
        for part in parts:
            # Some programs put the entries where the events belong.
            if group == POLLED or not isinstance(part, dict) or any(key in part for key in _GROUPS):
                told += _opened(part, around, readers, depth + 1)
            else:
                told += _told(part, group, around, readers)
    if "field" in entry and "value" in entry:
        told += _change(entry, around, readers)
    return told or [unknown(entry, "this entry says nothing")]


def _told(part: Found, group: str, around: Around, readers: Readers) -> list[Incoming]:
    try:
        told = _change(part, around, readers) if group == "changes" else readers.event(part, around)
        return told or [unknown(part, "it says nothing")]
    # Whatever a thing does to this reader, it must cost this thing only.
    except Exception as cause:
        return [unknown(part, f"this cannot be read ({type(cause).__name__})")]


def _change(part: Found, around: Around, readers: Readers) -> list[Incoming]:
    field, value = words(part, "field"), part.get("value")
    if not field:
        return [unknown(part, "a change of nothing")]
    values = value if isinstance(value, list) else [value]
    told = [t for v in values for t in readers.change(field, v if isinstance(v, dict) else {}, around)]
    return told or [unknown(part, f"a change that is not known: {field[:60]}")]
