"""Serves an inbox on a socket in a process of its own, so that it can be killed: `python -m tests.tui.app_server FILE SOCKET`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from inbox.bootstrap import open_house
from tests.served import socketed


async def main(where: str, socket: Path) -> None:
    """Serve until the end."""
    socket.unlink(missing_ok=True)
    async with open_house(where) as house, socketed(house, socket):
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
