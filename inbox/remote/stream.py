"""Follows the feed of a server: one stream, resumed at its number, nothing missing and nothing twice."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress

import msgspec

from inbox.domain.events import Recorded
from inbox.errors import InboxError, Refused, Unreachable
from inbox.remote.line import Line, pause
from inbox.wire import Fact, fact_of

QUIET = 40.0
"""Seconds without a word after which a stream is dead: the server says every 15 that all is well."""
UNUSED = 120.0
"""Seconds after which nobody listens any more."""
KEPT = 5000
"""Facts kept for whoever asks for them."""
GRACE = 2.0
"""Seconds that somebody who waits for facts is not told of a line that is down: it may be back at once."""
_FACT = msgspec.json.Decoder(Fact)


class _Word(msgspec.Struct):
    """What a stream says beside facts: that everything up to a number was told, or that it ends."""

    at: int = 0
    goodbye: str = ""


_WORD = msgspec.json.Decoder(_Word)


class Stream:
    """What one person sees happen on a server."""

    def __init__(self, line: Line, person: str) -> None:
        self._line = line
        self._person = person
        self._facts: deque[Recorded] = deque()
        self._floor = 0
        self._rung = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._asked = 0.0
        self.at = 0
        self.alive = False
        self.trouble: InboxError | None = None

    def covers(self, after: int) -> bool:
        """Tell whether everything behind a number is here, or will be."""
        return self._running is not None and not self._running.done() and self._floor <= after <= self.at

    async def begin(self, after: int) -> None:
        """Follow from a number on."""
        await self.aclose()
        self._facts.clear()
        self._floor = self.at = after
        self.trouble = None
        self._asked = asyncio.get_running_loop().time()
        self._running = asyncio.create_task(self._run())

    async def next(self, after: int, limit: int, wait: float) -> tuple[Recorded, ...]:
        """Return facts behind a number, waiting for them. Raises: Unreachable while the line is down, Refused."""
        loop = asyncio.get_running_loop()
        self._asked = loop.time()
        ends, patience = loop.time() + wait, loop.time() + min(wait, GRACE)
        while True:
            found = [fact for fact in self._facts if fact.number > after]
            if found:
                return tuple(found[:limit])
            now = loop.time()
            if self.trouble is not None and (now >= patience or isinstance(self.trouble, Refused)):
                raise self.trouble
            if now >= ends:
                return ()
            self._rung.clear()
            until = min(ends, patience) if self.trouble is not None else ends
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await self._rung.wait()

    async def aclose(self) -> None:
        """Follow no longer. May be called twice."""
        running, self._running = self._running, None
        self.alive = False
        if running is not None:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    async def _run(self) -> None:
        tries = 0
        loop = asyncio.get_running_loop()
        while loop.time() - self._asked < UNUSED:
            before = self.at
            try:
                async with self._line.listen("/feed/stream", self._person, {"after": str(self.at)}, QUIET) as parts:
                    goodbye = await self._hear(parts)
                tries = 0 if goodbye == "leaving" or self.at > before else tries
                self.alive = False
                # The next try hears why a token is worth nothing; until then nobody need think the server away.
                if goodbye != "revoked":
                    self._fell(Unreachable("The server at {where} ended the line.", where=self._line.where))
            except Refused as cause:
                # A token that is worth nothing any more does not become better by waiting.
                self._fell(cause)
                return
            except InboxError as cause:
                self._fell(cause)
            await asyncio.sleep(pause(tries))
            tries += 1

    def _fell(self, cause: InboxError) -> None:
        self.alive, self.trouble = False, cause
        self._rung.set()

    async def _hear(self, parts: AsyncIterator[bytes]) -> str:
        """Take in what a stream says until it ends; return how it said goodbye."""
        rest, loop = b"", asyncio.get_running_loop()
        async for part in parts:
            *lines, rest = (rest + part).split(b"\n")
            self.alive, self.trouble = True, None
            for line in lines:
                if line.startswith(b'{"number"'):
                    self._take(_told(line))
                    continue
                word = _worded(line)
                if word.goodbye:
                    return word.goodbye
                self.at = max(self.at, word.at)
            self._rung.set()
            if loop.time() - self._asked > UNUSED:
                return "unused"
        return ""

    def _take(self, fact: Recorded) -> None:
        if fact.number <= self.at:
            return
        self._facts.append(fact)
        self.at = fact.number
        if len(self._facts) > KEPT:
            self._floor = self._facts.popleft().number


def _told(line: bytes) -> Recorded:
    try:
        return fact_of(_FACT.decode(line))
    except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
        raise Unreachable("The server said something that cannot be read: {cause}", cause=cause) from cause


def _worded(line: bytes) -> _Word:
    try:
        return _WORD.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as cause:
        raise Unreachable("The server said something that cannot be read: {cause}", cause=cause) from cause
