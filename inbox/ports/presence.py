"""Who else is here: what colleagues look at and write just now, told between screens and never kept.

Nothing of this is a fact: it is in no feed, survives no restart, and whoever misses a word of it has missed nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

REPEATED = 15.0
"""Seconds after which a screen says again what it looks at."""
GONE = 40.0
"""Seconds of silence after which a screen is taken to be gone."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at a conversation: reading it, or `writing` to the contact, `since` when.

    `screen` tells several screens of one person apart; it is a name that the screen gave itself.
    """

    person: str
    conversation: int
    writing: bool
    since: datetime
    screen: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """Who is here, longest first.

    `number` stands for all of it: it is another whenever something is, and at another server; 0 is nobody.
    """

    number: int = 0
    here: tuple[Present, ...] = ()
