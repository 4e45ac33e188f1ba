"""Whoever takes a conversation first has it, on one database and through two houses at once; the others hear who."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from inbox.bootstrap import House, open_house
from tests.bench.winning import clients, take_at_once
from tests.world import world

ROUNDS = int(os.environ.get("INBOX_TEST_DOSE", "10"))


@pytest.mark.timeout(60 + ROUNDS * 2)
async def test_of_fifty_clients_that_take_a_conversation_at_once_one_wins_and_the_others_hear_who(
    place: Path | str,
) -> None:
    async with AsyncExitStack() as stack:
        w = await stack.enter_async_context(world(place))
        houses: list[House] = [w.house]
        if isinstance(place, str):
            houses.append(await stack.enter_async_context(open_house(place, now=w.clock)))
        won = await take_at_once(w, await clients(w, list(houses), 50), ROUNDS)
        print(f"{won.rounds} rounds of 50 in {won.seconds:.1f} s, slowest round {won.slowest * 1000:.0f} ms")
