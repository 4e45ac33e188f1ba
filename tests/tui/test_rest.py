"""A screen at which nobody does anything does next to nothing, and is awake again with the first key."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
import uvicorn

from inbox.bootstrap import open_house
from inbox.server.listening import serve
from inbox.tui import attending
from tests.tui.stage import arrives, at_desk, company

NEVER = 3600.0


async def test_who_does_nothing_is_not_looked_at_and_the_first_key_tells_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attending, "SELDOM", NEVER)
    monkeypatch.setattr(attending, "LIVELY", 1.0)
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage")
            told = stage.app._attending
            assert told is not None
            await stage._until(lambda: not told._stir.is_set() and bool(told._stir._waiters), "rests")
            jonas = await house.desk("jonas")
            await stage.press("r")
            await stage.sees("reply to")
            around = await jonas.around()
            while not any(p.writing for p in around.here):
                around = await jonas.around(around.number, wait=5)
            assert [p.person for p in around.here] == ["anna"]


async def test_an_idle_server_wakes_once_a_second_and_ends_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[float] = []
    loop, tick = asyncio.get_running_loop(), uvicorn.Server.on_tick

    async def on_tick(self: uvicorn.Server, counter: int) -> bool:
        ticks.append(loop.time())
        return await tick(self, counter)

    monkeypatch.setattr(uvicorn.Server, "on_tick", on_tick)
    async with company(tmp_path):
        pass
    async with open_house(str(tmp_path / "inbox.db")) as house:
        _, served = house.served(None)
        ended = asyncio.Event()
        serving = asyncio.create_task(serve(served, socket.create_server(("127.0.0.1", 0)), ended))
        while len(ticks) < 3:  # noqa: ASYNC110 - uvicorn rings no bell
            await asyncio.sleep(0.01)
        assert ticks[2] - ticks[1] >= 0.9
        ended.set()
        await serving
        assert ticks[-1] - ticks[2] < 0.5
