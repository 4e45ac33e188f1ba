"""The one way a server of ours listens: on loopback, until the end of the block, when whoever still waits is hung up on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(speak: Speak) -> AsyncIterator[str]:
    """Answer every caller with `speak`; yields where it is (http://127.0.0.1:PORT)."""
    open_: set[asyncio.Task[None]] = set()
    met: set[asyncio.Task[object]] = set()

    async def said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await speak(reader, writer)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(said(reader, writer))
        open_.add(task)
        if (this := asyncio.current_task()) is not None:
            met.add(this)
        try:
            await asyncio.wait([task])
        finally:
            open_.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in list(open_):
            task.cancel()
        await asyncio.gather(*open_, return_exceptions=True)
        # Whoever met somebody lets go of their line before the loop ends.
        if met:
            await asyncio.wait(met)


async def write(
    writer: asyncio.StreamWriter, status: int, body: bytes, more: str = "", length: int | None = None
) -> None:
    """Answer with JSON; `more` are further header lines, `length` what the answer claims to be long."""
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n{more}\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
