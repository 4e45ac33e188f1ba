"""One SQLite file, owned by one process: a connection that writes and checkpoints, another that only reads.

`synchronous=FULL`, because an acknowledged message is a promise. Writers take turns. A lock file
beside the database names its owner, so that a second process is told kindly who has it; SQLite
before 3.51.3 can corrupt a WAL database in which several connections checkpoint (sqlite.org/wal.html,
"The WAL-reset bug"), and one owner with one writing connection keeps clear of that.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import re
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import aiosqlite

from inbox import fault
from inbox.errors import Damaged, InboxError, Locked, Unreachable
from inbox.storage.migrate import migrate

Rows = list[tuple[Any, ...]]


@cache
def _dialect(sql: str) -> str:
    return re.sub(r"\$(\d)", r"?\1", sql)


def translated(error: sqlite3.Error, path: Path) -> InboxError:
    """Return our error for one of SQLite's."""
    text = str(error)
    if "disk is full" in text or "disk I/O error" in text:
        return Unreachable("The disk that holds {path} is full or failing; make room, nothing was lost.", path=path)
    if "readonly" in text or "read-only" in text:
        return Unreachable("{path} cannot be written; check who may.", path=path)
    if "not a database" in text or "malformed" in text:
        return Damaged("{path} is no inbox, or a damaged one.", path=path)
    if "locked" in text or "busy" in text:
        return Locked("Another program holds {path}.", path=path)
    if "unable to open" in text:
        return Unreachable("{path} cannot be opened; check the folder and who may read it.", path=path)
    return Damaged("The database says: {text}", text=text)


def lock(path: Path) -> IO[str]:
    """Own the inbox at a path until the returned file is closed.

    Raises: Locked, naming the process that owns it; Unreachable.
    """
    file = path.with_name(path.name + ".lock")
    try:
        handle = file.open("a+", encoding="utf-8")
    except OSError as cause:
        raise Unreachable("{path} cannot be opened; check the folder and who may read it.", path=path) from cause
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as cause:
        handle.seek(0)
        owner = handle.read().strip() or "–"
        handle.close()
        raise Locked(
            "Another inbox program (process {owner}) has {path} open, and only one at a time can; work there, or end it.",
            owner=owner,
            path=path,
        ) from cause
    handle.seek(0)
    handle.truncate()
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


class Database:
    """The two connections and the turn-taking of writers."""

    def __init__(self, path: Path, owner: IO[str], writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self.path = path
        self._owner = owner
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()
        self._reading = asyncio.Lock()

    @staticmethod
    async def open(path: Path) -> Database:
        """Open an inbox, bringing its schema up to date. Raises: Locked, Unreachable, Damaged."""
        owner = lock(path)
        try:
            _prepare(path)
            writer = await _connect(
                path, "pragma synchronous=full", "pragma foreign_keys=on", "pragma wal_autocheckpoint=1000"
            )
            try:
                reader = await _connect(path, "pragma query_only=on", "pragma wal_autocheckpoint=0")
            except BaseException:
                await writer.close()
                raise
        except BaseException:
            owner.close()
            raise
        return Database(path, owner, writer, reader)

    async def close(self) -> None:
        """Finish what runs and let the file go. May be called twice."""
        async with self._turn, self._reading:
            if not self._owner.closed:
                await self._reader.close()
                await self._writer.close()
                self._owner.close()

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows of committed state."""
        try:
            return list(await self._reader.execute_fetchall(_dialect(sql), args))  # type: ignore[arg-type]  # rows are tuples
        except sqlite3.Error as cause:
            raise translated(cause, self.path) from cause

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[None]:
        """Let several reads see the same state."""
        async with self._reading:
            try:
                await self._reader.execute("begin")
                yield
            finally:
                with contextlib.suppress(sqlite3.Error):  # nothing was begun
                    await self._reader.execute("commit")

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        """Hold the one turn to write; commits at the end, rolls back on any error."""
        async with self._turn:
            try:
                await self._writer.execute("begin immediate")
                fault.point("write.begun")
                yield Writing(self._writer)
                fault.point("write.commit")
                await self._writer.execute("commit")
            except BaseException as cause:
                # Whatever ended it, cancellation included, the connection must not stay inside a transaction. A full
                # disk ends the transaction by itself; rolling back again is then an error of no meaning.
                with contextlib.suppress(sqlite3.Error):
                    await self._writer.execute("rollback")
                if isinstance(cause, sqlite3.Error):
                    raise translated(cause, self.path) from cause
                raise
            fault.point("write.done")


class Writing:
    """One transaction's statements."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows as this transaction sees them."""
        return list(await self._connection.execute_fetchall(_dialect(sql), args))  # type: ignore[arg-type]  # rows are tuples

    async def run(self, sql: str, args: Sequence[object] = ()) -> None:
        """Run one statement."""
        await self._connection.execute_fetchall(_dialect(sql), args)

    async def run_all(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        await self._connection.executemany(_dialect(sql), rows)


def _prepare(path: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            if connection.execute("pragma journal_mode=wal").fetchone()[0] != "wal":
                raise Unreachable("{path} lies where SQLite cannot share it; choose a local disk.", path=path)
            connection.execute("pragma synchronous=full")
            migrate(connection)
        path.chmod(0o600)
    except sqlite3.Error as cause:
        raise translated(cause, path) from cause


async def _connect(path: Path, *pragmas: str) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None)
    for pragma in (*pragmas, "pragma busy_timeout=5000", "pragma temp_store=memory", "pragma cache_size=-32000"):
        await connection.execute(pragma)
    return connection
