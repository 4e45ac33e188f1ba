"""The feed as an answer that does not end: one JSON object a line, a fact or a word about the line itself.

Where the server's own line can be had (HTTP/1.1 from uvicorn), the hub writes the bytes that are the same for all right into
it: with two hundred who follow that is the difference between one write and one task each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from inbox.ports.serving import Serving
from inbox.server.answers import RIGHTS
from inbox.server.door import Caller
from inbox.server.feed import BATCH, Follower, Hub, Line, word
from inbox.wire import fact_to_json

DIRECT = "inbox.line"
"""The ASGI extension under which the server hands over its own line."""
SLOWEST = 30.0
"""Seconds that one write may wait for whoever does not read."""


class Stream(Response):
    """What somebody sees happen, from a number on, until one of both ends it."""

    def __init__(self, hub: Hub, serving: Serving, caller: Caller, after: int, rights: str) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", RIGHTS: rights}
        super().__init__(b"", 200, headers, "application/x-ndjson")
        del self.headers["content-length"]
        self._hub = hub
        self._serving = serving
        self._caller = caller
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say what happens until the line ends, or whoever listens hangs up."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        gone = asyncio.create_task(_gone(receive))
        telling = asyncio.create_task(self._tell(scope, send))
        try:
            await asyncio.wait({gone, telling}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (gone, telling):
                task.cancel()
            await asyncio.gather(gone, telling, return_exceptions=True)

    async def _tell(self, scope: Scope, send: Send) -> None:
        await _say(send, word("at", self._after))
        await self._catch_up(send)
        follower = await self._hub.follow(self._caller, self._after)
        direct = scope.get("extensions", {}).get(DIRECT) if scope["http_version"] == "1.1" else None
        try:
            await self._follow(follower, direct, send)
        finally:
            self._hub.drop(follower)
        if direct is not None and follower.goodbye == "slow":
            direct.abort()
            return
        await _say(send, word("goodbye", follower.goodbye), more=False)

    async def _catch_up(self, send: Send) -> None:
        """Read for somebody who is far behind, some at a time; the hub says the rest.

        Also for who sees little of all that lies between: the hub would read it while everybody else waits.
        """
        while (last := await self._serving.last()) - self._after > BATCH:
            person = await self._serving.person(self._caller.known.person)
            facts = await self._serving.facts(person, self._after, BATCH) if person else ()
            if not await self._hub.allows(self._caller):
                return
            read_to = facts[-1].number if facts else 0
            self._after = read_to if len(facts) == BATCH else max(last, read_to)
            await _say(
                send, _joined([Line(fact.number, fact_to_json(fact)) for fact in facts]) + word("at", self._after)
            )

    async def _follow(self, follower: Follower, direct: asyncio.Transport | None, send: Send) -> None:
        while not follower.ended:
            lines = follower.now() if direct is not None else await follower.next()
            if lines:
                await _say(send, _joined(lines))
            elif direct is not None:
                follower.direct = direct
                await follower.over.wait()
            elif not follower.ended:
                await _say(send, word("at", max(self._hub.at, follower.after)))


async def _gone(receive: Receive) -> None:
    """Wait until whoever listens has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, part: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(SLOWEST):
        await send({"type": "http.response.body", "body": part, "more_body": more})


def _joined(lines: Sequence[Line]) -> bytes:
    return b"".join(line.body + b"\n" for line in lines)
