"""What the server needs of the house to take webhooks: whose address this is, and a place to put what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from inbox.ports.adapter import Hooked


class Hooks(Protocol):
    """The webhooks of an inbox."""

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""

    async def at(self, channel: str) -> Hooked | None:
        """Return whoever verifies a channel's webhooks; None where there is no such channel, or it takes none.

        Raises: InboxError where the channel cannot be looked at now.
        """

    async def take(self, channel: str, hooked: Hooked, body: bytes, headers: Mapping[str, str]) -> None:
        """Parse a verified body and take in what it says, in one transaction; what cannot be read is set aside.

        Raises: InboxError where nothing could be kept, so that the platform has to repeat itself.
        """
