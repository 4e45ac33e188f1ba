"""Comes in at a server: by name and password, or by the company's provider, and out again."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from inbox.errors import Unreachable
from inbox.ports.gate import DeviceCode
from inbox.reads import Me
from inbox.remote.desk import who
from inbox.remote.line import Line, see_private

ONCE = 60.0
"""Seconds that one try may take: passwords wait for their turn."""


T = TypeVar("T")


class _Given(msgspec.Struct):
    token: str | None


class Entering:
    """Somebody who comes in at a server, or goes. Nothing is asked twice by itself: every try counts."""

    def __init__(self, where: str, token: str = "", forwarded: str = "") -> None:
        """Come to a server; `forwarded` is the address of whoever comes in through us, which it may or may not believe."""
        see_private(where)
        self._line = Line(where, token, forwarded=forwarded)

    async def login(self, name: str, password: str, label: str) -> str:
        """Return a token for a password. Raises: NotAllowed, Refused where it is too often, Unreachable."""
        return await self._token("/login", {"name": name, "password": password, "label": label}) or ""

    async def begin(self) -> DeviceCode:
        """Begin a login at the provider. Raises: NotFound, Refused, Unreachable."""
        told = await self._line.ask("POST", "/login/device", "", body=b"{}", patience=0, one_try=ONCE)
        return _read(told.content, DeviceCode)

    async def end(self, handle: str, label: str) -> str | None:
        """Return a token once the person agreed there. Raises: NotAllowed, Refused, Unreachable."""
        return await self._token("/login/device/token", {"handle": handle, "label": label})

    async def leave(self) -> None:
        """End the token that is shown. Raises: Unreachable."""
        await self._line.ask("POST", "/logout", "", body=b"{}", one_try=ONCE)

    async def me(self, token: str) -> Me:
        """Return who one is with a token. Raises: NotAllowed, Unreachable."""
        line = Line(self._line.where, token)
        try:
            return (await who(line, ""))[0]
        finally:
            await line.aclose()

    async def aclose(self) -> None:
        """Let the server go."""
        await self._line.aclose()

    async def _token(self, path: str, said: dict[str, str]) -> str | None:
        told = await self._line.ask("POST", path, "", body=msgspec.json.encode(said), patience=0, one_try=ONCE)
        return _read(told.content, _Given).token


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
        raise Unreachable("The server's answer cannot be read.") from cause
