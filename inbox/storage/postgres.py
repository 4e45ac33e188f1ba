"""One PostgreSQL database, shared by several programs: each has one connection that writes, some that read, one that listens.

Writers of all programs take turns at the counter's row, which is locked before anything else: so the feed has no holes.
Facts are announced by NOTIFY inside their transaction, with nothing but their number. What is lost in a commit is looked
up before anybody is told (postgresql.org/docs/current/sql-notify.html, functions-info.html: pg_xact_status).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg

from inbox import fault
from inbox.errors import InboxError, NotFound, Unreachable
from inbox.storage.address import named
from inbox.storage.database import Dialect, Look, Rows
from inbox.storage.postgres_errors import again, lost, translated
from inbox.storage.postgres_health import examine
from inbox.storage.postgres_sets import Sets
from inbox.storage.postgres_steps import migrate, version

READERS = 8
"""Connections of one program that read at most, snapshots included."""
TRIES = 4
"""Times a question is asked once more: after a server was restarted, several idle connections are found dead in turn."""
PATIENCE = 10.0
"""Seconds a connection may take to open."""
DOUBT = 45.0
"""Seconds to find out what became of a commit; the server ends what nobody commits in 30."""
BEAT = 20.0
"""Seconds after which the listening connection asks whether it missed something."""
ASIDE = 5.0
"""Seconds a statement beside the turn to write may take."""
BELL, WHISPERS = "inbox_feed", "inbox_whisper"
_SETTINGS = {
    "application_name": "inbox",
    "timezone": "UTC",
    "search_path": "public",
    "idle_in_transaction_session_timeout": "30s",
    "lock_timeout": "30s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
"""Views are found by partial indexes, which a plan for any value cannot use: each question gets its own plan.

Nor is a question long enough to be compiled, or to start helpers for it: either takes longer than to answer it.
"""


class Reading:
    """A connection inside a snapshot."""

    dialect: Dialect = "postgres"

    def __init__(self, connection: Any, where: str) -> None:
        self._connection = connection
        self.where = where

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows as the snapshot has them."""
        try:
            return list(map(tuple, await self._connection.fetch(sql, *args)))
        except FOREIGN as cause:
            raise translated(cause, self.where) from cause


