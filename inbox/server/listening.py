"""Listens at an address until it is told to stop: uvicorn, without its own hand on signals, and with patience that ends.

https://uvicorn.dev/server-behavior/: it waits for ever for a request's head, and raises signals again when it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import socket
import ssl
import struct
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from inbox.errors import BadInput, Refused, Unreachable
from inbox.server.app import Served
from inbox.server.stream import DIRECT

HEAD = 15.0
"""Seconds in which a request's head must be here."""
MOST = 2000
"""Connections at once; more are told to come back."""
LEAVING = 10
"""Seconds that what has begun may still take when the server ends."""
Tls = tuple[str, str]
"""The files of a certificate, with those that vouch for it, and of its key."""


def address(listen: str) -> tuple[str, int]:
    """Return host and port of HOST:PORT, :PORT or [IPv6]:PORT. Raises: BadInput."""
    host, colon, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not (port.isascii() and port.isdigit()) or len(port) > 5 or int(port) > 65535:
        raise BadInput("{value} is no address to listen at; it looks like 127.0.0.1:8080.", value=listen)
    return host or "127.0.0.1", int(port)


def bind(host: str, port: int) -> socket.socket:
    """Take an address. Raises: Unreachable where another program has it, or it is not one of this machine."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as cause:
        raise Unreachable(
            "Nothing can listen at {host}:{port}: {reason}.", host=host, port=port, reason=cause.strerror or cause
        ) from cause


def guarded(host: str, tls: Tls | None, *, behind: bool) -> None:
    """Make sure that tokens cross no network readably. Raises: BadInput; Refused where they would."""
    if tls is not None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*tls)
        except (OSError, ssl.SSLError) as cause:
            raise BadInput(
                "{cert} and {key} are no certificate and its key: {reason}.", cert=tls[0], key=tls[1], reason=cause
            ) from cause
    elif not behind and not _here(host):
        raise Refused(
            "Whoever listens in between could read every token at {host}; add --cert and --key, or --behind-proxy"
            " where a proxy brings https.",
            host=host,
        )


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Patient(H11Protocol):
    """Hangs up on whoever does not finish a request's head: uvicorn itself would wait for it without end."""

    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if _foreign(transport):
            transport.abort()
            return
        inner = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})[DIRECT] = transport
            await inner(scope, receive, send)

        self.app = app
        self._wait()

    def data_received(self, part: bytes) -> None:
        super().data_received(part)
        if not getattr(self.cycle, "response_complete", True):
            self._came()
        elif self._head is None and self.timeout_keep_alive_task is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._came()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._head = self.loop.call_later(HEAD, self.transport.close)

    def _came(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None


def _foreign(transport: asyncio.Transport) -> bool:
    """Tell whether another user of this machine called at a socket in the file system, whatever its mode let them (unix(7))."""
    called = transport.get_extra_info("socket")
    if called is None or called.family != socket.AF_UNIX or not hasattr(socket, "SO_PEERCRED"):
        return False
    _, user, _ = struct.unpack("3i", called.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return bool(user != os.getuid())


class _Quiet(uvicorn.Server):
    """Leaves signals to whoever runs the program."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(served: Served, tls: Tls | None) -> uvicorn.Server:
    """Return a server; it stops when `should_exit` is set, after what it has begun."""
    options: dict[str, Any] = {"http": _Patient, "loop": "none", "ws": "none", "lifespan": "off"}
    if tls is not None:
        options |= {"ssl_certfile": tls[0], "ssl_keyfile": tls[1]}
    config = uvicorn.Config(
        served.app,
        **options,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=LEAVING,
        limit_concurrency=MOST,
    )
    return _Quiet(config)


async def serve(served: Served, taken: socket.socket, ended: asyncio.Event, tls: Tls | None = None) -> None:
    """Serve at an address that was taken until `ended`; what has begun is finished first."""
    running = _server(served, tls)
    serving = asyncio.create_task(running.serve(sockets=[taken]))
    waiting = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        served.leave()
        running.should_exit = True
        await serving
        taken.close()
