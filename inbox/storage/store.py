"""The inbox kept in a database: the Store port, put together from the reading and writing modules."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from inbox.domain.events import Recorded
from inbox.domain.incoming import File
from inbox.domain.limits import Standing
from inbox.domain.model import Channel, Department, Message, Person, RequestState
from inbox.domain.views import Filter
from inbox.ports.desk import (
    Across,
    ChannelRow,
    Counts,
    Hit,
    Overview,
    Portrait,
    RequestRow,
    Row,
    Thread,
    Verdict,
    View,
)
from inbox.ports.leases import Lease, Roll
from inbox.ports.page import Page
from inbox.storage import audit, contacts, feed, leases, listing, rows, search, sending, threads
from inbox.storage.abilities import Abilities
from inbox.storage.database import Database
from inbox.storage.entering import Entering
from inbox.storage.guidance import Guidance
from inbox.storage.held import SigningStore
from inbox.storage.knowing import Knowing
from inbox.storage.places import opened
from inbox.storage.reporting import Reporting
from inbox.storage.routine import RoutineReads
from inbox.storage.storms import StormReads
from inbox.storage.unit import Unit


class SqlStore(Entering, Abilities, Guidance, Knowing, SigningStore, StormReads, Reporting, RoutineReads):
    """Keeps the inbox in a file this process owns, or in a PostgreSQL database."""

    def __init__(self, database: Database, last: int) -> None:
        self._db = database
        self.where = database.where
        self._last = last
        self._bell = asyncio.Event()
        self._listening: list[Callable[[str], None]] = []
        database.listen(self._ring, self._heard)

    @staticmethod
    async def open(where: str | Path, *, make: bool = True) -> SqlStore:
        """Open an inbox, or make it: a file's path, or a PostgreSQL database's address.

        Raises: NotFound where nothing is to be made and nothing is there, Locked, Unreachable, Damaged.
        """
        database = await opened(where, make=make)
        try:
            return SqlStore(database, (await database.read("select feed from counter where one = 1"))[0][0])
        except BaseException:
            await database.close()
            raise

    async def close(self) -> None:
        """Let the database go. May be called twice."""
        await self._db.close()

    @asynccontextmanager
    async def writing(self, lease: Lease | None = None) -> AsyncIterator[Unit]:
        """Hold the one turn to write, and ring once facts are durable."""
        unit: Unit | None = None
        try:
            async with self._db.writing() as writing:
                if lease is not None:
                    await leases.fence(writing, lease)
                unit = Unit(writing)
                await unit.begin()
                yield unit
        finally:
            # Also where the writer was cancelled while it committed: what is durable is announced.
            if unit is not None and unit.recorded and writing.durable:
                self._ring(unit.recorded[-1].number)

    def _ring(self, number: int) -> None:
        """Wake whoever waits; at once, so that nothing comes between a fact and its bell."""
        self._last = max(self._last, number)
        rung, self._bell = self._bell, asyncio.Event()
        rung.set()

    async def last(self) -> int:
        """Return the number of the latest fact."""
        return self._last

    async def wait(self, after: int, seconds: float) -> None:
        """Return once a fact behind `after` exists, or the time is over."""
        try:
            async with asyncio.timeout(seconds):
                while self._last <= after:
                    await self._bell.wait()
        except TimeoutError:
            return

    async def whisper(self, text: str) -> None:
        """Tell whoever listens, wherever the inbox is open."""
        await self._db.whisper(text)

    def _heard(self, text: str) -> None:
        for heard in self._listening:
            heard(text)

    def listen(self, heard: Callable[[str], None]) -> None:
        """Call for each whisper."""
        self._listening.append(heard)

    async def feed(self, person: Person, after: int, limit: int) -> list[Recorded]:
        """Return facts about what a person may see."""
        return await feed.feed(self._db, person, after, limit)

    async def between(self, first: int, last: int) -> list[Recorded]:
        """Return the facts with these numbers."""
        return await feed.between(self._db, first, last)

    async def verify(self, known: tuple[int, str] | None = None) -> Verdict:
        """Prove that nobody changed the feed; `known` is a fact's number and hash that must be in it."""
        return await audit.verify(self._db, known)

    async def people(self) -> tuple[Person, ...]:
        """Return who works here."""
        sql = "select name, roles, departments, channels, active from person where active = 1 order by name"
        return tuple(rows.person(r) for r in await self._db.read(sql))

    async def person(self, name: str) -> Person | None:
        """Return somebody who works here."""
        sql = "select name, roles, departments, channels, active from person where active = 1 and name = $1"
        found = await self._db.read(sql, (name,))
        return rows.person(found[0]) if found else None

    async def departments(self) -> tuple[Department, ...]:
        """Return who can be asked."""
        return tuple(
            rows.department(r) for r in await self._db.read(f"select {rows.DEPARTMENT} from department order by name")
        )

    async def channel(self, name: str) -> Channel | None:
        """Return one of our accounts."""
        found = await self._db.read("select name, platform, settings, active from channel where name = $1", (name,))
        return rows.channel(found[0]) if found else None

    async def channel_rows(self) -> tuple[ChannelRow, ...]:
        """Return our accounts and how they fare."""
        sql = (
            "select h.name, h.platform, h.settings, h.active, u.at, coalesce(u.trouble, ''),"
            " (select count(*) from quarantine q where q.channel = h.name)"
            " from channel h left join cursor u on u.channel = h.name order by h.name"
        )
        return tuple(_channel_row(r) for r in await self._db.read(sql))

    async def conversations(self, person: Person, view: View, narrow: Filter, limit: int, after: str) -> Page[Row]:
        """Return one page of a view."""
        return await listing.conversations(self._db, person, view, narrow, limit, after)

    async def index(self, person: Person, view: View, narrow: Filter) -> array[int]:
        """Return the ids of a whole view."""
        return await listing.index(self._db, person, view, narrow)

    async def rows(self, person: Person, ids: Sequence[int]) -> list[Row]:
        """Return the rows of conversations."""
        return await listing.read_rows(self._db, person, ids)

    async def counts(self, person: Person, now: datetime) -> Counts:
        """Return how many each view holds."""
        return await listing.counts(self._db, person, now)

    async def overview(self, person: Person, now: datetime) -> Overview:
        """Return the lead's look at the whole."""
        loads, unowned = await listing.loads(self._db, person)
        overdue = await threads.overdue(self._db, person, now)
        held = await listing.count(self._db, person, View.HELD, Filter())
        unknown = await listing.count(self._db, person, View.UNKNOWN, Filter())
        return Overview(tuple(loads), unowned, tuple(overdue), held, unknown)

    async def thread(self, person: Person, conversation: int, before: int | None, limit: int) -> Thread:
        """Return a conversation to read."""
        return await threads.thread(self._db, person, conversation, before, limit)

    async def threads(self, person: Person, conversations: Sequence[int], limit: int) -> list[Thread]:
        """Return conversations with their newest messages."""
        return await threads.threads(self._db, person, conversations, limit)

    async def message(self, person: Person, message: int) -> tuple[Message, str]:
        """Return a message a person may read, and its channel."""
        return await threads.message(self._db, person, message)

    async def standing(self, person: Person, conversation: int) -> tuple[Channel, Standing]:
        """Return what a platform's rules look at before a reply."""
        return await threads.standing(self._db, person, conversation)

    async def portrait(self, person: Person, id: int) -> Portrait:
        """Return a contact as a person."""
        return await contacts.portrait(self._db, person, id)

    async def across(self, person: Person, id: int, limit: int, before: str) -> Across:
        """Return what was said with a contact on all channels."""
        return await contacts.across(self._db, person, id, limit, before)

    async def requests(
        self, person: Person, department: str, state: RequestState | None, limit: int, after: str
    ) -> Page[RequestRow]:
        """Return a page of requests."""
        return await threads.requests(self._db, person, department, state, limit, after)

    async def request(self, person: Person, request: int) -> RequestRow:
        """Return one request."""
        return await threads.request(self._db, person, request)

    async def search(self, person: Person, words: str, limit: int, after: str) -> Page[Hit]:
        """Find words."""
        return await search.search(self._db, person, words, limit, after)

    async def cursor(self, channel: str) -> str:
        """Return how far a channel was read."""
        found = await self._db.read("select cursor from cursor where channel = $1", (channel,))
        return str(found[0][0]) if found else ""

    async def trouble(self, channel: str, words: str, at: datetime) -> None:
        """Keep what is wrong with a channel."""
        sql = (
            "insert into cursor (channel, cursor, at, trouble) values ($1, '', $2, $3)"
            " on conflict (channel) do update set trouble = excluded.trouble where cursor.trouble != excluded.trouble"
        )
        async with self._db.writing() as writing:
            await writing.run(sql, (channel, rows.stamp(at), words))

    async def undoable(self, person: str) -> int | None:
        """Return the number of the fact behind a person's latest act that can be taken back."""
        return await sending.undoable(self._db, person)

    async def to_send(self, now: datetime, limit: int, channels: Collection[str] | None = None) -> list[Message]:
        """Return queued messages that are due and first in their conversation."""
        return await sending.to_send(self._db, now, limit, channels)

    async def in_flight(self, channels: Collection[str] | None = None) -> list[Message]:
        """Return messages whose send was begun."""
        return await sending.in_flight(self._db, channels)

    async def channels_of(self, conversations: Sequence[int]) -> dict[int, str]:
        """Return the channels of conversations."""
        return await sending.channels_of(self._db, conversations)

    async def outgoing(self, message: int) -> tuple[Message, Row, tuple[tuple[str, str], ...], tuple[str, ...]] | None:
        """Return what a send needs."""
        return await sending.outgoing(self._db, message)

    async def files(self, message: int) -> tuple[File, ...]:
        """Return the files that go out with a reply."""
        return await sending.files(self._db, message)

    async def due(self, now: datetime) -> tuple[list[int], list[int]]:
        """Return what has fallen due."""
        return await sending.due(self._db, now)

    async def next_due(
        self, busy: Collection[int] = (), channels: Collection[str] | None = None, *, rings: bool = True
    ) -> datetime | None:
        """Return when something will fall due next."""
        return await sending.next_due(self._db, busy, channels, rings=rings)

    @property
    def alone(self) -> bool:
        """Tell whether no other process can have this inbox open."""
        return self._db.dialect == "sqlite"

    async def hold(self, names: Sequence[str], node: str, seconds: float) -> list[Lease]:
        """Take or renew leases."""
        return await leases.hold(self._db, names, node, seconds)

    async def let_go(self, held: Sequence[Lease]) -> None:
        """Hand leases back."""
        await leases.let_go(self._db, held)

    async def take_part(self, node: str, label: str, ahead: float, seconds: float) -> None:
        """Say that a node is there."""
        await leases.take_part(self._db, node, label, ahead, seconds)

    async def leave(self, node: str) -> None:
        """Forget a node."""
        await leases.leave(self._db, node)

    async def roll(self) -> Roll:
        """Return who takes part, and who holds what."""
        return await leases.roll(self._db)

    async def examine(self) -> list[tuple[str, str, str]]:
        """Look at the database's health."""
        return await self._db.examine()


def _channel_row(r: rows.Row) -> ChannelRow:
    channel = rows.channel(r[:4])
    state = "off" if not channel.active else "failing" if r[5] else "idle" if r[4] is None else "ok"
    return ChannelRow(channel, state, r[5], rows.moment(r[4]), r[6])
