"""A number's server for every test that names it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.servers.whatsapp import CloudApi, cloud_api


@pytest.fixture
async def api() -> AsyncIterator[CloudApi]:
    """A number's server."""
    async with cloud_api() as running:
        yield running
