"""Fills a template: variables, what stands in for those nobody knows, and what only the writer can say. Pure.

`{first_name}` is a variable, `{first_name|dear customer}` one with a fallback, `{first_name|contact|there}` tries one
after the other, `{?order number}` is asked of the writer, `{?order number|your order}` may stay unanswered, and `{{` is a
brace. A value is put in once and never read again, so that no customer's name can be a variable. What is left open
is marked, and a text with such a mark does not leave.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.model import Conversation
from inbox.errors import BadInput

VARIABLES = ("contact", "first_name", "me", "owner", "channel", "platform", "subject", "number", "date", "time")
"""What can be filled in without asking anybody."""
LONGEST = 80
"""Characters of a value that come from outside."""
_OPEN, _CLOSE = "⟨", "⟩"
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_GAP = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]{{1,60}})\\?{_CLOSE}")
_ASKED = re.compile(r"[\w][\w \-/.]{0,39}")
_FIRST = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TITLES = frozenset(
    "dr prof herr frau mr mrs ms hr fr familie family fam firma team eheleute the die der das den los las les".split()
)
"""What stands before a name, or before a whole family's."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A template as a text; `gaps` are what nobody knows and nothing stands in for, in the order of the text."""

    text: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a template: its plain text, or variables to try in turn, what is asked, and the last resort (None: none)."""

    plain: str = ""
    tries: tuple[str, ...] = ()
    asked: str = ""
    fallback: str | None = None


def pieces(text: str) -> tuple[Piece, ...]:
    """Read a template. Raises: BadInput, saying what cannot be understood and where."""
    found: list[Piece] = []
    end = 0
    for match in _PIECE.finditer(text):
        found.append(Piece(text[end : match.start()]))
        end = match.end()
        whole = match[0]
        if whole in ("{{", "}}"):
            found.append(Piece(whole[0]))
        elif whole in "{}":
            line = text.count("\n", 0, match.start()) + 1
            raise BadInput(
                "Line {line} has a lone {brace}; write it twice if a brace is meant.", line=line, brace=whole
            )
        else:
            found.append(_piece(match[1]))
    return tuple(p for p in (*found, Piece(text[end:])) if p != Piece())


def _piece(inside: str) -> Piece:
    first, *rest = inside.split("|")
    if first.startswith("?"):
        asked = " ".join(first[1:].split())
        if not _ASKED.fullmatch(asked) or len(rest) > 1:
            raise BadInput(
                "{asked} cannot be asked; write it like {example}.", asked="{" + inside + "}", example="{?order number}"
            )
        return Piece(asked=asked, fallback=rest[0] if rest else None)
    names = [first.strip()]
    while len(rest) > 1 or (rest and rest[0].strip() in VARIABLES):
        names.append(rest.pop(0).strip())
    for name in names:
        if name not in VARIABLES:
            raise BadInput(
                "There is no variable {name}; there are: {known}. What the writer has to say is written like {example}.",
                name=repr(name), known=", ".join(VARIABLES), example="{?order number}",
            )  # fmt: skip
    return Piece(tries=tuple(names), fallback=rest[0] if rest else None)


def fill(text: str, values: Mapping[str, str], said: Mapping[str, str] | None = None) -> Filled:
    """Fill a template with what its writer said, and with what is known; what stays open is marked. Raises: BadInput."""
    parts: list[str] = []
    gaps: dict[str, None] = {}
    said = {key: value.strip() for key, value in (said or {}).items() if value.strip()}
    known = {**values, **said}
    for piece in pieces(text):
        tried = (known.get(name) for name in piece.tries) if piece.tries else (said.get(piece.asked),)
        value = next((v for v in tried if v), piece.fallback)
        gap = piece.asked or next(iter(piece.tries), "")
        if gap and value is None:
            gaps[gap] = None
            value = mark(gap)
        parts.append(value or piece.plain)
    return Filled("".join(parts), tuple(gaps))


def asked(text: str) -> tuple[str, ...]:
    """Return what a template asks its writer, each once. Raises: BadInput."""
    return tuple(dict.fromkeys(p.asked for p in pieces(text) if p.asked))


def variables(text: str) -> tuple[str, ...]:
    """Return the variables of a template, each once. Raises: BadInput."""
    return tuple(dict.fromkeys(name for p in pieces(text) for name in p.tries))


def mark(gap: str) -> str:
    """Return how something that is still open stands in a text."""
    return f"{_OPEN}{gap}?{_CLOSE}"


def gaps(text: str) -> tuple[str, ...]:
    """Return what is still open in a text, each once."""
    return tuple(dict.fromkeys(_GAP.findall(text)))


def outside(value: str) -> str:
    """Return a value from outside as one short line that no mark can stand in."""
    return " ".join(value.replace(_OPEN, "").replace(_CLOSE, "").split())[:LONGEST].strip()


def first_name(name: str) -> str:
    """Return what somebody may be greeted by; "" where a name is none: a handle, a number, a title, letters in a row."""
    words = outside(name).split()
    first = words[0].rstrip(",.") if words else ""
    fits = _FIRST.fullmatch(first) and 2 <= len(first) <= 30 and first[0].isupper() and not first.isupper()
    return first if fits and first.casefold() not in _TITLES else ""


def values(conversation: Conversation, contact: str, platform: str, me: str, at: datetime) -> dict[str, str]:
    """Return what is known of a conversation, for whoever writes in it at a moment in their own zone."""
    return {
        "contact": outside(contact),
        "first_name": first_name(contact),
        "me": me,
        "owner": conversation.owner or "",
        "channel": conversation.channel,
        "platform": platform,
        "subject": outside(str(conversation.subject or "")),
        "number": str(conversation.id),
        "date": f"{at:%d.%m.%Y}",
        "time": f"{at:%H:%M}",
    }
