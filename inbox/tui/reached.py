"""A desk that may be away: while it is known to be, nothing is asked of it, and what was asked is waited for no longer.

A server that does not answer would else keep every key waiting for as long as its desk is patient.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from inbox.domain.model import Person
from inbox.errors import Unreachable
from inbox.ports.desk import Desk


class Reached:
    """A Desk for the screens. See `inbox.ports.desk.Desk`. Whoever follows its feed knows whether it is there."""

    def __init__(self, desk: Desk) -> None:
        self.itself = desk
        self.away: datetime | None = None
        self._gone: asyncio.Future[None] | None = None

    @property
    def person(self) -> Person:
        """Who sits here."""
        return self.itself.person

    def lost(self, at: datetime) -> None:
        """It is away from now on."""
        self.away = at
        if self._gone is not None:
            self._gone.set_result(None)
            self._gone = None

    def found(self) -> datetime | None:
        """It is there; return since when it was not."""
        since, self.away = self.away, None
        return since

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a method of the desk."""
        method = getattr(self.itself, name)

        async def through(*given: Any, **named: Any) -> Any:
            if self.away is not None:
                raise Unreachable("The inbox cannot be reached since {when}.", when=self.away)
            if self._gone is None:
                self._gone = asyncio.get_running_loop().create_future()
            asked = asyncio.ensure_future(method(*given, **named))
            try:
                await asyncio.wait((asked, self._gone), return_when=asyncio.FIRST_COMPLETED)
                if asked.done():
                    return asked.result()
            finally:
                asked.cancel()
            if name == "perform":
                raise Unreachable("The inbox went away before it said whether it did that; look when it is back.")
            raise Unreachable("The inbox cannot be reached.")

        return through
