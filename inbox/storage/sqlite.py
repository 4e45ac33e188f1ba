"""One SQLite file, owned by one process: a connection that writes and checkpoints, others that only read.

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
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import IO
from urllib.parse import quote

import aiosqlite

from inbox import fault
from inbox.errors import Damaged, InboxError, Locked, Unreachable
from inbox.storage.database import Dialect, Look, Rows
from inbox.storage.migrate import APPLICATION, known_version, migrate
from inbox.texts import t

SNAPSHOTS = 4
"""Snapshots that may be open at the same time; the next one waits."""


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
            "Another inbox program (process {owner}) has {path} open and does not answer; try again in a moment, or end it.",
            owner=owner,
            path=path,
        ) from cause
    handle.seek(0)
    handle.truncate()
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def look(path: Path) -> None:
    """See whether an inbox can be owned now. Raises: Locked, naming the process that owns it; Unreachable."""
    lock(Path(os.path.realpath(path))).close()


class Reading:
    """A connection that only reads."""

    dialect: Dialect = "sqlite"

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._reader = connection
        self.path = path
        self.where = str(path)

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows of committed state."""
        try:
            return list(await self._reader.execute_fetchall(_dialect(sql), args))  # type: ignore[arg-type]  # rows are tuples
        except sqlite3.Error as cause:
            raise translated(cause, self.path) from cause