class Writing(Reading):
    """One transaction's statements. `durable` once it is committed, however the writer ended."""

    def __init__(self, connection: Any, where: str, sets: Sets, transaction: str) -> None:
        super().__init__(connection, where)
        self._sets = sets
        self.transaction = transaction
        self.latest: tuple[int, str] | None = None
        self.durable = False

    async def run(self, sql: str, args: Sequence[object] = ()) -> None:
        """Run one statement."""
        try:
            await self._connection.execute(sql, *args)
        except FOREIGN as cause:
            raise translated(cause, self.where) from cause

    async def run_all(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows, as one set where it inserts values."""
        try:
            await self._sets.run(self._connection, sql, list(rows))
        except FOREIGN as cause:
            raise translated(cause, self.where) from cause

    async def announce(self, number: int, head: str) -> None:
        """Ring for everybody who listens, once this is durable."""
        self.latest = number, head
        await self.run("select pg_notify($1, $2)", (BELL, str(number)))


T = TypeVar("T")
FOREIGN = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
    UnicodeEncodeError,
)


class Postgres:
    """The connections and the turn-taking of this program's writers."""

    dialect: Dialect = "postgres"

    def __init__(self, url: str, readers: Any, writers: Any) -> None:
        self._url = url
        self.where = named(url)
        self._readers = readers
        self._writers = writers
        self._sets = Sets()
        self._turn = asyncio.Lock()
        self._listening: asyncio.Task[None] | None = None
        self._closed = False

    @staticmethod
    async def open(url: str, *, make: bool = False) -> Postgres:
        """Open an inbox, bringing its schema up to date; with `make` also an empty database.

        Raises: NotFound where there is no inbox, Unreachable, Damaged.
        """
        where = named(url)
        async with connection(url) as one:
            try:
                if not await version(one, where) and not make:
                    raise NotFound("There is no inbox at {path}; make one with: inbox init", path=where)
                await migrate(one, where)
            except FOREIGN as cause:
                raise translated(cause, where) from cause
        pools: list[Any] = []
        try:
            for most, more in ((READERS, {"default_transaction_read_only": "on"}), (2, {})):
                pools.append(await _pool(url, most, {**_SETTINGS, **more}))
        except FOREIGN as cause:
            for pool in pools:
                pool.terminate()
            raise translated(cause, where) from cause
        return Postgres(url, *pools)

    async def close(self) -> None:
        """Finish what runs and let the connections go. May be called twice."""
        async with self._turn:
            if self._closed:
                return
            self._closed = True
            if self._listening is not None:
                self._listening.cancel()
                await asyncio.wait([self._listening])
            for pool in (self._readers, self._writers):
                await _put_away(pool)

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows of committed state; asked once more where the connection was lost meanwhile."""

        async def ask() -> Rows:
            async with self._readers.acquire() as connection:
                return list(map(tuple, await connection.fetch(sql, *args)))

        return await self._asked(ask)

    async def _asked(self, ask: Callable[[], Awaitable[T]]) -> T:
        for last in (*[False] * TRIES, True):
            try:
                return await ask()
            except FOREIGN as cause:
                if last or self._closed or not (again(cause) or lost(cause)):
                    raise translated(cause, self.where) from cause
        raise AssertionError

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reading]:
        """Let several reads see the same state."""

        async def begun() -> Any:
            held = await self._readers.acquire()
            try:
                await held.execute("begin isolation level repeatable read, read only")
            except BaseException:
                await self._readers.release(held)
                raise
            return held

        held = await self._asked(begun)
        try:
            yield Reading(held, self.where)
        finally:
            await self._back(self._readers, held)

    async def _back(self, pool: Any, held: Any) -> None:
        """End whatever transaction a connection is in, and give it back; one that will not is thrown away."""
        try:
            if held.is_in_transaction():
                await held.execute("rollback")
        except FOREIGN:
            _cut(held)
        except asyncio.CancelledError:
            _cut(held)
            raise
        finally:
            await pool.release(held)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        """Hold the one turn to write; commits at the end, rolls back on any error."""
        async with self._turn:
            held, writing = await self._asked(self._begun)
            try:
                fault.point("write.begun")
                yield writing
                fault.point("write.commit")
                await self._commit(held, writing)
            finally:
                await self._back(self._writers, held)
            fault.point("write.done")

    async def _begun(self) -> tuple[Any, Writing]:
        """Begin a transaction by locking the counter: nobody else writes until it ends."""
        held = await self._writers.acquire()
        try:
            await held.execute("begin")
            sql = "select cast(pg_current_xact_id() as text) from counter where one = 1 for update"
            return held, Writing(held, self.where, self._sets, await held.fetchval(sql))
        except BaseException:
            await self._back(self._writers, held)
            raise

    async def _commit(self, held: Any, writing: Writing) -> None:
        """Commit, and know whether it took effect: a cancellation waits for it, because it cannot be called back."""
        commit = asyncio.ensure_future(self._settled(held, writing))
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

    async def _settled(self, held: Any, writing: Writing) -> None:
        try:
            if await held.execute("commit") != "COMMIT":
                raise Unreachable("{where} did not take what was written; try it again.", where=self.where)
        except FOREIGN as cause:
            if not lost(cause):
                raise translated(cause, self.where) from cause
            _cut(held)
            if not await self._happened(writing):
                raise translated(cause, self.where) from cause

    async def _happened(self, writing: Writing) -> bool:
        """Find out what became of a commit whose connection was lost. Raises: Unreachable while nobody can say."""
        try:
            async with asyncio.timeout(DOUBT):
                while True:
                    with contextlib.suppress(InboxError, *FOREIGN):
                        async with connection(self._url) as one:
                            return await _took_effect(one, writing)
                    await asyncio.sleep(0.5)
        except TimeoutError as cause:
            raise Unreachable(
                "The connection to {where} was lost while something was written, and nobody can say yet whether it was; look before you do it again.",
                where=self.where,
            ) from cause

    async def aside(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Run one statement on the writers' other connection; whoever does not get its answer soon goes without."""
        try:
            async with asyncio.timeout(ASIDE), self._writers.acquire() as one:
                return list(map(tuple, await one.fetch(sql, *args)))
        except FOREIGN as cause:
            raise translated(cause, self.where) from cause

    def listen(self, ring: Callable[[int], None], heard: Callable[[str], None]) -> None:
        """Let `ring` hear the number of every fact, whoever writes it, and of what was missed meanwhile."""
        self._listening = asyncio.create_task(self._listen(ring, heard))

    async def whisper(self, text: str) -> None:
        """Tell every program that listens, this one too. A payload has at most 7,999 bytes (sql-notify.html)."""
        await self.read("select pg_notify($1, $2)", (WHISPERS, text))

    async def _listen(self, ring: Callable[[int], None], heard: Callable[[str], None]) -> None:
        while True:
            with contextlib.suppress(InboxError, *FOREIGN):
                async with connection(self._url) as one:
                    await one.add_listener(WHISPERS, lambda _, __, ___, text: heard(text))
                    await _hear(one, ring)
            await asyncio.sleep(0.5)

    async def examine(self) -> list[Look]:
        """Look at the database's health."""
        return await examine(self.read, self.where)


def _cut(held: Any) -> None:
    """Throw a connection away; one that was lost the pool has taken back already."""
    with contextlib.suppress(asyncpg.InterfaceError):
        held.terminate()


async def _hear(one: Any, ring: Callable[[int], None]) -> None:
    """Ring for what is announced, until the connection ends; and for what was missed before."""
    ended = asyncio.Event()
    one.add_termination_listener(lambda _: ended.set())
    await one.add_listener(BELL, lambda _, __, ___, number: ring(int(number)))
    while not ended.is_set():
        ring(await one.fetchval("select feed from counter where one = 1"))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), BEAT)


