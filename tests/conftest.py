"""What holds for every test: nothing reaches the keyring of whoever runs them; and the places where an inbox may lie."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from inbox import texts

os.environ["INBOX_SECRETS"] = "file"
# Hundreds of tests start programs of their own; each would compile the whole house anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run two workers a core: much of a test's time is waiting for another program or a platform's clock."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    """Commands choose the language for the process; the next test chooses anew."""
    yield
    texts.speak("")


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server for all tests of a session: the address of a database to connect to."""
    from tests.servers import postgres

    folder = tmp_path_factory.getbasetemp()
    with postgres.shared(folder.parent if hasattr(request.config, "workerinput") else folder) as url:
        yield url


@pytest.fixture
async def postgres_place(postgres_server: str) -> AsyncIterator[str]:
    """The address of a PostgreSQL database that holds an inbox's tables and nothing else."""
    from tests.servers import postgres

    async with postgres.fresh(postgres_server, template=postgres.TEMPLATE) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an inbox may lie: a folder, and a PostgreSQL database."""
    found: Path | str = tmp_path if request.param == "sqlite" else request.getfixturevalue("postgres_place")
    return found
