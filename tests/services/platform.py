"""A foreign platform with ground truth: it knows what it really received, and can fail at every point."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import ClassVar

from inbox.errors import Ambiguous, NotSent, Rejected, Unreachable
from inbox.ports.adapter import Account, Batch, Context, DeliveryClass, Outgoing, Sent, Setting


class Platform:
    """The other side: `got` is the truth, in order; `script` says how the next sends go."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.script: list[str] = []
        self.down = False
        self.attempts = 0

    def take(self, token: str, text: str, *, once: bool) -> None:
        """Really receive a message."""
        if not (once and any(token == t for t, _ in self.got)):
            self.got.append((token, text))


class Blind:
    """An adapter of class C: nobody can ask what became of a send."""

    platform: ClassVar[str] = "blind"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.BLIND
    settings: ClassVar[tuple[Setting, ...]] = ()
    other: ClassVar[Platform] = Platform()

    def __init__(self, context: Context) -> None:
        self.context = context

    async def open(self) -> Account:
        """Connect."""
        if self.other.down:
            raise Unreachable("The platform does not answer.")
        return Account("test")

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Nothing comes."""
        yield Batch((), cursor, caught_up=True)
        await asyncio.Event().wait()

    async def send(self, out: Outgoing) -> Sent:
        """Do as the script says: before, after, both ways unclear, never, or well."""
        self.other.attempts += 1
        once = self.delivery_class is DeliveryClass.IDEMPOTENT
        match self.other.script.pop(0) if self.other.script else "well":
            case "refused":
                raise Rejected("This is not allowed here.")
            case "later":
                raise NotSent("Slow down.", retry_after=40)
            case "lost before":
                raise Ambiguous("No answer.")
            case "lost after":
                self.other.take(out.token, out.text, once=once)
                raise Ambiguous("No answer.")
            case "breaks":
                raise RuntimeError("a mistake of the adapter")
        self.other.take(out.token, out.text, once=once)
        return Sent(f"ext-{out.token}")

    async def aclose(self) -> None:
        """Nothing to let go."""


class Idempotent(Blind):
    """Class A: the platform keeps one per token."""

    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.IDEMPOTENT


class Reconcilable(Blind):
    """Class B: one can look."""

    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Look for the token."""
        if self.other.down:
            raise Unreachable("The platform does not answer.")
        found = any(token == out.token for token, _ in self.other.got)
        return Sent(f"ext-{out.token}") if found else None
