"""Stands before everything else: numbers each request, times it, and puts the headers on that nobody may forget."""

from __future__ import annotations

import logging
import secrets
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inbox.reads import WIRE
from inbox.server.metrics import Metrics

_log = logging.getLogger("inbox.requests")
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"inbox-wire", str(WIRE).encode()),
)
_NOTHING = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox")


class Front:
    """The server's face. A log line says what was asked by its route, never by its words."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = secrets.token_hex(6)
        scope["inbox.number"] = number
        began, status = perf_counter(), 500

        async def say(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = [(name.lower(), value) for name, value in message.get("headers", ())]
                names = {name for name, _ in given}
                strict = () if _NOTHING[0] in names else (_NOTHING,)
                message = {**message, "headers": [*given, *_ALWAYS, *strict, (b"inbox-request", number.encode())]}
            await send(message)

        try:
            await self._app(scope, receive, say)
        finally:
            took = perf_counter() - began
            where = scope.get("inbox.route", "other")
            self._metrics.met(where, scope["method"], status, took)
            _log.info("%s %s %s %d %.1f ms", number, scope["method"], where, status, took * 1000)
