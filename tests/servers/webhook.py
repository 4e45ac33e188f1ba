"""Somebody who takes our replies by webhook on loopback, keeps one for each id, and verifies every one of them.

`faults` holds what the next calls meet: a status with headers, or `cut` (hangs up before it reads), `mute` (keeps it,
then hangs up), `half` (keeps it, then half an answer), `hang` (keeps it, and never answers), `html` (a proxy's 502).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@dataclass
class Receiver:
    """The other side: `got` is the truth, by id; `calls` are all attempts, `forged` those that were signed wrongly."""

    got: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    forged: int = 0
    faults: list[str | tuple[int, str]] = field(default_factory=list)
    says: bytes = b""
    base: str = ""

    @property
    def texts(self) -> list[str]:
        """What was really received, once each."""
        return [json.loads(body)["data"]["text"] for body in self.got.values()]

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            fault = self.faults.pop(0) if self.faults else ""
            if fault != "cut":
                method, path, _ = head.split("\r\n")[0].split(" ")
                pairs = (line.partition(":") for line in head.split("\r\n")[1:] if line)
                headers = {key.lower(): value.strip() for key, _, value in pairs}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                self.calls.append((method, path, headers, body))
                await self._answer(writer, fault, method, headers, body)

    def _keep(self, headers: dict[str, str], body: bytes) -> bool:
        said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(KEY, said, hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(wanted, headers["webhook-signature"]):
            self.forged += 1
            return False
        self.got.setdefault(headers["webhook-id"], body)
        return True

    async def _answer(
        self,
        writer: asyncio.StreamWriter,
        fault: str | tuple[int, str],
        method: str,
        headers: dict[str, str],
        body: bytes,
    ) -> None:
        if isinstance(fault, tuple):
            await _write(writer, fault[0], b"", fault[1])
        elif fault == "html":
            await _write(writer, 502, b"<html>Bad Gateway</html>")
        elif method == "POST" and not self._keep(headers, body):
            await _write(writer, 401, b'{"message": "bad signature"}')
        elif fault == "hang":
            await asyncio.Event().wait()
        elif fault == "half":
            await _write(writer, 200, b'{"id": "', length=30)
        elif fault != "mute":
            await _write(writer, 200 if self.says else 204, b"" if method == "HEAD" else self.says)


async def _write(
    writer: asyncio.StreamWriter, status: int, body: bytes, more: str = "", length: int | None = None
) -> None:
    size = len(body) if length is None else length
    writer.write(f"HTTP/1.1 {status} x\r\nContent-Length: {size}\r\n{more}\r\n".encode() + body)
    await writer.drain()


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    """Run one until the end of the block; whoever still waits for an answer is hung up on."""
    found = Receiver()
    open_: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_.add(task)
        try:
            with suppress(asyncio.CancelledError):
                await found.speak(reader, writer)
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()
            open_.discard(task)

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    found.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/replies?shop=1"
    try:
        yield found
    finally:
        server.close()
        for task in list(open_):
            task.cancel()
        if open_:
            await asyncio.wait(list(open_))
