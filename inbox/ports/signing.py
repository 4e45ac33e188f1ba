"""What signing off shows: replies that wait for somebody else's word, with what they answer and who may let them go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from inbox.domain.model import Conversation, Message
from inbox.domain.signing import Guard


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


class Signing(Protocol):
    """The part of a store that knows what waits for a sign-off."""

    async def waiting(self) -> list[tuple[Message, Conversation]]:
        """Return the first message of every reply that waits, whoever may see it, oldest first, with its conversation."""

    async def around(self, message: Message) -> tuple[tuple[Message, ...], tuple[Message, ...], str, str]:
        """Return a waiting reply's parts, what the contact wrote before it, the contact's name, and the platform."""

    async def guards(self) -> tuple[Guard, ...]:
        """Return all guards, by person."""

    async def risks(self) -> str:
        """Return the house's own risk rules, "" for the standard ones."""
