"""Says by what two contacts may be the same person: same address, same number, same name, or what one of them wrote.

Only ever a suggestion, with its evidence: anybody can write somebody else's address, and two people share a name.
A trace is what two contacts are compared by: a key that is the same however it was spelled, and how it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from inbox.domain.model import Contact
from inbox.domain.text import folded

SCANNED = 5000
"""Characters of a message in which addresses are looked for."""
MOST_NAMED = 10
"""Addresses of one message that are kept as traces."""
COMMON = 5
"""A trace that more contacts than this share says nothing about any of them."""
_ENDING = 9
"""Last digits by which two spellings of a telephone number are held to be the same: +49 170 …, 0170 …."""
_TELEPHONES = frozenset({"whatsapp", "wa", "phone", "tel", "sms", "signal", "msisdn"})
"""First words of the kinds of handles that are telephone numbers."""
_NO_MAIL = frozenset({"mastodon", "bluesky", "matrix", "activitypub", "telegram", "x", "instagram", "facebook"})
"""First words of the kinds of handles that may look like a mail address and are none."""
_MAIL = re.compile(r"(?<![\w@.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w@+.,/-])(?!\d{1,2}\.\s?\d{1,2}\.)(?:\+|0)[\d(][\d\s()/.-]{6,18}\d(?![\w@])")
_LETTER = re.compile(r"[^\W\d_]")


class Tie(StrEnum):
    """What two contacts have in common."""

    MAIL = "mail"
    """The same mail address."""
    PHONE = "phone"
    """The same telephone number."""
    ENDING = "ending"
    """Telephone numbers that end alike, one of them without its country."""
    WROTE = "wrote"
    """One wrote the other's address or number in a message."""
    NAME = "name"
    """The same name under the same handle."""


class Strength(StrEnum):
    """How much a suggestion is worth."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


STRENGTH = {
    Tie.MAIL: Strength.STRONG,
    Tie.PHONE: Strength.STRONG,
    Tie.WROTE: Strength.FAIR,
    Tie.ENDING: Strength.FAIR,
    Tie.NAME: Strength.WEAK,
}
_ORDER = tuple(Tie)


@dataclass(frozen=True, slots=True)
class Trace:
    """By what a contact may be recognised. `message` is the one in which it stands; 0: it is the contact's own."""

    key: str
    shown: str
    contact: int = 0
    message: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two contacts that may be one person: `contact` is looked at, `other` is who else it may be.

    `value` is what they have in common as it stands with `contact`, `theirs` as with `other`; `writer` is who of the two
    wrote it in `message`, where one did.
    """

    contact: int
    other: int
    tie: Tie
    value: str
    theirs: str
    writer: int = 0
    message: int = 0

    @property
    def strength(self) -> Strength:
        """How much it is worth."""
        return STRENGTH[self.tie]


def own(contact: Contact) -> tuple[Trace, ...]:
    """Return a contact's own traces: its addresses, its numbers, its name under its handle."""
    name = str(contact.name)
    found = chain.from_iterable(of_handle(h.kind, str(h.value), name) for h in contact.handles if h.value.text)
    return tuple({t.key: Trace(t.key, t.shown, contact.id) for t in found}.values())


def of_handle(kind: str, value: str, name: str) -> list[Trace]:
    """Return the traces of one handle of somebody with this name."""
    found, first = [], re.split(r"[\W_]", kind.casefold())[0]
    if first in _TELEPHONES and not _LETTER.search(value) and (number := _number(value, bare=True)):
        found.append(number)
    elif first not in _NO_MAIL and _MAIL.fullmatch(value):
        found.append(_mail(value))
    alias = _alias(value)
    if alias and name.strip():
        found.append(Trace(f"name:{alias} {_letters(name)}", f"{name} ({value})"))
    return found


