"""A process that runs an inbox until it is killed: `python -m tests.faults.mailhouse INBOX [POINT [N]]`.

With POINT it kills itself the Nth time it passes the fault point of that name ("" is any).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from inbox import fault
from inbox.bootstrap import open_house


def _die_at(name: str, times: int) -> None:
    left = times

    def pass_(point: str) -> None:
        nonlocal left
        left -= name in ("", point)
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    fault.listen(pass_)


async def main(where: str, point: str | None = None, times: str = "1") -> None:
    """Run the house and say when it stands."""
    async with open_house(where, run=True):
        print("up", flush=True)
        if point is not None:
            _die_at(point, int(times))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
