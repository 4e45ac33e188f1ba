"""Speaks HTTP to the server byte by byte, so that a test can stop, cut and dawdle wherever it wants."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.kit.signed import standard_key, standard_signature
from inbox.domain import commands as c
from tests.world import NOON, World

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CHANNEL = "shop"


@dataclass
class Answer:
    """What the server said."""

    status: int
    head: str
    body: bytes

    @property
    def plain(self) -> str:
        """The head without what differs every second."""
        return "\n".join(
            line for line in self.head.splitlines() if not line.lower().startswith(("date:", "inbox-request:"))
        )


def said(id: str, text: str = "Hallo", **more: object) -> dict[str, object]:
    """One message in the documented shape."""
    found = {"contact": "k7", "contact_name": "Käthe", "id": id, "text": text, "direction": "in", **more}
    return {"type": "message.created", "timestamp": "2026-11-24T11:59:00Z", "data": found}


def signed(body: bytes, id: str = "msg_1", secret: str = SECRET, late: int = 0) -> dict[str, str]:
    """Headers of Standard Webhooks."""
    at = NOON.timestamp() + late
    when = NOON.fromtimestamp(at, NOON.tzinfo)
    signature = standard_signature(standard_key(secret), id, when, body)
    return {"webhook-id": id, "webhook-timestamp": str(int(at)), "webhook-signature": signature}


def hub(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The header of GitHub and Meta."""
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def packed(thing: object) -> bytes:
    """A body."""
    return json.dumps(thing, ensure_ascii=False).encode()


def head(method: str, path: str, headers: dict[str, str]) -> bytes:
    """The beginning of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: x", *(f"{k}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def answer(reader: asyncio.StreamReader, method: str = "POST") -> Answer:
    """Read one answer."""
    first = (await reader.readuntil(b"\r\n\r\n")).decode()
    lengths = [line for line in first.lower().split("\r\n") if line.startswith("content-length:")]
    size = int(lengths[0].partition(":")[2]) if lengths and method != "HEAD" else 0
    return Answer(int(first.split()[1]), first, await reader.readexactly(size))


@asynccontextmanager
async def line(base: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(base).port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def call(
    base: str, body: bytes = b"", headers: dict[str, str] | None = None, *, method: str = "POST", path: str = ""
) -> Answer:
    """Make a whole call."""
    async with asyncio.timeout(20), line(base) as (reader, writer):
        sized = {"Content-Length": str(len(body))} if method not in ("GET", "HEAD") else {}
        writer.write(head(method, path or f"/hooks/{CHANNEL}", {**sized, **(headers or {})}) + body)
        return await answer(reader, method)


@asynccontextmanager
async def serving(w: World) -> AsyncIterator[str]:
    """Let the house serve, with one channel that takes webhooks; yields its address."""
    await (await w.house.keeping("lea")).keep_secret(CHANNEL, "secret", SECRET)
    await (await w.desk("lea")).perform(c.AddChannel(CHANNEL, "webhook"))
    ended, where = asyncio.Event(), asyncio.get_running_loop().create_future()
    running = asyncio.create_task(w.house.serve("127.0.0.1:0", where.set_result, ended))
    try:
        await asyncio.wait({running, where}, return_when=asyncio.FIRST_COMPLETED)
        yield where.result()
    finally:
        ended.set()
        await running
