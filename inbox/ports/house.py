"""An opened inbox, wherever it is kept: in this process, in another one on this machine, or on a server."""

from __future__ import annotations

from typing import Protocol

from inbox.ports.desk import Desk
from inbox.ports.keeping import Keeping


class House(Protocol):
    """Where people sit down."""

    @property
    def where(self) -> str:
        """The place as people name it: a file, or an address."""

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk. Raises: NotFound, naming who is there; Unreachable."""

    async def keeping(self, person: str) -> Keeping:
        """Return what somebody may do to look after the inbox. Raises: NotFound, Unreachable."""