class Sqlite(Reading):
    """The connections and the turn-taking of writers."""

    def __init__(self, path: Path, owner: IO[str], writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        super().__init__(reader, path)
        self._owner = owner
        self._writer = writer
        self._turn = asyncio.Lock()
        self._snapshots = asyncio.Semaphore(SNAPSHOTS)
        self._idle: list[aiosqlite.Connection] = []

    @staticmethod
    async def open(path: Path) -> Sqlite:
        """Open an inbox, bringing its schema up to date. Raises: Locked, Unreachable, Damaged."""
        # Lock and journal lie beside the file itself, whichever name it was opened by.
        path = Path(os.path.realpath(path))
        if not _says_so(path):
            _look(path)  # before the lock: another program's file gets nothing laid beside it
        owner = lock(path)
        try:
            _look(path)
            _prepare(path)
            writer = await _connect(
                path, "pragma synchronous=full", "pragma foreign_keys=on", "pragma wal_autocheckpoint=1000"
            )
            try:
                reader = await _only_reading(path)
            except BaseException:
                await writer.close()
                raise
        except BaseException:
            owner.close()
            raise
        return Sqlite(path, owner, writer, reader)

    async def close(self) -> None:
        """Finish what runs and let the file go. May be called twice."""
        async with self._turn:
            if self._owner.closed:
                return
            async with contextlib.AsyncExitStack() as stack:
                for _ in range(SNAPSHOTS):
                    await stack.enter_async_context(self._snapshots)
                for connection in (*self._idle, self._reader, self._writer):
                    await connection.close()
                # Whoever wants a snapshot now hears the same as whoever wants to read.
                self._idle = [self._reader] * SNAPSHOTS
                self._owner.close()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reading]:
        """Let several reads see the same state, on a connection of their own: nobody else reads the past."""
        async with self._snapshots:
            connection = self._idle.pop() if self._idle else await _only_reading(self.path)
            try:
                await connection.execute("begin")
                yield Reading(connection, self.path)
            finally:
                # What is asked of a connection is done in order, so it may be used again before this has ended.
                self._idle.append(connection)
                with contextlib.suppress(sqlite3.Error):  # nothing was begun
                    await connection.execute("commit")

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        """Hold the one turn to write; commits at the end, rolls back on any error."""
        async with self._turn:
            writing = Writing(self._writer)
            try:
                await self._writer.execute("begin immediate")
                fault.point("write.begun")
                yield writing
                fault.point("write.commit")
                await self._commit(writing)
            except BaseException as cause:
                # Whatever ended it, cancellation included, the connection must not stay inside a transaction. A full
                # disk ends the transaction by itself; rolling back again is then an error of no meaning.
                with contextlib.suppress(sqlite3.Error):
                    await self._writer.execute("rollback")
                if isinstance(cause, sqlite3.Error):
                    raise translated(cause, self.path) from cause
                raise
            fault.point("write.done")

    async def aside(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Run one statement in its turn: a file has one writer."""
        async with self.writing() as writing:
            return await writing.read(sql, args)

    def listen(self, ring: Callable[[int], None], heard: Callable[[str], None]) -> None:
        """Let whispers be heard; nobody else writes."""
        self._heard = heard

    async def whisper(self, text: str) -> None:
        """Tell this program: no other has the file."""
        self._heard(text)

    async def examine(self) -> list[Look]:
        """Look at the database's health."""
        found = [("ok", f"SQLite {sqlite3.sqlite_version}", "")]
        if (3, 7, 0) <= sqlite3.sqlite_version_info < (3, 51, 3) and sqlite3.sqlite_version_info[:2] not in (
            (3, 44),
            (3, 50),
        ):
            words = t(
                "has the WAL-reset bug; harmless here, because one connection of one process writes and checkpoints"
            )
            mended = t("SQLite 3.51.3 mends it")
            found[0] = ("warn", f"SQLite {sqlite3.sqlite_version} {words}", mended)
        quick = (await self.read("pragma quick_check(1)"))[0][0]
        state, what = "ok" if quick == "ok" else "fail", t("database {path}: {state}", path=self.path, state=quick)
        found.append((state, what, ""))
        return found

    async def _commit(self, writing: Writing) -> None:
        """Commit, and know whether it took effect: a cancellation waits for it, because it cannot be called back."""
        commit = asyncio.ensure_future(self._writer.execute("commit"))
        cancelled: asyncio.CancelledError | None = None
        while not commit.done():
            try:
                await asyncio.wait([commit])
            except asyncio.CancelledError as cause:
                cancelled = cause
        writing.durable = commit.exception() is None
        if cancelled is not None:
            raise cancelled
        commit.result()


class Writing:
    """One transaction's statements. `durable` once it is committed, however the writer ended."""

    dialect: Dialect = "sqlite"

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.durable = False

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows as this transaction sees them."""
        return list(await self._connection.execute_fetchall(_dialect(sql), args))  # type: ignore[arg-type]  # rows are tuples

    async def run(self, sql: str, args: Sequence[object] = ()) -> None:
        """Run one statement."""
        await self._connection.execute_fetchall(_dialect(sql), args)

    async def run_all(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        await self._connection.executemany(_dialect(sql), rows)

    async def announce(self, number: int, head: str) -> None:
        """Do nothing: whoever waits is in this process, and is rung for by whoever wrote."""


def _says_so(path: Path) -> bool:
    """Tell whether a file's head says that it is an inbox (sqlite.org/fileformat2.html §1.3.13)."""
    try:
        with path.open("rb") as file:
            return file.read(72)[68:] == APPLICATION.to_bytes(4, "big")
    except OSError:
        return False


def _look(path: Path) -> None:
    """See that a file is an inbox that this program may open; nothing is written, not even beside it.

    Raises: Damaged, Unreachable where it was written by a newer program.
    """
    if not path.exists() or not path.stat().st_size:
        return
    # Without a journal beside it the file is all there is, and SQLite need not make one in order to look.
    alone = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro{alone}", uri=True)) as connection:
            known_version(connection, path)
    except sqlite3.Error as cause:
        raise translated(cause, path) from cause


def _prepare(path: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            if connection.execute("pragma journal_mode=wal").fetchone()[0] != "wal":
                raise Unreachable("{path} lies where SQLite cannot share it; choose a local disk.", path=path)
            connection.execute("pragma synchronous=full")
            if connection.execute("pragma application_id").fetchone()[0] != APPLICATION:
                connection.execute(f"pragma application_id={APPLICATION}")
            migrate(connection)
        path.chmod(0o600)
    except sqlite3.Error as cause:
        raise translated(cause, path) from cause


async def _only_reading(path: Path) -> aiosqlite.Connection:
    return await _connect(path, "pragma query_only=on", "pragma wal_autocheckpoint=0")


async def _connect(path: Path, *pragmas: str) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None)
    try:
        for pragma in (
            *pragmas,
            "pragma busy_timeout=5000",
            "pragma temp_store=memory",
            "pragma cache_size=-32000",
            "pragma case_sensitive_like=on",
        ):
            await connection.execute(pragma)
    except BaseException:
        await connection.close()
        raise
    return connection