async def _took_effect(one: Any, writing: Writing) -> bool:
    async with one.transaction():
        # Waits until the transaction in doubt has ended: it holds this row.
        await one.execute("select 1 from counter where one = 1 for update")
        if writing.latest is not None:
            number, head = writing.latest
            return bool(await one.fetchval("select hash from feed where number = $1", number) == head)
        sql = "select pg_xact_status(cast(cast($1 as text) as xid8))"
        return bool(await one.fetchval(sql, writing.transaction) == "committed")


@asynccontextmanager
async def connection(url: str, **settings: str) -> AsyncIterator[Any]:
    """Open one connection for a while. Raises: Unreachable."""
    try:
        one = await asyncpg.connect(
            url, timeout=PATIENCE, command_timeout=None, server_settings={**_SETTINGS, **settings}
        )
    except (*FOREIGN, ValueError) as cause:
        raise translated(cause, named(url)) from cause
    try:
        yield one
    finally:
        try:
            await one.close(timeout=5)
        except FOREIGN:
            one.terminate()


async def _pool(url: str, most: int, settings: dict[str, str]) -> Any:
    return await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=most,
        timeout=PATIENCE,
        command_timeout=120,
        server_settings=settings,
        reset=_as_it_is,
        statement_cache_size=300,
    )


async def _as_it_is(connection: object) -> None:
    """Leave a connection as it is when it comes back: nobody here changes settings, and asking costs a round trip."""


async def _put_away(pool: Any) -> None:
    try:
        async with asyncio.timeout(10):
            await pool.close()
    except FOREIGN:
        pool.terminate()
    except asyncio.CancelledError:
        pool.terminate()
        raise
