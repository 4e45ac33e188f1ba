"""Measures how fast an event reaches two hundred who follow one server, by stream and by long-poll, and what that costs.

`python -m tests.bench.following [--clients 200] [--seconds 10] [--ways stream,poll] [--rounds 3] [--screens 3]`: ten commands
and fifty webhooks a second, server and driver on the same machine. A delivery's time runs from the fact's own time, before
its commit, to its bytes in the driver. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from adapters.kit.signed import standard_key, standard_signature
from inbox import wire
from inbox.domain import commands as c
from inbox.remote import RemoteHouse
from tests.server.wire import SECRET, call, head, packed, said

PEOPLE = ("lea", "anna", "jonas", "mia")
PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = os.sysconf("SC_CLK_TCK")
SECOND_PROCESS = Path(__file__).with_name("feedhouse.py")


@dataclass
class Seen:
    """What all followers were told: for every fact when it happened, and who heard of it how late."""

    at: dict[int, float] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)
    known: dict[bytes, int] = field(default_factory=dict)

    def number(self, line: bytes) -> int:
        """Return a fact's number, reading each only once for all."""
        found = self.known.get(line)
        if found is None:
            fact = msgspec.json.decode(line, type=wire.Fact)
            found = self.known[line] = fact.number
            self.at[found] = fact.at.timestamp()
        return found


