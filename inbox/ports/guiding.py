"""What a desk and a store know of what leadership wants: the cards, and why we said something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from inbox.domain.goals import Card
from inbox.domain.model import Message, Note, Person, Request
from inbox.domain.why import Sight, Step


@dataclass(frozen=True, slots=True)
class Why:
    """Why we said this: one reply of ours with all that led to it.

    `parts` are its messages, where it left as several; `to` what the contact had written before it; `owner` who owned the
    conversation then; `cards` the goal and guideline versions it was written under; `requests` those whose answers it
    uses; `steps` the facts, oldest first; `notes` the reasons given with them; `saw` who has seen it. `proven` tells that words and facts fit each other and
    the facts those before them, and that nobody changed the reply on the platform since; that the whole chain is unbroken
    says `verify`. `head` is the last fact of the whole inbox at that moment, as number:hash.
    """

    parts: tuple[Message, ...]
    contact: str
    channel: str
    to: tuple[Message, ...]
    owner: str
    cards: tuple[Card, ...]
    requests: tuple[Request, ...]
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    saw: tuple[Sight, ...]
    proven: bool
    head: str = ""


class Reasons(Protocol):
    """The part of a desk that knows what leadership wants, and why we said something."""

    async def cards(self) -> tuple[Card, ...]:
        """Return the goals and guidelines that stand for one's channels, also those whose time is over, oldest first."""

    async def versions(self, card: int) -> tuple[Card, ...]:
        """Return all versions of a goal or guideline, oldest first. Raises: NotFound."""

    async def why(self, message: int) -> Why:
        """Return why we said this: all that led to one reply of ours, and who has seen it. Raises: NotFound."""

    async def reasons(self, conversation: int) -> tuple[Why, ...]:
        """Return why we said each of our replies in a conversation, oldest first. Raises: NotFound."""


class Guiding(Protocol):
    """The part of a store that knows what leadership wants."""

    async def cards(self, person: Person) -> tuple[Card, ...]:
        """Return the goals and guidelines that stand for a person's channels, also those whose time is over, oldest first."""

    async def versions(self, person: Person, card: int) -> tuple[Card, ...]:
        """Return all versions of a card, oldest first. Raises: NotFound."""

    async def why(self, person: Person, message: int) -> Why:
        """Return why we said this. Raises: NotFound."""

    async def reasons(self, person: Person, conversation: int) -> tuple[Why, ...]:
        """Return that of every reply in a conversation, oldest first. Raises: NotFound."""
