"""Goals and guidelines: what leadership wants from the dialogues, as versioned cards, and the commands and events about them.

A card says for which dialogues it is, what to do and what not to do; a goal also by what it is measured and until
when it holds. A changed card is a new version; a reply keeps the numbers of the versions it was written under.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inbox.domain.happened import Event
from inbox.domain.incoming import Visibility
from inbox.domain.intent import Command
from inbox.domain.model import Words

MOST_GOALS = 3
"""Goals that may hold at once for one channel: more of them nobody keeps in mind."""


class CardKind(StrEnum):
    """A goal holds for a time and is few; a guideline holds until it is withdrawn."""

    GOAL = "goal"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True)
class CardScope:
    """For which dialogues a card is; what is empty narrows nothing.

    `topics` are words or phrases of which one occurs in what the contact wrote last, or in what is being answered.
    """

    channels: tuple[str, ...] = ()
    visibility: Visibility | None = None
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One version of a goal or a guideline; `card` is the id of its first version, and names it through all of them.

    `do` and `dont` hold one thing a line. `ended` is when a newer version, or nothing, took its place.
    """

    id: int
    card: int
    version: int
    kind: CardKind
    title: Words
    do: Words
    dont: Words
    measure: Words
    scope: CardScope
    by: str
    at: datetime
    until: datetime | None = None
    ended: datetime | None = None
    ended_by: str = ""

    def holds(self, at: datetime) -> bool:
        """Tell whether it is to be heeded at a moment."""
        return self.ended is None and (self.until is None or self.until > at)


# --- commands


@dataclass(frozen=True, slots=True)
class PublishGoal(Command):
    """Say what leadership wants for a time, or say it anew (`card` is the goal that is changed)."""

    title: str
    until: datetime
    do: str = ""
    dont: str = ""
    measure: str = ""
    scope: CardScope = CardScope()
    card: int | None = None


@dataclass(frozen=True, slots=True)
class PublishGuideline(Command):
    """Say what to do and not to do on a channel or about a topic, or say it anew."""

    title: str
    do: str = ""
    dont: str = ""
    scope: CardScope = CardScope()
    card: int | None = None


@dataclass(frozen=True, slots=True)
class EndCard(Command):
    """Let a goal or a guideline hold no longer; replies written under it keep its number."""

    card: int


@dataclass(frozen=True, slots=True)
class See(Command):
    """Say that one has had a conversation's messages before one's eyes, up to this number."""

    conversation: int
    upto: int


# --- events


@dataclass(frozen=True, slots=True)
class CardPublished(Event):
    """A goal or guideline holds from now on, in place of the version of `card` before it."""

    id: int
    card: int
    version: int
    kind: CardKind
    title: Words
    do: Words
    dont: Words
    measure: Words
    scope: CardScope
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardEnded(Event):
    """A goal or guideline holds no longer; `id` was its last version."""

    id: int
    card: int
    kind: CardKind


@dataclass(frozen=True, slots=True)
class Seen(Event):
    """Somebody has had the messages up to this number before their eyes."""

    upto: int
