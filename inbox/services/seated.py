"""A desk that outlasts the program it is at: where its house ends, the person sits on at the next one, and notices little."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from inbox.domain.commands import Command
from inbox.domain.events import Recorded
from inbox.domain.model import Person
from inbox.errors import Unreachable
from inbox.ports.desk import Desk
from inbox.ports.house import House

T = TypeVar("T")


class Seated:
    """One person's desk at another program's house, until `moved`; from then on at the one that `moved` holds."""

    def __init__(self, desk: Desk, moved: asyncio.Future[House]) -> None:
        self._desk = desk
        self._moved = moved
        self._sitting = asyncio.Lock()
        self._there = False

    @property
    def person(self) -> Person:
        """Who sits here, as of the last command or read."""
        return self._desk.person

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a read. What was asked of a house that ended is asked again of the next one."""
        if name.startswith("_"):
            raise AttributeError(name)

        async def read(*given: Any, **named: Any) -> Any:
            return await self._asked(lambda desk: getattr(desk, name)(*given, **named))

        return read

    async def perform(self, command: Command, key: str = "") -> tuple[Recorded, ...]:
        """Carry out a command, once: one that a house may have carried out before it ended is repeated with its key."""
        key = key if self._there else key or secrets.token_hex(16)
        return await self._asked(lambda desk: desk.perform(command, key))

    async def _asked(self, ask: Callable[[Desk], Awaitable[T]]) -> T:
        if not self._moved.done():
            asking = asyncio.ensure_future(ask(self._desk))
            either: set[asyncio.Future[Any]] = {asking, self._moved}
            try:
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                if asking.done() and not (self._moved.done() and isinstance(asking.exception(), Unreachable)):
                    return asking.result()
            finally:
                await _ended(asking)
        return await ask(await self._here())

    async def _here(self) -> Desk:
        """Return the desk at the house that goes on."""
        async with self._sitting:
            if not self._there:
                self._desk = await self._moved.result().desk(self._desk.person.name)
                self._there = True
        return self._desk


async def _ended(asking: asyncio.Future[Any]) -> None:
    """See that a call has ended, so that nothing of it happens later."""
    if not asking.done():
        asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
