"""What whoever watches over a server asks, or wants to speak to it: does it live, how does it fare, what does it understand."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from inbox.ports.gate import Scope
from inbox.ports.serving import Serving
from inbox.server.answers import route, told
from inbox.server.door import Door
from inbox.server.feed import Hub
from inbox.server.metrics import TYPE, Metrics


class Watching:
    """Answers at /health, /metrics, /openapi.json and /docs."""

    def __init__(self, serving: Serving, door: Door, hub: Hub, metrics: Metrics) -> None:
        self._serving = serving
        self._door = door
        self._hub = hub
        self._metrics = metrics

    def routes(self) -> list[BaseRoute]:
        """Return the addresses."""
        return [
            route("/health", self._health, "GET"),
            route("/metrics", self._figures, "GET"),
            route("/openapi.json", self._document, "GET"),
            route("/docs", self._page, "GET"),
        ]

    async def _document(self, request: Request) -> Response:
        from inbox.server.document import document  # heavy: only who asks for it pays

        return told(document(), headers={"Cache-Control": "max-age=300"})

    async def _page(self, request: Request) -> Response:
        from inbox.server.page import POLICY, page

        return Response(page(), 200, {"Content-Security-Policy": POLICY}, "text/html")

    async def _health(self, request: Request) -> Response:
        """Say whether the house can be read; open to everybody, so it says nothing else."""
        if self._hub.leaving:
            return told(b'{"status":"leaving"}', 503)
        try:
            await self._serving.person("")
        # A house that cannot be read is what is asked for here; the reason stands in the log of whoever tries to use it.
        except Exception:
            return told(b'{"status":"failing"}', 503)
        return told(b'{"status":"ok"}')

    async def _figures(self, request: Request) -> Response:
        await self._door.caller(request, Scope.METRICS)
        figures = {**await self._serving.figures(), "feed_followers": len(self._hub)}
        return Response(self._metrics.text(figures), 200, media_type=TYPE)
