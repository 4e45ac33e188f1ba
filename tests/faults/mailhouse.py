"""A process that runs an inbox until it is killed: `python -m tests.faults.mailhouse INBOX`."""

from __future__ import annotations

import asyncio
import sys

from inbox.bootstrap import open_house


async def main(where: str) -> None:
    """Run the house and say when it stands."""
    async with open_house(where, run=True):
        print("up", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
