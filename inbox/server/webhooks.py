"""Takes what platforms post to us: verified over the raw bytes, committed, and only then answered with 200.

Whatever is not 200 a platform says again, and what it says again is known by its key. So nothing is ever lost here by
dying, and nothing is kept that nobody signed. Answers say a status and nothing else.
"""

from __future__ import annotations

import logging

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from inbox import fault
from inbox.errors import InboxError
from inbox.ports import adapter as port
from inbox.ports.adapter import Hooked
from inbox.ports.hooks import Hooks
from inbox.server.bodies import AGAIN, Bodies, No

_log = logging.getLogger("inbox")
LARGEST = 4 * 1024 * 1024
"""Bytes of a body; the largest that a platform announces has 3 MB (WhatsApp)."""


class Webhooks:
    """Answers at /hooks/CHANNEL, and the same at /webhooks/CHANNEL."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks
        self._bodies = Bodies()

    def leave(self) -> None:
        """Wait for nobody long any more: a body that is not here yet is not kept, and comes again."""
        self._bodies.leave()

    def routes(self) -> list[Route]:
        """Return the addresses platforms may call."""
        return [Route(f"/{at}/{{channel:path}}", self.answer, methods=["GET", "POST"]) for at in ("hooks", "webhooks")]

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        channel = request.path_params["channel"]
        request.scope["inbox.route"] = "/webhooks"
        try:
            hooked = await self._hooks.at(channel)
            if hooked is None:
                # As for any address that is not there: whoever guesses names learns none.
                return _said(404)
            return await self._met(request, channel, hooked)
        except No as no:
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
        async with self._bodies.read(request, LARGEST) as body:
            if not hooked.verify(port.Request("POST", query, headers, body), self._hooks.now()):
                raise No(401)
            fault.point("hook.verified")
            await self._hooks.take(channel, hooked, body, headers)
        fault.point("hook.taken")
        return _said(200)


_WORDS = {
    200: b"", 400: b"incomplete", 401: b"wrong signature", 404: b"Not Found", 408: b"too slow", 413: b"too large",
    503: b"try again later",
}  # fmt: skip


def _said(status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(_WORDS[status], status, headers, "text/plain")


def _handed(told: port.Response) -> Response:
    return Response(told.body, told.status, {"X-Content-Type-Options": "nosniff"}, told.type)
