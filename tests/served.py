"""Serves a house on a loopback address or a socket, with tokens in a dict, so that every contract can be tried over HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

from inbox.bootstrap import House
from inbox.errors import NotAllowed, NotFound
from inbox.ports.gate import DeviceCode, Gate, Pass, Scope
from inbox.ports.keeping import Keeping
from inbox.remote import RemoteHouse
from inbox.server import app, listening
from inbox.services.hooks import WebhookDoor
from inbox.services.serving import LocalServing

Keepings = Callable[[str], Awaitable[Keeping]]


class Tokens:
    """A gate whose tokens are kept here. See `inbox.ports.gate.Gate`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: dict[str, Pass] = {}

    def make(self, person: str, *scopes: Scope, until: datetime | None = None) -> str:
        """Return a token."""
        token = f"token-{person}-{len(self._known)}"
        self._known[token] = Pass(person, len(self._known) + 1, frozenset(scopes or Scope), until)
        return token

    def revoke(self, token: str) -> None:
        """Let a token be worth nothing."""
        del self._known[token]

    async def known(self, token: str) -> Pass | None:
        """Return what a token stands for now."""
        found = self._known.get(token)
        if found is None or (found.until is not None and found.until <= self._house._office.now()):
            return None
        return found if await self._house._store.person(found.person) else None

    async def login(self, name: str, password: str, address: str, label: str) -> str:
        """Nobody has a password here."""
        raise NotAllowed("Nobody can log in here.")

    async def begin_device(self) -> DeviceCode:
        """Nobody has a provider here."""
        raise NotFound("Nobody can log in here.")

    async def end_device(self, handle: str, label: str) -> str | None:
        """Nobody has a provider here."""
        raise NotAllowed("Nobody can log in here.")

    async def logout(self, token: str) -> None:
        """Forget a token."""
        self._known.pop(token, None)


@contextmanager
def free() -> Iterator[tuple[str, socket.socket]]:
    """An address that is listened at."""
    taken = listening.bind("127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}", taken
    finally:
        taken.close()


@asynccontextmanager
async def serving(house: House, gate: Gate | None, keeping: Keepings | None = None) -> AsyncIterator[str]:
    """Serve a house; yields its address."""
    with free() as (where, taken):
        async with running(house, gate, taken, keeping):
            yield where


@asynccontextmanager
async def socketed(house: House, path: Path) -> AsyncIterator[str]:
    """Serve a house on a socket in the file system; yields its path."""
    taken = socket.socket(socket.AF_UNIX)
    taken.bind(str(path))
    path.chmod(0o600)
    taken.listen(64)
    async with running(house, None, taken, None):
        yield str(path)


@asynccontextmanager
async def running(
    house: House, gate: Gate | None, taken: socket.socket, keeping: Keepings | None
) -> AsyncIterator[None]:
    ended = asyncio.Event()
    served = app.application(
        WebhookDoor(house._office, house._make, lambda: house._secrets.changes),
        LocalServing(house._office, keeping),
        gate,
    )
    running = asyncio.create_task(listening.serve(served, taken, ended))
    try:
        yield
    finally:
        ended.set()
        await running


@asynccontextmanager
async def far(where: str, token: str = "", socket: str = "") -> AsyncIterator[RemoteHouse]:
    """A house at a server."""
    house = RemoteHouse(where, token=token, socket=socket)
    try:
        yield house
    finally:
        await house.aclose()
