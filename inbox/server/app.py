"""The application that the server serves: every room's routes in one place, and no word to strangers about mistakes."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from inbox.ports.hooks import Hooks
from inbox.server.webhooks import Webhooks


def application(hooks: Hooks) -> Starlette:
    """Return the application."""
    # A slash too many is no other address: a platform's signed call must not be sent on a way round.
    app = Starlette(routes=[*Webhooks(hooks).routes()], exception_handlers={404: _absent})
    app.router.redirect_slashes = False
    return app


async def _absent(request: Request, cause: Exception) -> Response:
    return PlainTextResponse("Not Found", 404)
