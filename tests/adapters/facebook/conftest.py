"""A page's server for every test of the Facebook adapter."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.facebook.page import slept
from tests.servers.graph import GraphApi, graph_api


@pytest.fixture
async def api() -> AsyncIterator[GraphApi]:
    """A page's server."""
    async with graph_api() as running:
        slept.clear()
        yield running
