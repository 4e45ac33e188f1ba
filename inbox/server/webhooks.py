"""Takes what platforms post to us: verified over the raw bytes, committed, and only then answered with 200.

Whatever is not 200 a platform says again, and what it says again is known by its key. So nothing is ever lost here by
dying, and nothing is kept that nobody signed. Answers say a status and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from inbox import fault
from inbox.errors import InboxError
from inbox.ports import adapter as port
from inbox.ports.adapter import Hooked
from inbox.ports.hooks import Hooks

_log = logging.getLogger("inbox")
LARGEST = 4 * 1024 * 1024
"""Bytes of a body; the largest that a platform announces has 3 MB (WhatsApp)."""
HELD = 64 * 1024 * 1024
"""Bytes of all bodies together that are being read: nobody has signed for them yet."""
SLOWEST = 30.0
"""Seconds in which a body must be here."""
LEAVING = 2.0
"""Seconds a body may still take to be here when the server ends."""
AGAIN = "30"
"""Seconds after which a platform may try again where we cannot keep what it says."""


class _No(Exception):
    """This call ends here; with a status for the caller."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Webhooks:
    """Answers at /hooks/CHANNEL."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks
        self._held = 0
        self._coming: set[asyncio.Timeout] = set()
        self._leaving = False

    def leave(self) -> None:
        """Wait for nobody long any more: a body that is not here yet is not kept, and comes again."""
        self._leaving = True
        soon = asyncio.get_running_loop().time() + LEAVING
        for limit in self._coming:
            limit.reschedule(min(soon, limit.when() or soon))

    def routes(self) -> list[Route]:
        """Return the addresses platforms may call."""
        return [Route("/hooks/{channel:path}", self.answer, methods=["GET", "POST"])]

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        channel = request.path_params["channel"]
        try:
            hooked = await self._hooks.at(channel)
            if hooked is None:
                # As for any address that is not there: whoever guesses names learns none.
                return _said(404)
            return await self._met(request, channel, hooked)
        except _No as no:
            return _said(no.status, no.headers)
        except ClientDisconnect:
            return _said(400)
        except InboxError as cause:
            _log.warning("channel %s: %s", channel, cause)
        # Whatever it is that nobody thought of, the platform must say it again, and a stranger must not read it.
        except Exception as cause:
            _log.error("channel %s: a webhook failed (%s)", channel, type(cause).__name__, exc_info=cause)
        return _said(503, {"Retry-After": AGAIN})

    async def _met(self, request: Request, channel: str, hooked: Hooked) -> Response:
        headers = {key.lower(): value for key, value in request.headers.items()}
        query = dict(request.query_params)
        if request.method in ("GET", "HEAD"):
            # A platform asks with GET; HEAD only asks what GET would say.
            told = hooked.handshake(port.Request("GET", query, headers, b""))
            return _handed(told) if told else _said(200)
        with self._room() as room:
            body = await room.read(request)
            if not hooked.verify(port.Request("POST", query, headers, body), self._hooks.now()):
                raise _No(401)
            fault.point("hook.verified")
            await self._hooks.take(channel, hooked, body, headers)
        fault.point("hook.taken")
        return _said(200)

    @contextmanager
    def _room(self) -> Iterator[_Room]:
        room = _Room(self)
        try:
            yield room
        finally:
            self._held -= room.size

    @asynccontextmanager
    async def patience(self) -> AsyncIterator[None]:
        """Wait for a body only so long. Raises: _No where it takes longer, or longer than the server is there."""
        try:
            async with asyncio.timeout(LEAVING if self._leaving else SLOWEST) as limit:
                self._coming.add(limit)
                try:
                    yield
                finally:
                    self._coming.discard(limit)
        except TimeoutError:
            if self._leaving:
                raise _No(503, Retry_After=AGAIN, Connection="close") from None
            raise _No(408, Connection="close") from None

    def hold(self, size: int) -> None:
        """Make room for more bytes. Raises: _No where there is none now."""
        if self._held + size > HELD:
            raise _No(503, Retry_After=AGAIN, Connection="close")
        self._held += size


class _Room:
    """Where one body is put while it comes."""

    def __init__(self, all: Webhooks) -> None:
        self._all = all
        self.size = 0

    async def read(self, request: Request) -> bytes:
        """Return the raw bytes. Raises: _No where they are too many or too slow, ClientDisconnect."""
        length = request.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and (len(length) > 12 or int(length) > LARGEST):
            raise _No(413, Connection="close")
        parts: list[bytes] = []
        async with self._all.patience():
            async for part in request.stream():
                if self.size + len(part) > LARGEST:
                    raise _No(413, Connection="close")
                self._all.hold(len(part))
                self.size += len(part)
                parts.append(part)
        return b"".join(parts)


_WORDS = {
    200: b"", 400: b"incomplete", 401: b"wrong signature", 404: b"Not Found", 408: b"too slow", 413: b"too large",
    503: b"try again later",
}  # fmt: skip


def _said(status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(_WORDS[status], status, headers, "text/plain")


def _handed(told: port.Response) -> Response:
    return Response(told.body, told.status, {"X-Content-Type-Options": "nosniff"}, told.type)
