"""Opens the database an address names; the driver of one that nobody uses is not loaded."""

from __future__ import annotations

from pathlib import Path

from inbox.errors import Unreachable
from inbox.storage.address import shared
from inbox.storage.database import Database
from inbox.storage.sqlite import Sqlite


async def opened(where: str | Path, *, make: bool) -> Database:
    """Open a database; with `make` also one that holds nothing yet. Raises: NotFound, Locked, Unreachable, Damaged."""
    if not shared(where):
        return await Sqlite.open(Path(where))
    try:
        from inbox.storage.postgres import Postgres  # an extra
    except ImportError as cause:
        raise Unreachable(
            "An inbox in PostgreSQL needs {library}; install the program with its extra postgres (in its checkout: pip install '.[postgres]').",
            library=cause.name,
        ) from cause
    return await Postgres.open(str(where), make=make)
