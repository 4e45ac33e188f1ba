"""How the server answers: JSON with the house's own errors, and the headers that go with everything."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from inbox import errors as e
from inbox.errors import InboxError
from inbox.ports.gate import TooMany
from inbox.server.bodies import No
from inbox.wire.trouble import error_to_json

_log = logging.getLogger("inbox")
Answer = Callable[[Request], Awaitable[Response]]

RIGHTS = "Inbox-Rights"
"""The header that changes whenever the rights of who asks do."""
STATUS: tuple[tuple[type[InboxError], int], ...] = (
    (e.Stranger, 401),
    (e.NotAllowed, 403),
    (TooMany, 429),
    (e.Reused, 422),
    (e.Refused, 409),
    (e.NotFound, 404),
    (e.BadInput, 422),
    (e.Unreachable, 503),
    (e.NotSent, 502),
    (e.Ambiguous, 502),
    (InboxError, 500),
)
"""Which status an error has; the first kind that fits counts."""
_BODIES: dict[int, InboxError] = {
    408: e.Unreachable("What was sent took too long to be here; try again."),
    413: e.BadInput("What was sent is too large."),
    503: e.Unreachable("The server has no room for that now; try again in a moment."),
}


def told(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON."""
    return Response(body, status, headers, "application/json")


def refused(error: InboxError) -> Response:
    """Answer with an error."""
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    headers = {"WWW-Authenticate": 'Bearer realm="inbox"'} if status == 401 else {}
    after = getattr(error, "retry_after", None)
    if after is not None or status == 503:
        headers["Retry-After"] = str(max(1, round(after or 1)))
    return told(error_to_json(error), status, headers)


def route(path: str, answer: Answer, *verbs: str) -> Route:
    """Return a route whose errors are told as the house tells them."""

    async def answered(request: Request) -> Response:
        request.scope["inbox.route"] = path
        try:
            return await answer(request)
        except InboxError as error:
            return refused(error)
        except No as no:
            return told(error_to_json(_BODIES[no.status]), no.status, no.headers)
        except ClientDisconnect:
            return told(error_to_json(_BODIES[408]), 400)
        # A stranger must not read what nobody thought of; the log must.
        except Exception as cause:
            number = request.scope.get("inbox.number", "")
            _log.error("request %s failed (%s)", number, type(cause).__name__, exc_info=cause)
            return refused(e.InboxError("The server made a mistake; its log says more at {number}.", number=number))

    return Route(path, answered, methods=list(verbs))


def tagged(request: Request, tag: str, body: bytes | None = None) -> Response | None:
    """Answer 304 where the caller has what the tag stands for, and with the body where there is one."""
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    has = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag.removeprefix("W/") in has or "*" in has:
        return Response(status_code=304, headers=headers)
    return None if body is None else told(body, headers=headers)


def content_tag(body: bytes) -> str:
    """Return the tag of a body."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
