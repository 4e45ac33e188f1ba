"""Copies an SQLite inbox that others have open: a reader's transaction sees one moment, and nothing is written beside it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from inbox.errors import Unreachable
from inbox.storage.migrate import known_version
from inbox.storage.sqlite import translated

STEPS = 20_000
"""Instructions of SQLite's between two looks at how far a copy is."""


def copy(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    """Copy a database into a new file; it stands there whole and durable, or not at all.

    `progress` is told bytes written and about how many there will be. Raises: Unreachable, Damaged.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        # An empty file of ours first: what SQLite writes into must be readable by nobody else from its first byte.
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        try:
            _into(source, part, progress)
            _durable(part)
            part.replace(target)
            _durable(target.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as cause:
        raise Unreachable("{path} cannot be written; check who may.", path=target) from cause
    except sqlite3.Error as cause:
        raise translated(cause, target if "full" in str(cause) else source) from cause


def _into(source: Path, part: Path, progress: Callable[[int, int], None]) -> None:
    uri = f"file:{quote(str(source))}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        known_version(connection, source)
        size = (
            connection.execute("pragma page_count").fetchone()[0] * connection.execute("pragma page_size").fetchone()[0]
        )
        connection.set_progress_handler(lambda: progress(min(size, part.stat().st_size), size), STEPS)
        # https://sqlite.org/lang_vacuum.html: one read transaction, so a consistent snapshot of a database in use.
        connection.execute("vacuum into ?", (str(part),))
        connection.set_progress_handler(None, 0)
        progress(size, size)


def _durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
