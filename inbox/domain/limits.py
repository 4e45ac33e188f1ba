"""How long a reply may be and until when it may leave: what a platform's rules come down to, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from inbox.domain.incoming import Identity, Visibility
from inbox.domain.model import Channel


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a text is in a platform's own `unit`, and how long it may be there.

    Where a platform has two limits, `used` and `max` are those of the unit it is known for, and `fits` is
    about both; `why` then says what else stands against it. `cost` is what sending it costs, as "$0.015".
    """

    used: int
    max: int
    unit: str
    fits: bool
    cost: str = ""
    why: str = ""


class Window(StrEnum):
    """How a conversation may be answered."""

    OPEN = "open"
    AGENT = "agent"
    """Only by a person, not by a machine (Meta's human agent: seven days)."""
    TEMPLATE = "template"
    """Only with a text that the platform has approved before."""
    UNSUMMONED = "unsummoned"
    """The platform lets us answer only who mentioned us."""
    BLOCKED = "blocked"
    """The contact does not want to be written to, or is gone."""
    CLOSED = "closed"

    @property
    def writable(self) -> bool:
        """Tell whether a reply may leave as it is."""
        return self in (Window.OPEN, Window.AGENT)


@dataclass(frozen=True, slots=True)
class ReplyWindow:
    """Until when (aware; None: no end) and how; `why` is a sentence for whoever cannot answer."""

    window: Window
    until: datetime | None = None
    why: str = ""


OPEN = ReplyWindow(Window.OPEN)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules of a platform look at: where the dialogue is, who is in it, when they last wrote, what the platform said last.

    `last_in` is when the contact last wrote (None: never); `hint` is the last `Incoming.window` of this
    conversation ("": nothing was said).
    """

    visibility: Visibility
    conversation_key: str
    last_in: datetime | None
    hint: str = ""
    to: tuple[Identity, ...] = ()


class Limits(Protocol):
    """What platforms allow. Their adapters know it, and the rules ask."""

    def mute(self, platform: str) -> bool:
        """Tell whether nobody can be answered there at all."""

    def splits(self, platform: str) -> bool:
        """Tell whether a reply that is too long may leave as several messages."""

    def files(self, platform: str) -> bool:
        """Tell whether a reply may carry files there."""

    def measure(self, channel: Channel, standing: Standing, text: str) -> Measure | None:
        """Return how long a text is there, None where nobody counts."""

    def window(self, channel: Channel, standing: Standing, at: datetime) -> ReplyWindow:
        """Return until when, and how, a conversation may be answered."""


class Unlimited:
    """Limits of a platform that has none."""

    def mute(self, platform: str) -> bool:
        """Everybody can be answered."""
        return False

    def splits(self, platform: str) -> bool:
        """Nothing is ever too long."""
        return False

    def files(self, platform: str) -> bool:
        """Whatever is enclosed is taken."""
        return True

    def measure(self, channel: Channel, standing: Standing, text: str) -> Measure | None:
        """Nobody counts."""
        return None

    def window(self, channel: Channel, standing: Standing, at: datetime) -> ReplyWindow:
        """It is always open."""
        return OPEN
