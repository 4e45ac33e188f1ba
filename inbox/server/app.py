"""The application that the server serves: every room's routes in one place, and no word to strangers about mistakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from inbox.ports.gate import Gate
from inbox.ports.hooks import Hooks
from inbox.ports.serving import Serving
from inbox.server.api import Api
from inbox.server.door import Door
from inbox.server.entrance import Entrance, Network
from inbox.server.front import Front
from inbox.server.metrics import Metrics
from inbox.server.watching import Watching
from inbox.server.webhooks import Webhooks


class Served(NamedTuple):
    """What is served, and how it is told that the server ends soon."""

    app: ASGIApp
    leave: Callable[[], None]


def application(hooks: Hooks, serving: Serving, gate: Gate | None, trusted: Sequence[Network] = ()) -> Served:
    """Return the application. Without a gate who calls is believed: only for a socket that its owner alone can open."""
    webhooks, door, metrics = Webhooks(hooks), Door(gate), Metrics()
    api = Api(serving, door)
    routes: list[BaseRoute] = [*webhooks.routes(), *api.routes(), *Watching(serving, door, api.hub, metrics).routes()]
    entrance = Entrance(gate, trusted) if gate is not None else None
    if entrance is not None:
        routes += entrance.routes()
    app = Starlette(routes=routes, exception_handlers={404: _absent, 405: _absent})
    # A slash too many is no other address: a platform's signed call must not be sent on a way round.
    app.router.redirect_slashes = False

    def leave() -> None:
        webhooks.leave()
        api.leave()
        if entrance is not None:
            entrance.leave()

    return Served(Front(app, metrics), leave)


async def _absent(request: Request, cause: Exception) -> Response:
    status = getattr(cause, "status_code", 404)
    return PlainTextResponse("Not Found" if status == 404 else "Method Not Allowed", status)
