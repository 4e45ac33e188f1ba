"""Stands between a program and its database, and loses what a test wants lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

from tests.servers.listening import listening


class Relay:
    """Carries bytes both ways. `lose` cuts every line that is open now at its next byte towards a side."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.where = ""
        self._lines: set[_Line] = set()

    def lose(self, towards: str) -> None:
        """Cut each open line when something wants to pass towards `server` (it never arrives) or `client`."""
        for line in self._lines:
            line.loses = towards

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one line until one side ends."""
        parts = urlsplit(self._url)
        theirs, ours = await asyncio.open_connection(parts.hostname, parts.port)
        line = _Line()
        self._lines.add(line)
        pumps = [
            asyncio.create_task(line.pump(reader, ours, "server")),
            asyncio.create_task(line.pump(theirs, writer, "client")),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._lines.discard(line)
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            ours.close()
            with suppress(ConnectionError):
                await ours.wait_closed()


class _Line:
    def __init__(self) -> None:
        self.loses = ""

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, towards: str) -> None:
        with suppress(ConnectionError):
            while (data := await reader.read(65536)) and self.loses != towards:
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def relay(url: str) -> AsyncIterator[Relay]:
    """Stand before a database; `where` of what is yielded leads through here."""
    between = Relay(url)
    async with listening(between.speak) as here:
        parts = urlsplit(url)
        between.where = urlunsplit(parts._replace(netloc=f"{parts.username}@{urlsplit(here).netloc}"))
        yield between
