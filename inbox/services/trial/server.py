"""A server on loopback that answers as a platform does where all is well, but for one fault at the call that hands a message over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from inbox.ports.adapter import Request, Trial

LONGEST = 16 * 1024 * 1024
"""Bytes of a request that are read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, in words, and how.

    `asked` bytes of the request are read before the line is cut (None: all of it); of the answer `told` bytes leave
    (None: all). Where `status` is given it answers so, with `body` and `headers`, and the message was not taken;
    where only `body` is, it was. `waits` never answers at all.
    """

    name: str
    asked: int | None = None
    told: int | None = None
    status: int | None = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    waits: bool = False


@dataclass
class Other:
    """The other side: `base` is where it is, `calls` what it was asked, `taken` the messages it really took."""

    trial: Trial
    fault: Fault
    base: str = ""
    close: Callable[[], None] = lambda: None
    calls: list[Request] = field(default_factory=list)
    taken: list[Request] = field(default_factory=list)

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        request = await _request(reader)
        if request is None:
            return
        self.calls.append(request)
        faulty = self.trial.sends(request)
        if not faulty:
            status, found = self.trial.answer(request)
            await _write(writer, _answer(status, json.dumps(found).encode(), {}))
            return
        fault, self.fault = self.fault, NONE
        if fault.asked is not None:
            return
        # Who refuses a call does not do what it asks for.
        status, found = self.trial.answer(request) if fault.status is None else (fault.status, {})
        if fault.status is None:
            self.taken.append(request)
        if fault.waits:
            await asyncio.Event().wait()
        body = json.dumps(found).encode() if fault.body is None else fault.body
        whole = _answer(fault.status or status, body, fault.headers)
        await _write(writer, whole if fault.told is None else whole[: fault.told])


NONE = Fault("nothing goes wrong")


def faults(trial: Trial) -> list[Fault]:
    """Return everything that can go wrong with the call that hands a message over."""
    whole = len(_answer(200, b"{}" * 40, {}))
    cuts = [
        Fault(f"the line is cut after {n} bytes of the answer", told=n) for n in range(0, whole, max(1, whole // 12))
    ]
    broken = [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"ok": true}',
        b'"done"',
        b'{"id": null}',
        b"<html>ok</html>",
        b"\xff\xfe",
        b"[" * 9000,
    ]
    bodies = [Fault(f"the answer is {body[:20]!r}", body=body) for body in broken]
    html = {"Content-Type": "text/html"}
    refused = [
        Fault("429 with Retry-After", status=429, body=b"{}", headers={"Retry-After": "7"}),
        Fault("429 without a time", status=429, body=b"{}"),
        Fault("500 with JSON", status=500, body=b'{"error": "boom"}'),
        Fault("502 of a proxy", status=502, body=b"<html>Bad Gateway</html>", headers=html),
        Fault("503", status=503, body=b""),
        Fault("a redirect", status=302, body=b"", headers={"Location": "/elsewhere"}),
        Fault("400", status=400, body=b"{}"),
        Fault("401", status=401, body=b"{}"),
        Fault("403", status=403, body=b"{}"),
        Fault("404", status=404, body=b"{}"),
    ]
    return [Fault("the line is cut while we speak", asked=0), *cuts, *bodies, *refused]


@asynccontextmanager
async def other(trial: Trial, fault: Fault, port: int = 0) -> AsyncIterator[Other]:
    """Run a server until the end of the block; whoever still waits for an answer is hung up on."""
    side, open_ = Other(trial, fault), set[asyncio.Task[None]]()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await side.speak(reader, writer)
        finally:
            open_.discard(task)
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    server = await asyncio.start_server(meet, "127.0.0.1", port)
    side.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    side.close = server.close
    try:
        yield side
    finally:
        server.close()
        for task in list(open_):
            task.cancel()
        if open_:
            await asyncio.wait(open_)


async def _request(reader: asyncio.StreamReader) -> Request | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    method, target, *_ = first.split(" ")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    length = int(headers.get("content-length", 0))
    if length > LONGEST:
        return None
    body = await reader.readexactly(length)
    if headers.get("transfer-encoding") == "chunked":
        body = await _chunks(reader)
    parts = urlsplit(target)
    return Request(method, dict(parse_qsl(parts.query)), headers, body, parts.path)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = bytearray()
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        found += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return bytes(found)


def _answer(status: int, body: bytes, headers: Mapping[str, str]) -> bytes:
    given = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close", **headers}
    lines = (f"HTTP/1.1 {status} x", *(f"{name}: {value}" for name, value in given.items()), "", "")
    return "\r\n".join(lines).encode() + body


async def _write(writer: asyncio.StreamWriter, raw: bytes) -> None:
    writer.write(raw)
    await writer.drain()
