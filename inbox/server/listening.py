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
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from inbox.errors import BadInput, Refused, Unreachable
from inbox.server.app import Served
from inbox.server.stream import DIRECT

HEAD = 15.0
"""Seconds in which a request's head must be here."""
STUCK = 30.0
"""Seconds in which somebody must take at least something of an answer that is too large for the line."""
MOST = 2000
"""Connections at once; more are told to come back."""
LEAVING = 10
"""Seconds that what has begun may still take when the server ends."""


def address(listen: str) -> tuple[str, int]:
    """Return host and port of HOST:PORT, :PORT or [IPv6]:PORT. Raises: BadInput."""
    host, colon, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not (port.isascii() and port.isdigit()) or len(port) > 5 or int(port) > 65535:
        raise BadInput("{value} is no address to listen at; it looks like 127.0.0.1:8080.", value=listen)
    return host or "127.0.0.1", int(port)


def certified(certificate: str, key: str) -> ssl.SSLContext | None:
    """Return what encrypts with a certificate's chain and its key, both PEM files; None where none is named.

    Raises: BadInput where only one is named, one cannot be read, or they do not belong together.
    """
    if not certificate and not key:
        return None
    if not certificate or not key:
        raise BadInput("A certificate needs its key: --cert FILE --key FILE.")
    for path in (certificate, key):
        _readable(path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except (OSError, ValueError) as cause:
        # Without the cause: it might carry something of the key.
        reason = (cause.strerror if isinstance(cause, OSError) else None) or type(cause).__name__
        raise BadInput(
            "{certificate} and {key} are no certificate with its key: {reason}.",
            certificate=certificate,
            key=key,
            reason=reason,
        ) from None
    return context


def _readable(path: str) -> None:
    """Raises: BadInput, in our words. It is not read here: what comes through a pipe can be read once only."""
    if not Path(path).exists():
        raise BadInput("There is no file {path}.", path=path)
    if not os.access(path, os.R_OK):
        raise BadInput("{path} cannot be read; check who may.", path=path)


def _no_password() -> str:
    raise ValueError


def open_to_all(host: str) -> bool:
    """Tell whether other machines can call at an address."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def bind(host: str, port: int) -> socket.socket:
    """Take an address. Raises: Unreachable where another program has it, or it is not one of this machine."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as cause:
        raise Unreachable(
            "Nothing can listen at {host}:{port}: {reason}.", host=host, port=port, reason=cause.strerror or cause
        ) from cause


class Taken(NamedTuple):
    """An address that was taken: its socket, what encrypts there if anything does, and how people call it."""

    socket: socket.socket
    certified: ssl.SSLContext | None
    where: str


def take(listen: str, certificate: str = "", key: str = "", *, proxied: bool = False) -> Taken:
    """Take an address, with a certificate or behind a proxy that encrypts.

    Raises: BadInput, Refused where strangers could read along, Unreachable where nothing can listen there.
    """
    host, port = address(listen)
    encrypts = certified(certificate, key)
    if encrypts is None and not proxied and open_to_all(host):
        raise Refused(
            "At {host} others could read along: name a certificate with --cert and --key, or say --behind-proxy where a proxy encrypts.",
            host=host,
        )
    taken = bind(host, port)
    scheme = "http" if encrypts is None else "https"
    return Taken(taken, encrypts, f"{scheme}://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}")


class _Patient(H11Protocol):
    """Hangs up on whoever does not finish a request's head, or takes nothing of an answer: uvicorn would wait without end."""

    _head: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

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
        taken = transport.get_extra_info("socket")
        if taken is not None and taken.family != socket.AF_UNIX:
            # asyncio does it for sockets that name their protocol only; without it an answer's second part waits 40 ms.
            taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def data_received(self, part: bytes) -> None:
        super().data_received(part)
        if not getattr(self.cycle, "response_complete", True):
            self._came()
        elif self._head is None and self.timeout_keep_alive_task is None:
            self._wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        super().resume_writing()
        self._flows()

    def connection_lost(self, exc: Exception | None) -> None:
        self._came()
        self._flows()
        super().connection_lost(exc)

    def _watch(self, left: int) -> None:
        self._stuck = self.loop.call_later(STUCK, self._look, left)

    def _look(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left < before:
            self._watch(left)
        else:
            self.transport.abort()

    def _flows(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

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
    """Leaves signals to whoever runs the program, and wakes no more often than its clock for answers needs."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ended = asyncio.Event()

    def end(self) -> None:
        """Stop, after what has begun."""
        self.should_exit = True
        self._ended.set()

    async def main_loop(self) -> None:
        """Set the date that answers carry once a second until the end; uvicorn itself looks ten times as often."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._ended.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(served: Served, certified: ssl.SSLContext | None) -> _Quiet:
    """Return a server; it stops when it is told to end, after what it has begun."""
    options: dict[str, Any] = {"http": _Patient, "loop": "none", "ws": "none", "lifespan": "off"}
    if certified is not None:
        options["ssl_context_factory"] = lambda _, __: certified
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


async def serve(
    served: Served, taken: socket.socket, ended: asyncio.Event, certified: ssl.SSLContext | None = None
) -> None:
    """Serve at an address that was taken until `ended`; what has begun is finished first."""
    running = _server(served, certified)
    serving = asyncio.create_task(running.serve(sockets=[taken]))
    waiting = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        served.leave()
        running.end()
        await serving
        taken.close()
