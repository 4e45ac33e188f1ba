"""Listens to a server's streams, for as long as anybody wants to know.

https://docs.joinmastodon.org/methods/streaming/: the server says `:thump` every 15 seconds, so that a silent line is
known to be dead. What happened while no line stood is asked for after every new one, so each says first that it opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

from adapters.kit.found import Found
from adapters.kit.http import Call, Http, Paused, Refusal
from adapters.mastodon.parse import events
from adapters.mastodon.server import barred, stranger
from inbox.errors import InboxError, Refused, Unreachable
from inbox.ports.adapter import Context

IDLE = 45.0
"""Seconds of silence, three heartbeats, after which a line is taken for dead."""
FIRST, LONGEST = 1.0, 60.0
"""Seconds between two attempts: doubled each time, until a line stands again."""
ABSENT = 600.0
"""Seconds until a server that has no streams is asked for them again."""
MOST = 1000
"""Events that may wait; then the server waits."""
OPENED: Mapping[str, object] = {"event": "opened"}


class Streams:
    """Two lines to a server: what concerns us, and our direct messages."""

    names = ("user", "direct")

    def __init__(self, http: Http, context: Context) -> None:
        self._http = http
        self._context = context
        self._news: asyncio.Queue[Found | InboxError] = asyncio.Queue(MOST)
        self._tasks: list[asyncio.Task[None]] = []
        self._open: set[str] = set()

    @property
    def live(self) -> bool:
        """Tell whether we would hear of a message now."""
        return "user" in self._open

    def start(self) -> None:
        """Begin to listen; further calls change nothing."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen(name)) for name in self.names]

    async def news(self, seconds: float) -> list[Found]:
        """Return what was said since, all of it; wait for something at most so long. Raises: Refused."""
        found: list[Found | InboxError] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                found.append(await self._news.get())
        while not self._news.empty():
            found.append(self._news.get_nowait())
        for each in found:
            if isinstance(each, InboxError):
                raise each
        return [each for each in found if isinstance(each, dict)]

    async def aclose(self) -> None:
        """Hang up. May be called twice."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._http.aclose()

    async def _listen(self, name: str) -> None:
        pause = FIRST
        while True:
            asked = pause
            try:
                async for event in self._events(name):
                    pause = asked = FIRST
                    await self._news.put(event)
            except Paused as cause:
                asked = max(pause, cause.seconds or 0)
            except Refusal as cause:
                if cause.status in (401, 403) and name == "user":
                    await self._news.put(self._refused(cause))
                    return
                asked = ABSENT
            except Unreachable:
                pass  # the line broke or fell silent: the next one tells what was missed
            finally:
                self._open.discard(name)
            await self._context.sleep(asked)
            pause = min(LONGEST, pause * 2)

    def _refused(self, cause: Refusal) -> Refused:
        if cause.status == 401:
            return stranger(self._http.host)
        return barred(self._http.host, f"HTTP {cause.status}")

    async def _events(self, name: str) -> AsyncIterator[Found]:
        lines: list[str] = []
        async for raw in self._http.listen(Call("GET", f"api/v1/streaming/{name}"), IDLE):
            if name not in self._open:
                self._open.add(name)
                yield dict(OPENED)
            if raw:
                lines.append(raw.decode("utf-8", "replace"))
                continue
            for event in events(lines):
                yield event
            lines = []
