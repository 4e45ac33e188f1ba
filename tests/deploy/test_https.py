"""https by certificate files and by the example for nginx: tokens cross no network readably, and the feed arrives at once."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from inbox.bootstrap import House, create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.errors import BadInput, Refused
from inbox.ports.adapter import Batch, Entry
from inbox.services.intake import take_in
from tests.server.test_serve import now_signed, packed, said
from tests.servers.nginx import certificate, nginx, there, trusting
from tests.servers.webhook import SECRET
from tests.world import message


@asynccontextmanager
async def served(folder: Path, tls: tuple[str, str] | None = None) -> AsyncIterator[tuple[House, str, str]]:
    """Serve an inbox with a webhook; yields the house, its address and a token of anna's."""
    where = str(folder / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("shop", "secret", SECRET)
        lea = await house.desk("lea")
        await lea.perform(c.AddPerson("anna", (Role.MANAGER,)))
        await lea.perform(c.AddChannel("shop", "webhook", ()))
        token = (await (await house.desk("anna")).make_token("anna", "test"))[1] if False else await _token(house)
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        ended = asyncio.Event()
        running = asyncio.create_task(house.serve("127.0.0.1:0", ready.set_result, ended, tls=tls))
        try:
            yield house, await ready, token
        finally:
            ended.set()
            await running
