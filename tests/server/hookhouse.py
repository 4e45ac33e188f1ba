"""A process that serves an inbox until it dies at a fault point: `python -m tests.server.hookhouse INBOX [POINT]`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from inbox import fault
from inbox.bootstrap import Place, open_house
from tests.world import Clock


def _dies(name: str) -> None:
    armed = False

    def pass_(point: str) -> None:
        nonlocal armed
        armed = armed or point == "hook.verified"
        if armed and point == name:
            os.kill(os.getpid(), signal.SIGKILL)

    fault.listen(pass_)


async def main(where: str, point: str = "") -> None:
    """Serve, and say where; dying counts from the first webhook that is verified."""

    def ready(base: str) -> None:
        print(base, flush=True)
        if point:
            _dies(point)

    async with open_house(where, now=Clock()) as house:
        await house.serve(Place("127.0.0.1:0"), ready, asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
