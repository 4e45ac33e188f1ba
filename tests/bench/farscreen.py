"""The real screens at a server, in a process of their own, for who measures: `farscreen.py ADDRESS TOKEN`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inbox.ports.desk import Desk
from inbox.remote import RemoteHouse
from inbox.services.thread import OnThread, Proxy
from inbox.tui.app import run


@asynccontextmanager
async def house() -> AsyncIterator[RemoteHouse]:
    found = RemoteHouse(sys.argv[1], token=sys.argv[2])
    try:
        yield found
    finally:
        await found.aclose()


async def seat(thread: OnThread[RemoteHouse], opened: RemoteHouse) -> Desk:
    return cast("Desk", Proxy(await thread.cross(opened.desk("")), thread.cross))


thread = OnThread(house)
opened = thread.start()
try:
    run(asyncio.run(seat(thread, opened)))
finally:
    thread.stop()
