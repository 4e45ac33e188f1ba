"""Mentions: a colleague named with @ in a note is told; what one is, and the commands and events about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.happened import Event
from inbox.domain.intent import Command

_AT = re.compile(r"(?<![\w@./])@")
"""An @ at which a name may begin: in `a@example.com` none does."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who was named in a note, by whom, and whether they have looked."""

    id: int
    conversation: int
    note: int
    person: str
    by: str
    at: datetime
    seen: bool = False


def called_out(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of these names stand behind an @ in a text, each once, in the order of the text.

    Of two names that fit, the longer one is meant; what goes on in letters behind a name is another name.
    """
    known = sorted(names, key=lambda name: (-len(name), name))
    found: dict[str, None] = {}
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        for name in known:
            end = rest[len(name) : len(name) + 1]
            if rest[: len(name)].casefold() == name.casefold() and not (end.isalnum() or end in ("_", "@")):
                found[name] = None
                break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SeeMentions(Command):
    """Say that one has looked at these mentions of oneself (None: at all of them)."""

    mentions: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Mentioned(Event):
    """A person was named in a note."""

    mention: int
    note: int
    person: str


@dataclass(frozen=True, slots=True)
class MentionSeen(Event):
    """Whoever was named has looked."""

    mention: int
