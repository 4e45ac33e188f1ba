"""What a store knows of who may come in. Every try of a password is counted in a transaction of its own before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from inbox.domain.access import Token
from inbox.domain.guessing import Limit


class Entering(Protocol):
    """The part of a store that knows tokens and passwords."""

    async def token(self, digest: str) -> Token | None:
        """Return the token that is known by a digest, while it stands and its person works here."""

    async def tokens(self, person: str) -> tuple[Token, ...]:
        """Return the tokens of a person ("": of everybody) that were not revoked, oldest first."""

    async def verifier(self, person: str) -> str:
        """Return what a person's password is known by; "" where they have none or do not work here."""

    async def renew_verifier(self, person: str, before: str, after: str) -> None:
        """Keep the same password in a stronger form, unless it was changed meanwhile."""

    async def called(self, subject: str) -> str:
        """Return whom the company's provider calls so; "" for nobody who works here."""

    async def trying(self, here: Limit, others: Sequence[Limit], anywhere: Limit | None, at: datetime) -> float:
        """Count a try, and return how many seconds to wait before it may be made; 0 for now.

        `here` is a name at an address; `anywhere` does not hold where that name came in from that address before.
        """

    async def tried(self, here: Limit, others: Sequence[Limit], anywhere: Limit | None, at: datetime) -> None:
        """Say that a try was right: its name begins anew, and its address is held to what else came from there."""
