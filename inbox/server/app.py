"""The application that the server serves: every room's routes in one place, and no word to strangers about mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from inbox.ports.hooks import Hooks
from inbox.server.webhooks import Webhooks


class Served(NamedTuple):
    """What is served, and how it is told that the server ends soon."""

    app: Starlette
    leave: Callable[[], None]


def application(hooks: Hooks) -> Served:
    """Return the application."""
    webhooks = Webhooks(hooks)
    app = Starlette(routes=[*webhooks.routes()], exception_handlers={404: _absent})
    # A slash too many is no other address: a platform's signed call must not be sent on a way round.
    app.router.redirect_slashes = False
    return Served(app, webhooks.leave)


async def _absent(request: Request, cause: Exception) -> Response:
    return PlainTextResponse("Not Found", 404)
