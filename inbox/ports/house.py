"""An opened inbox, wherever it is: in this process, behind a socket on this machine, or at a server."""

from __future__ import annotations

from typing import Protocol

from inbox.ports.desk import Desk
from inbox.ports.keeping import Keeping


class House(Protocol):
    """Gives desks, and what looks after the inbox."""

    @property
    def where(self) -> str:
        """The file, or the address, that was opened."""

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk; "" is whom a token stands for. Raises: NotFound, NotAllowed, Unreachable."""

    async def keeping(self, person: str) -> Keeping:
        """Return what somebody looks after the inbox with. Raises: NotFound, NotAllowed, Unreachable."""
