"""Starts a homeserver for each test that asks for one: ours, or a real one."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest

from tests.servers import synapse as server
from tests.servers.matrix import Homeserver, homeserver
from tests.servers.synapse import Someone


@pytest.fixture
async def api() -> AsyncIterator[Homeserver]:
    """Our homeserver."""
    async with homeserver() as running:
        yield running


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A homeserver."""
    if not server.there() and not os.environ.get("INBOX_TEST_REAL"):
        pytest.skip("Synapse is not installed")
    with server.synapse(tmp_path_factory.mktemp("synapse")) as address:
        yield address


@pytest.fixture
async def people(base: str) -> AsyncIterator[tuple[Someone, Someone]]:
    """Us and a customer, both new."""
    name = uuid.uuid4().hex[:8]
    async with AsyncExitStack() as stack:
        us = await stack.enter_async_context(Someone(base, f"shop-{name}"))
        customer = await stack.enter_async_context(Someone(base, f"kaethe-{name}"))
        yield us, customer