class Follower(asyncio.Protocol):
    """One screen's line, without a screen."""

    def __init__(self, seen: Seen, token: str, after: int, way: str) -> None:
        self.seen, self.token, self.after, self.way = seen, token, after, way
        self.numbers: list[int] = []
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        path = f"/feed/stream?after={self.after}" if self.way == "stream" else f"/feed?after={self.after}&wait=20"
        self._transport.write(head("GET", path, {"Authorization": f"Bearer {self.token}"}))

    def data_received(self, part: bytes) -> None:
        """Hear."""
        now = time.time()
        if self.way == "stream":
            *lines, self._rest = (self._rest + part).split(b"\n")
            self._take([line for line in lines if line.startswith(b'{"number"')], now)
            return
        self._rest += part
        top, ended, body = self._rest.partition(b"\r\n\r\n")
        if not ended or len(body) < int(top.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            return
        self._rest = b""
        inside, _, at = body.removeprefix(b'{"facts":[').rpartition(b'],"at":')
        if inside:
            parts = inside.split(b',{"number":')
            self._take([parts[0], *(b'{"number":' + part for part in parts[1:])], now)
        self.after = int(at.rstrip(b"}"))
        self._ask()

    def _take(self, lines: list[bytes], now: float) -> None:
        for line in lines:
            number = self.seen.number(line)
            self.numbers.append(number)
            self.seen.late.append(now - self.seen.at[number])

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()


def cost(pid: int) -> tuple[float, float]:
    """Return a process's CPU seconds and its resident megabytes."""
    stat = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    return (int(stat[11]) + int(stat[12])) / TICK, pages * PAGE / 2**20


async def _every(seconds: float, times: int, act) -> None:
    """Do something at an even pace, without waiting for what it answers."""
    loop = asyncio.get_running_loop()
    begun, running = loop.time(), set()
    for n in range(times):
        await asyncio.sleep(max(0.0, begun + n * seconds - loop.time()))
        running.add(asyncio.create_task(act(n)))
    for task in running:
        await task


async def load(base: str, token: str, conversation: int, seconds: float) -> None:
    """Let people act and customers write."""

    async def act(n: int) -> None:
        body = wire.command_to_json(c.WriteNote(conversation, f"Notiz {n}"))
        told = await call(base, body, {"Authorization": f"Bearer {token}"}, path="/commands")
        assert told.status == 200, told.body

    async def write(n: int) -> None:
        id, at = f"m{time.time_ns()}", datetime.now(UTC)
        body = packed(said(id, f"Nachricht {n}", contact=f"k{n % 40}", contact_name=f"Kunde {n % 40}"))
        signature = standard_signature(standard_key(SECRET), id, at, body)
        headers = {"webhook-id": id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
        told = await call(base, body, headers)
        assert told.status == 200, told.body

    await asyncio.gather(_every(0.1, int(seconds * 10), act), _every(0.02, int(seconds * 50), write))


async def measured(
    base: str, pid: int, tokens: dict[str, str], asked: argparse.Namespace, way: str
) -> dict[str, float]:
    """Follow with all clients while the load runs; return what was found."""
    loop, seen, house = asyncio.get_running_loop(), Seen(), RemoteHouse(base, token=tokens["lea"])
    lea = await house.desk("lea")
    conversation = (await lea.conversations("all", limit=1)).items[0].conversation.id  # type: ignore[arg-type]  # as the wire has it
    after, parts = await lea.last(), urlsplit(base)
    _, before = cost(pid)
    followers = []
    for n in range(asked.clients):
        one = Follower(seen, tokens[PEOPLE[n % len(PEOPLE)]], after, way)
        await loop.create_connection(lambda one=one: one, parts.hostname, parts.port)
        followers.append(one)
    await load(base, tokens["lea"], conversation, 1)
    cpu, _ = cost(pid)
    begun, mine = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    seen.late.clear()
    await load(base, tokens["lea"], conversation, asked.seconds)
    took, (used, rss) = time.monotonic() - begun, cost(pid)
    own = resource.getrusage(resource.RUSAGE_SELF)
    due = [fact.number for fact in await _all(lea, after)]
    async with asyncio.timeout(20):
        while any(len(one.numbers) < len(due) for one in followers):  # noqa: ASYNC110 - a poll costs the measured less than bells
            await asyncio.sleep(0.05)
    for one in followers:
        one.close()
    await house.aclose()
    late = sorted(seen.late)
    return {
        "facts/s": len(due) / (took + 1),
        "p50 ms": statistics.median(late) * 1000,
        "p99 ms": late[int(len(late) * 0.99)] * 1000,
        "max ms": late[-1] * 1000,
        "missing": sum(len(set(due) - set(one.numbers)) for one in followers),
        "double": sum(len(one.numbers) - len(set(one.numbers)) for one in followers),
        "server CPU %": (used - cpu) / took * 100,
        "driver CPU %": (own.ru_utime + own.ru_stime - mine.ru_utime - mine.ru_stime) / took * 100,
        "server CPU ms/s/client": (used - cpu) / took * 1000 / asked.clients,
        "server RSS MB": rss,
        "kB/client": (rss - before) * 1024 / asked.clients,
    }


async def _all(desk, after: int) -> list:
    found: list = []
    while facts := await desk.feed(found[-1].number if found else after):
        found += facts
    return found


async def run(asked: argparse.Namespace) -> None:
    """Measure each way in turns and print the medians."""
    rounds: dict[str, list[dict[str, float]]] = {way: [] for way in asked.ways.split(",")}
    for n in range(asked.rounds):
        for way, found in rounds.items():
            with tempfile.TemporaryDirectory() as folder, started(folder) as running:
                assert running.stdout is not None
                try:
                    base, *pairs = running.stdout.readline().split()
                    tokens = dict(zip(PEOPLE, pairs, strict=True))
                    found.append(await measured(base, running.pid, tokens, asked, way))
                finally:
                    running.terminate()
            print(f"round {n + 1}, {way}: {_said(found[-1])}", flush=True)
    for way, found in rounds.items():
        print(f"median, {way}: {_said({key: statistics.median(one[key] for one in found) for key in found[0]})}")


def started(folder: str) -> subprocess.Popen[str]:
    """Start a server in a process of its own; it prints its address and a token for each person."""
    return subprocess.Popen([sys.executable, str(SECOND_PROCESS), folder], stdout=subprocess.PIPE, text=True)


def _said(found: dict[str, float]) -> str:
    return ", ".join(f"{key} {value:.1f}" for key, value in found.items())


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.following", description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--ways", default="stream,poll")
    parser.add_argument("--rounds", type=int, default=3)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
