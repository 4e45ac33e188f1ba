"""What signing off shows: replies that wait for somebody else's word, with what they answer and who may let them go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inbox.domain.holding import Hold
from inbox.domain.model import Conversation, Message
from inbox.domain.signing import Guard
from inbox.ports.page import Page


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A reply that waits for a sign-off, or leaves after a while in which a lead can stop it.

    `parts` are the messages it leaves as, `shown` what the contact wrote before it, oldest first. `lacks` says why the person
    may not let it go: `own`, `role`, the competences they lack; "" where they may. `reads` tells that they may open the whole
    conversation.
    """

    parts: tuple[Message, ...]
    channel: str
    platform: str
    contact: str
    shown: tuple[Message, ...]
    lacks: str
    reads: bool

    @property
    def message(self) -> Message:
        """The message that stands for the reply: its first."""
        return self.parts[0]

    @property
    def text(self) -> str:
        """The whole reply."""
        return "\n\n".join(str(m.words) for m in self.parts)


class Releases(Protocol):
    """The part of a desk that knows what waits for a sign-off, and what would."""

    async def held(self, *, limit: int = 50, after: str = "") -> Page[HeldRow]:
        """Return replies that wait for a sign-off, or leave after a while, oldest first: what one reads or may let go."""

    async def check(
        self,
        text: str,
        *,
        public: bool = False,
        lang: str = "",
        rules: str = "",
        channel: str = "",
        conversation: int | None = None,
    ) -> tuple[Hold, ...]:
        """Return what would hold a reply, without writing it: by the rules of the house, or by others to try them.

        On a `channel`, or in a `conversation`, it is whatever would hold this person's reply there. Raises: NotFound, BadInput.
        """

    async def guards(self) -> tuple[Guard, ...]:
        """Return how freely people speak where that is not by their role alone: one's own, for a lead everybody's."""

    async def risks(self) -> str:
        """Return the risk rules that hold here, as they can be written anew."""


Around = tuple[tuple[Message, ...], tuple[Message, ...], str, str]
"""A waiting reply's parts, what the contact wrote before it, the contact's name, and the platform."""


class Signing(Protocol):
    """The part of a store that knows what waits for a sign-off."""

    async def waiting(self, after: int, limit: int) -> list[tuple[Message, Conversation]]:
        """Return the first message of replies that wait, whoever may see them, oldest first behind an id, with its conversation."""

    async def around(self, messages: Sequence[Message]) -> list[Around]:
        """Return what stands around waiting replies, in the order of these."""

    async def guards(self) -> tuple[Guard, ...]:
        """Return all guards, by person."""

    async def risks(self) -> str:
        """Return the house's own risk rules, "" for the standard ones."""
