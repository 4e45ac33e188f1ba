"""Reads what is sent to the server: only so much, only so long, and all of it together only so large."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

HELD = 64 * 1024 * 1024
"""Bytes of all bodies together that are being read: nobody has signed for them yet."""
SLOWEST = 30.0
"""Seconds in which a body must be here."""
LEAVING = 2.0
"""Seconds a body may still take to be here when the server ends."""
AGAIN = "30"
"""Seconds after which a caller may try again where we cannot take what it says."""


class No(Exception):
    """This call ends here; with a status for the caller."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Bodies:
    """The bodies that are being read."""

    def __init__(self, most: int = 0) -> None:
        self._most = most
        self._held = 0
        self._coming: set[asyncio.Timeout] = set()
        self._leaving = False

    def leave(self) -> None:
        """Wait for nobody long any more: a body that is not here yet is not kept, and comes again."""
        self._leaving = True
        soon = asyncio.get_running_loop().time() + LEAVING
        for limit in self._coming:
            limit.reschedule(min(soon, limit.when() or soon))

    @asynccontextmanager
    async def read(self, request: Request, largest: int) -> AsyncIterator[bytes]:
        """Give the raw bytes, for which room is held meanwhile. Raises: No where they are too many or too slow."""
        length = request.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and (len(length) > 12 or int(length) > largest):
            raise No(413, Connection="close")
        parts: list[bytes] = []
        size = 0
        try:
            async with self._patience():
                async for part in request.stream():
                    if size + len(part) > largest:
                        raise No(413, Connection="close")
                    self._hold(len(part))
                    size += len(part)
                    parts.append(part)
            yield b"".join(parts)
        finally:
            self._held -= size

    @asynccontextmanager
    async def _patience(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(LEAVING if self._leaving else SLOWEST) as limit:
                self._coming.add(limit)
                try:
                    yield
                finally:
                    self._coming.discard(limit)
        except TimeoutError:
            if self._leaving:
                raise No(503, Retry_After=AGAIN, Connection="close") from None
            raise No(408, Connection="close") from None

    def _hold(self, size: int) -> None:
        if self._held + size > (self._most or HELD):
            raise No(503, Retry_After=AGAIN, Connection="close")
        self._held += size