def named(text: str | None) -> tuple[Trace, ...]:
    """Return the traces of the addresses and numbers a text names."""
    text = (text or "")[:SCANNED]
    found: list[Trace] = [_mail(m.group()) for m in _MAIL.finditer(text)] if "@" in text else []
    if any(digit in text for digit in "0+"):
        found += [n for m in _TELEPHONE.finditer(text) if (n := _number(m.group()))]
    # Of two spellings of one number the one with its country is kept: it says more.
    found.sort(key=lambda trace: trace.shown.startswith("+"))
    return tuple({t.key: t for t in found}.values())[:MOST_NAMED]


def _mail(address: str) -> Trace:
    shown = address.casefold().rstrip(".-")
    return Trace(f"mail:{shown}", shown)


def _number(value: str, *, bare: bool = False) -> Trace | None:
    """Return the trace of a telephone number; `bare` takes one that begins with its country and no sign."""
    value = value.strip()
    if value.startswith(("+", "00")):
        value = value.replace("(0)", "")  # dialled only within the country
    digits = "".join(c for c in value if c.isascii() and c.isdigit())
    if value.startswith("+"):
        shown = f"+{digits}"
    elif digits.startswith("00"):
        shown = f"+{digits[2:]}"
    elif digits.startswith("0"):
        shown = digits
    else:
        shown = f"+{digits}" if bare else ""
    size = len(shown.lstrip("+0"))
    return Trace(f"phone:{shown[-_ENDING:]}", shown) if _ENDING <= size <= 15 else None


def _alias(value: str) -> str:
    """Return the part of a handle that somebody chose, the same on every platform; "" where a platform chose it."""
    bare = value.strip().lstrip("@")
    if bare.startswith("did:"):
        return ""
    local = _letters(bare.removesuffix(".bsky.social").split("@")[0].split(":")[0])
    return local if len(local) >= 3 and len(_LETTER.findall(local)) >= 3 else ""


def _letters(text: str) -> str:
    return "".join(c for c in folded(text) if c.isalnum())


def suggestions(mine: Iterable[Trace], theirs: Iterable[Trace]) -> list[Suggestion]:
    """Return who else somebody may be, the best evidence for each, strongest first.

    What both only wrote about says nothing, nor does what many share.
    """
    by_key: dict[str, list[Trace]] = {}
    for trace in theirs:
        by_key.setdefault(trace.key, []).append(trace)
    best: dict[int, Suggestion] = {}
    for trace in mine:
        alike = by_key.get(trace.key, ())
        if len({t.contact for t in alike}) > COMMON:
            continue
        for other in alike:
            tie = _tie(trace, other)
            known = best.get(other.contact)
            if tie is not None and (known is None or _ORDER.index(tie) < _ORDER.index(known.tie)):
                best[other.contact] = _suggestion(trace, other, tie)
    rank = tuple(Strength)
    return sorted(best.values(), key=lambda s: (rank.index(s.strength), s.other))


def _tie(one: Trace, other: Trace) -> Tie | None:
    if one.message or other.message:
        both = bool(one.message and other.message)
        return None if both or not _same_number(one, other) else Tie.WROTE
    match one.key.split(":")[0]:
        case "mail":
            return Tie.MAIL
        case "phone":
            if not _same_number(one, other):
                return None
            return Tie.PHONE if one.shown == other.shown else Tie.ENDING
        case _:
            return Tie.NAME


def _same_number(one: Trace, other: Trace) -> bool:
    """Tell whether two numbers that end alike can be the same; two that name their country must be equal."""
    international = one.shown.startswith("+") and other.shown.startswith("+")
    return not (one.key.startswith("phone:") and international) or one.shown == other.shown


def _suggestion(mine: Trace, theirs: Trace, tie: Tie) -> Suggestion:
    writer = mine.contact if mine.message else theirs.contact if theirs.message else 0
    message = mine.message or theirs.message
    return Suggestion(mine.contact, theirs.contact, tie, mine.shown, theirs.shown, writer, message)


def connected(start: int, pairs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return everybody whom pairs join with somebody, directly or through others; themselves included."""
    beside: dict[int, set[int]] = {}
    for a, b in pairs:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    found, new = {start}, [start]
    while new:
        reached = beside.get(new.pop(), set()) - found
        found |= reached
        new += reached
    return frozenset(found)
