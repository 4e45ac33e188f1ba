"""What the SQL modules ask of a database, so that one text of SQL serves two of them.

Rules that keep one text possible: `$1` for values, times and days as ISO text, whole numbers, no JSON functions, no
`= any`; LIKE tells capitals apart; what may be null is compared by `is not distinct from` or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol

Rows = list[tuple[Any, ...]]
Dialect = Literal["sqlite", "postgres"]
Look = tuple[str, str, str]
"""A row of health: `ok`, `warn` or `fail`; what was looked at; what to do."""


class Reading(Protocol):
    """Reads committed state, or inside a snapshot the state of one moment."""

    dialect: Dialect

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows. Raises: Unreachable, Damaged."""


class Writing(Protocol):
    """One transaction's statements. `durable` once it is committed, however the writer ended."""

    dialect: Dialect
    durable: bool

    async def read(self, sql: str, args: Sequence[object] = ()) -> Rows:
        """Return rows as this transaction sees them."""

    async def run(self, sql: str, args: Sequence[object] = ()) -> None:
        """Run one statement."""

    async def run_all(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows, as one set where the database can."""

    async def announce(self, number: int, head: str) -> None:
        """Name the latest fact of this transaction, so that whoever waits elsewhere hears of it once it is durable."""


class Database(Reading, Protocol):
    """The connections to one inbox."""

    where: str
    """What people are told where it lies; never with a password."""

    def writing(self) -> AbstractAsyncContextManager[Writing]:
        """Hold the one turn to write; commits at the end, rolls back on any error."""

    def snapshot(self) -> AbstractAsyncContextManager[Reading]:
        """Let several reads see the same state."""

    def listen(self, ring: Callable[[int], None]) -> None:
        """Let `ring` hear the number of every fact that other programs write, and of what was missed meanwhile."""

    async def examine(self) -> list[Look]:
        """Look at the database's health."""

    async def close(self) -> None:
        """Let the database go. May be called twice."""
