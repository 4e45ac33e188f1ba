"""A served inbox in a process of its own, for who measures: prints its address and tokens, and ends when asked to."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["INBOX_SECRETS"] = "file"
os.environ["INBOX_SECRETS_KEY"] = str(Path(sys.argv[1]) / "key")

from inbox.bootstrap import Place, create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Role
from tests.served import Tokens
from tests.server.wire import CHANNEL, SECRET


async def main(folder: str, database: str = "") -> None:
    path = database or str(Path(folder) / "inbox.db")
    if database:
        from inbox.storage.sealed import add_key  # an extra

        add_key(Path(os.environ["INBOX_SECRETS_KEY"]))
    await create(path, lead="lea")
    async with open_house(path) as house:
        lea, tokens, ended = await house.desk("lea"), Tokens(house), asyncio.Event()
        await (await house.keeping("lea")).keep_secret(CHANNEL, "secret", SECRET)
        await lea.perform(c.AddChannel(CHANNEL, "webhook"))
        await lea.perform(c.AddChannel("acme@x", "demo", (("backlog", "1"),)))
        for name in ("anna", "jonas"):
            await lea.perform(c.AddPerson(name, (Role.MANAGER,)))
        await lea.perform(c.AddPerson("mia", (Role.TRAINEE,), (), (CHANNEL, "acme@x")))
        await house.sync_once()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)

        def ready(where: str) -> None:
            print(where, *(tokens.make(name) for name in ("lea", "anna", "jonas", "mia")), flush=True)

        await house.serve(Place("127.0.0.1:0"), ready, ended, tokens)


asyncio.run(main(*sys.argv[1:]))
