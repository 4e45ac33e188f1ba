"""Several nodes in processes of their own over one PostgreSQL, and the platform that knows what really arrived."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from inbox.bootstrap import House, create, open_house
from inbox.domain import commands as c
from inbox.ports.leases import Roll
from inbox.storage.store import SqlStore
from tests.servers.listening import listening

CHANNELS = ("A", "B", "C")
"""Each named as its platform, which is named as its class."""


@dataclass
class Truth:
    """What customers said, and what really reached them, by the token of each send."""

    chance: random.Random
    said: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    got: Counter[str] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)
    slow: float = 0.15
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    """Sends on these channels have their effect, and no answer before this is set."""
    port: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, channel: str, many: int = 1) -> None:
        """Let customers write, each once."""
        for _ in range(many):
            self.said[channel].append(f"{channel}-{len(self.said[channel]) + 1}")
        self.news.set()

    @property
    def answered(self) -> set[str]:
        """Whom an answer reached."""
        return set(self.texts.values())

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one question."""
        with contextlib.suppress(OSError, ValueError):
            answer = await self._answer(json.loads(await reader.readline()))
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()

    async def _a_while(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), self.chance.random() * self.slow)

    async def _answer(self, what: dict[str, object]) -> dict[str, object]:
        channel, token = str(what["channel"]), str(what.get("token"))
        if what["op"] == "poll":
            after = int(str(what["after"]))
            if len(self.said[channel]) <= after:
                self.news.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait(), 0.5)
            behind = self.said[channel][after : after + 3]
            return {"said": behind, "upto": after + len(behind)}
        if what["op"] == "find":
            return {"id": f"ext-{token}" if self.got[token] else ""}
        await self._a_while()
        self.got[token] += channel != "A" or not self.got[token]
        self.texts[token] = str(what["text"])
        if channel in self.gates:
            await self.gates[channel].wait()
        await self._a_while()
        return {"id": f"ext-{token}"}


@asynccontextmanager
async def node(where: str, truth: Truth, lasts: float, *dies: object) -> AsyncIterator[Process]:
    """Run a node that is up when this is entered."""
    command = ("-m", "tests.faults.nodehouse", where, truth.port, lasts, *dies)
    process = await asyncio.create_subprocess_exec(sys.executable, *map(str, command), stdout=PIPE)
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"up\n"
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.kill()
        await process.wait()


class Company:
    """A house that only looks on and answers, over the database that the nodes work on."""

    def __init__(self, house: House, truth: Truth) -> None:
        self.house = house
        self.truth = truth

    @property
    def store(self) -> SqlStore:
        """The store below."""
        return self.house._store

    async def answers(self) -> None:
        """Answer whoever wrote and has no answer, as long as this is let run."""
        lea = await self.house.desk("lea")
        sql = "select id, key from conversation k where not exists (select 1 from message m where m.conversation = k.id and m.direction = 'out')"
        while True:
            last = await self.store.last()
            for id, key in await self.store._db.read(sql):
                await lea.perform(c.Reply(id, key, now=True))
            await self.store.wait(last, 0.5)

    async def until(self, met: Callable[[], Awaitable[bool]], seconds: float) -> None:
        """Wait for a condition."""
        async with asyncio.timeout(seconds):
            while not await met():
                await self.store.wait(sys.maxsize, 0.1)

    async def holders(self) -> dict[str, str]:
        """Return who holds what now."""
        return held(await self.store.roll())

    async def shared(self, among: int) -> bool:
        """Tell whether everything is held, by so many nodes."""
        found = await self.holders()
        return len(found) == len(CHANNELS) + 1 and len(set(found.values())) == among

    async def settled(self) -> bool:
        """Tell whether nothing is on its way any more, in or out."""
        said = sum(map(len, self.truth.said.values()))
        sql = "select (select count(*) from message where direction = 'in'), (select count(*) from message where direction = 'out'), (select count(*) from message where delivery in ('queued', 'sending'))"
        return (await self.store._db.read(sql))[0] == (said, said, 0)

    async def ends(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """Return by channel and ending the replies and how often each arrived."""
        sql = "select k.channel, m.delivery, m.token, k.key from message m join conversation k on k.id = m.conversation where m.direction = 'out'"
        found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for channel, delivery, token, key in await self.store._db.read(sql):
            found.setdefault((channel, delivery), []).append((key, self.truth.got[token]))
        return found


def held(roll: Roll) -> dict[str, str]:
    """Return the holders of what is held."""
    return {h.lease.name: h.lease.node for h in roll.holdings if h.left > 0}


@asynccontextmanager
async def company(where: str, seed: int) -> AsyncIterator[Company]:
    """Found a company with a channel of every class, and its platform."""
    truth = Truth(random.Random(seed))
    await create(where, lead="lea")
    async with listening(truth.speak) as base:
        truth.port = urlsplit(base).port or 0
        async with open_house(where) as house:
            lea = await house.desk("lea")
            for name in CHANNELS:
                await lea.perform(c.AddChannel(name, name))
            yield Company(house, truth)


@asynccontextmanager
async def beside(work: Awaitable[None]) -> AsyncIterator[None]:
    """Do something meanwhile; its failure is this one's."""
    task = asyncio.ensure_future(work)
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.wait([task])


class Wire:
    """What lies between a node and its database; once it is cut nothing passes, and nobody is told."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.whole = asyncio.Event()
        self.whole.set()

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        parts = urlsplit(self._url)
        theirs, ours = await asyncio.open_connection(parts.hostname, parts.port)
        pumps = [asyncio.create_task(self._pump(reader, ours)), asyncio.create_task(self._pump(theirs, writer))]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            ours.close()
            with contextlib.suppress(OSError):
                await ours.wait_closed()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self.whole.wait()
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def wire(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """Lay a line to a database; yields it and the address that leads through it."""
    between = Wire(url)
    async with listening(between.speak) as here:
        parts = urlsplit(url)
        yield between, urlunsplit(parts._replace(netloc=f"{parts.username}@{urlsplit(here).netloc}"))
