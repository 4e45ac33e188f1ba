"""A node over a shared database: `python -m tests.faults.nodehouse DATABASE PLATFORM LASTS [POINT NTH]`.

It dies at the n-th passing of a fault point, counted from SIGUSR1 on, and hands its leases back at SIGTERM. Its adapters
speak to a platform that knows the truth, one line of JSON there and one back.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from inbox import bootstrap, fault
from inbox.domain.incoming import Identity, Incoming, Kind
from inbox.errors import Ambiguous, NotSent, Unreachable
from inbox.ports.adapter import Account, Adapter, Batch, Context, DeliveryClass, Entry, Outgoing, Sent, Setting
from inbox.services import courier, leases, runner


class Wired:
    """An adapter of class C over the platform's line."""

    platform: ClassVar[str] = "C"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.BLIND
    settings: ClassVar[tuple[Setting, ...]] = ()
    port: ClassVar[int] = 0

    def __init__(self, context: Context) -> None:
        self.context = context

    async def ask(self, **what: object) -> Any:
        """Ask the platform one thing. Raises: NotSent before the first byte, Ambiguous after it."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError as cause:
            raise NotSent("The platform does not answer.") from cause
        try:
            writer.write(json.dumps({"channel": self.context.channel, **what}).encode() + b"\n")
            await writer.drain()
            if not (line := await reader.readline()):
                raise Ambiguous("No answer.")
            return json.loads(line)
        except OSError as cause:
            raise Ambiguous("No answer.") from cause
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def open(self) -> Account:
        """Connect."""
        return Account("node")

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Ask for what is behind the cursor, for ever."""
        while True:
            try:
                found = await self.ask(op="poll", after=int(cursor or 0))
            except Ambiguous as cause:
                raise Unreachable("The platform does not answer.") from cause
            said = tuple(Entry(b"x", (_said(key),)) for key in found["said"])
            cursor = str(found["upto"])
            yield Batch(said, cursor, caught_up=True)

    async def send(self, out: Outgoing) -> Sent:
        """Send."""
        return Sent((await self.ask(op="send", token=out.token, text=out.text))["id"])

    async def aclose(self) -> None:
        """Nothing to let go."""


class Keyed(Wired):
    """Class A: the platform keeps one per token."""

    platform: ClassVar[str] = "A"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.IDEMPOTENT


class Found(Wired):
    """Class B: one can look."""

    platform: ClassVar[str] = "B"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Look for the token."""
        try:
            found = await self.ask(op="find", token=out.token)
        except (Ambiguous, NotSent) as cause:
            raise Unreachable("The platform does not answer.") from cause
        return Sent(found["id"]) if found["id"] else None


def _said(key: str) -> Incoming:
    return Incoming(Kind.MESSAGE, key, key, None, key, identities=(Identity("n", key),), name=key, text="Frage")


def _dies(name: str, nth: int) -> None:
    left = nth

    def passes(point: str) -> None:
        nonlocal left
        left -= point == name
        if point == name and left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    fault.listen(passes)


def _kind(platform: str) -> type[Adapter]:
    return {"A": Keyed, "B": Found, "C": Wired}[platform]


async def main(where: str, port: str, lasts: str, point: str = "", nth: str = "1") -> None:
    """Be a node until told to end."""
    Wired.port, leases.LASTS = int(port), float(lasts)
    courier.ASK = runner.FIRST = 0.5
    bootstrap.adapter_class = _kind
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    loop.add_signal_handler(signal.SIGUSR1, _dies, point, int(nth))
    async with bootstrap.open_house(where, run=True):
        print("up", flush=True)
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
