"""Opens what comes in a webhook's body, in whatever it is wrapped, and asks whoever knows its shape: pure, never raises.

A body is JSON, JSON lines, or a form whose `payload` is JSON; it holds one thing or a list of them, perhaps in the
envelope of Standard Webhooks (`type`, `timestamp`, `data`).
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from adapters.kit.found import Found, inner, objects, opened, sound, unknown, words
from adapters.webhook import foreign, github, gitlab, own
from inbox.ports.adapter import Incoming, Kind

DEEPEST = 3
"""How many lists may lie around a thing."""
MOST = 10_000
"""Things in one body that are looked at."""
_LISTS = ("items", "messages", "events", "data", "entries")
"""What a list of things is called, where it does not stand alone."""
_FORM = re.compile(rb"[A-Za-z_][\w.\[\]-]{0,80}=[^\r\n]*\s*", re.ASCII)


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a body says; its headers only name what the body itself does not."""
    given = {key.lower(): value for key, value in headers.items()}
    try:
        things = list(_things(_body(raw, given.get("content-type", ""))))
    except ValueError as cause:
        return [unknown(raw.decode("latin-1"), f"this is no JSON ({cause})" if str(cause) else "this is no JSON")]
    if len(things) > MOST:
        return [unknown(raw.decode("latin-1"), f"more than {MOST} things in one body")]
    delivery = sound(given.get("webhook-id", ""))
    says: list[Incoming] = []
    for number, thing in enumerate(things):
        says += _said(thing, given, f"{delivery}/{number}" if delivery and len(things) > 1 else delivery)
    return says or [unknown(raw.decode("latin-1"), "it says nothing")]


def _body(raw: bytes, type: str) -> object:
    """Return what a body holds. Raises: ValueError where it is neither JSON nor a form."""
    form = type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"
    if form or (_FORM.fullmatch(raw) and raw[:1] not in b'{["'):
        pairs = dict(parse_qsl(raw.decode("utf-8", "replace").strip(), max_num_fields=1000))
        if pairs:
            return opened(pairs["payload"].encode("utf-8", "surrogatepass")) if "payload" in pairs else pairs
    text = raw.decode("utf-8-sig")
    try:
        return opened(text.encode())
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            raise ValueError from None
        return [_line(line) for line in lines[: MOST + 1]]


def _line(line: str) -> object:
    try:
        return opened(line.encode())
    except ValueError:
        return line


def _things(found: object, depth: int = 0) -> Iterator[object]:
    """Yield the single things a body holds; each keeps the envelope that says what it is."""
    if isinstance(found, list) and depth < DEEPEST:
        for one in found:
            yield from _things(one, depth + 1)
        return
    if isinstance(found, dict) and depth < DEEPEST and not _foreign(found):
        around = {key: value for key, value in found.items() if key not in _LISTS}
        for key in _LISTS:
            many = found.get(key)
            if objects(many) and isinstance(many, list) and not own.speaks(found):
                enveloped = bool(words(around, "type"))
                for one in many:
                    yield from _things({**around, "data": one} if enveloped else one, depth + 1)
                return
    yield found


def _doubtful(said: Incoming) -> bool:
    """Tell whether the names that are asked for leave out what something is, what it is called, or whose it is."""
    nameless = said.kind is Kind.MESSAGE and not said.external_id
    return said.kind is Kind.UNKNOWN or nameless or any(who.value.lower() in foreign.ROLES for who in said.identities)


def _foreign(found: Found) -> bool:
    return github.speaks(found) or gitlab.speaks(found)


def _said(thing: object, headers: Mapping[str, str], delivery: str) -> list[Incoming]:
    if not isinstance(thing, dict):
        return [unknown(thing, "this is no object")]
    try:
        if gitlab.speaks(thing):
            return gitlab.said_by(thing)
        if "x-github-event" in headers or github.speaks(thing):
            return github.said_by(thing, headers.get("x-github-event", ""))
        # Whoever wraps what another service says hands it on whole.
        if (whole := inner(thing, "data")) and _foreign(whole):
            return gitlab.said_by(whole) if gitlab.speaks(whole) else github.said_by(whole, "")
        said = own.said_by(thing, delivery)
        if _doubtful(said[0]) and (known := foreign.put(thing)):
            other = own.said_by(known, delivery, thing)
            return said if other[0].kind is Kind.UNKNOWN else other
        return said
    # Whatever a thing does to its reader, it must cost this thing only.
    except Exception as cause:
        return [unknown(thing, f"this cannot be read ({type(cause).__name__})")]
