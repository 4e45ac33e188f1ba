"""Requests by mail: who has an address, what was sent, and the signed token by which an answer finds its request.

A token names request and expiry and is signed for one person (HMAC-SHA256, 96 bits); it stands in the local part of the
address that an answer goes to, in base32, because mail programs change the case of letters. Nothing else in a mail
counts: neither its subject nor its thread, nor who it claims to be from, decides which request is answered.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from inbox.domain.model import Channel, Words

MARK = "rq-"
"""How a token begins."""
_SIGNED = 12
"""Bytes of the signature that are kept."""
_TOKEN = re.compile(r"(?<![a-z0-9])rq-([a-z2-7]{34})(?![a-z0-9])", re.IGNORECASE)
_LIKE = re.compile(r"(?<![a-z0-9])rq-[a-z0-9]{20,60}(?![a-z0-9])", re.IGNORECASE)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
STANDS = timedelta(days=14)
"""How long an answer by mail counts after the request is due."""
PURPOSE, REQUESTS = "for", "requests"
"""The setting, and its value, of the mailbox that is kept for requests: no customer is ever heard or answered there."""


class LetterKind(StrEnum):
    """Why a letter is sent."""

    ASKED = "asked"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    NOBODY = "nobody"


class LetterState(StrEnum):
    """How far a letter got."""

    DUE = "due"
    LEFT = "left"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody who is asked by mail."""

    person: str
    address: Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A request on its way by mail to somebody; `due` is the next attempt."""

    id: int
    request: int
    person: str
    kind: LetterKind
    at: datetime
    until: datetime
    state: LetterState = LetterState.DUE
    due: datetime | None = None
    attempts: int = 0
    error: Words | None = None


def for_requests(channel: Channel) -> bool:
    """Tell whether a channel is kept for requests."""
    return channel.setting(PURPOSE) == REQUESTS


def gateway(channels: Iterable[Channel]) -> Channel | None:
    """Return the channel that requests leave by, None where there is none."""
    return next((c for c in sorted(channels, key=lambda c: c.name) if c.active and for_requests(c)), None)


def ours(channels: Iterable[Channel], address: str) -> Channel | None:
    """Return the channel whose mailbox an address is, under whatever suffix, or to which answers go."""
    local, _, domain = address.lower().rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    for channel in channels:
        if plain == channel.setting("address").strip().lower():
            return channel
        before, gap, behind = channel.setting("request_address").strip().lower().partition("{token}")
        if gap and address.lower().startswith(before) and address.lower().endswith(behind):
            return channel
    return None


def _sign(key: bytes, what: bytes, person: str) -> bytes:
    return hmac.digest(key, b"inbox request\0" + what + b"\0" + person.encode(), "sha256")[:_SIGNED]


def token(key: bytes, request: int, person: str, until: datetime) -> str:
    """Return the token with which a person answers a request until then."""
    what = request.to_bytes(6, "big") + _hours(until).to_bytes(3, "big")
    signed = base64.b32encode(what + _sign(key, what, person)).decode().rstrip("=")
    return MARK + signed.lower()


def _hours(until: datetime) -> int:
    """Return whole hours since the epoch, rounded up: no answer ends earlier than was said."""
    return max(0, -((_EPOCH - until) // _HOUR))


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who may answer which request, and until when."""

    person: str
    request: int
    until: datetime


def bearer(key: bytes, token: str, people: Iterable[str]) -> Bearer | None:
    """Return for whom a token was signed, None where it was for none of them or was made up."""
    found = _TOKEN.fullmatch(token.strip())
    if found is None:
        return None
    try:
        raw = base64.b32decode(found[1].upper() + "=" * (-len(found[1]) % 8))
    except (binascii.Error, ValueError):
        return None
    what, signed = raw[:9], raw[9:]
    whose = [person for person in people if hmac.compare_digest(_sign(key, what, person), signed)]
    if not whose:
        return None
    until = _EPOCH + int.from_bytes(what[6:], "big") * _HOUR
    return Bearer(whose[0], int.from_bytes(what[:6], "big"), until)


def tokens_in(text: str) -> tuple[str, ...]:
    """Return what looks like a token in a text, whole or damaged, each once, in lower case."""
    return tuple(dict.fromkeys(found.group().lower() for found in _LIKE.finditer(text)))
