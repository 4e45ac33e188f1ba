"""A Bluesky of one's own, and what an adapter is given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime

import pytest

from adapters.bluesky import Adapter
from inbox.ports.adapter import Batch, Context
from tests.servers.bluesky import BEGINNING, PASSWORD, Bluesky, bluesky_world


@pytest.fixture
async def world() -> AsyncIterator[Bluesky]:
    """An account's world."""
    async with bluesky_world() as running:
        yield running


class Desk:
    """What an adapter is given, and what it did with it."""

    def __init__(self, world: Bluesky) -> None:
        self.world = world
        self.slept: list[float] = []
        self.secrets = {"app_password": PASSWORD}
        self.now = datetime.fromtimestamp(BEGINNING + 1000, UTC)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def keep(self, secrets: Mapping[str, str]) -> None:
        self.secrets.update(secrets)

    def adapter(self, **settings: str) -> Adapter:
        given = {"handle": "acme.test", "service": self.world.service, "plc": self.world.service, **settings}
        return Adapter(Context("bsky", given, self.secrets, lambda: self.now, self.sleep, self.keep))

    async def batches(self, cursor: str = "", **settings: str) -> list[Batch]:
        """Return what is new in one round, and drop the stream as a program that ends does."""
        bluesky, found = self.adapter(**settings), []
        try:
            async with aclosing(bluesky.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
                async for batch in stream:
                    found.append(batch)
                    if batch.caught_up:
                        return found
        finally:
            await bluesky.aclose()
        raise AssertionError

    async def heard(self, cursor: str = "", **settings: str) -> tuple[list[str], str]:
        batches = await self.batches(cursor, **settings)
        # What a conversation says last is also its last message; the inbox knows it by its key.
        said = {s.dedupe_key: s for b in batches for e in b.entries for s in e.says}
        return [s.text for s in said.values() if s.text], batches[-1].cursor


@pytest.fixture
def desk(world: Bluesky) -> Desk:
    return Desk(world)
