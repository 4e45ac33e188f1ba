"""A served company in a process that a test kills: `deskhouse.py FOLDER PORT` prints its address; a token is a name."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["INBOX_SECRETS"] = "file"

from inbox.bootstrap import Place, create, open_house
from inbox.domain import commands as c
from inbox.ports.gate import Pass, Scope
from tests.served import Tokens


async def main(folder: str, port: str) -> None:
    path = str(Path(folder) / "inbox.db")
    if not Path(path).exists():
        await create(path, lead="lea")
    async with open_house(path) as house:
        lea, tokens = await house.desk("lea"), Tokens(house)
        tokens._known["lea"] = Pass("lea", 1, frozenset(Scope), None)
        if not await lea.channels():
            await lea.perform(c.AddChannel("acme@x", "demo", (("backlog", "1"),)))
            await house.sync_once()
        await house.serve(Place(f"127.0.0.1:{port}"), lambda where: print(where, flush=True), asyncio.Event(), tokens)


asyncio.run(main(*sys.argv[1:]))
