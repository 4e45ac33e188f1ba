"""An X of ours for every test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.servers.x import X, an_x


@pytest.fixture
async def x() -> AsyncIterator[X]:
    """An account's X."""
    async with an_x() as running:
        yield running
