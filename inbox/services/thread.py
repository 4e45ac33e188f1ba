"""The house on a thread of its own: a stalled terminal or an open editor must not stop intake and delivery.

Screens hold a `Proxy`, which is a Desk: each call crosses over to the house's event loop and comes
back as an awaitable of the caller's loop.
"""

from __future__ import annotations

import asyncio
import threading
from array import array
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Generic, TypeVar

from inbox.domain.commands import Command
from inbox.domain.events import Recorded
from inbox.domain.incoming import Attachment
from inbox.domain.model import Department, Person, RequestState
from inbox.ports.desk import (
    Across,
    ChannelRow,
    Counts,
    Desk,
    Filter,
    Fit,
    Hit,
    Overview,
    Page,
    Portrait,
    RequestRow,
    Row,
    Thread,
    Verdict,
    View,
)
from inbox.ports.presence import Around

T = TypeVar("T")
H = TypeVar("H")
Cross = Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]]


class OnThread(Generic[H]):
    """Runs an asynchronous context manager's inside on a thread with its own event loop."""

    def __init__(self, open_: Callable[[], AbstractAsyncContextManager[H]]) -> None:
        self._open = open_
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._end: asyncio.Event | None = None
        self._failed: BaseException | None = None
        self._inside: H | None = None
        self._thread = threading.Thread(target=self._main, name="house", daemon=False)

    def start(self) -> H:
        """Open, and return what is inside. Raises what opening raised."""
        self._thread.start()
        self._ready.wait()
        if self._failed is not None:
            self._thread.join()
            raise self._failed
        assert self._inside is not None
        return self._inside

    def stop(self) -> None:
        """Close, and wait until the thread has ended. Raises what running raised."""
        if self._loop is not None and self._end is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def cross(self, work: Coroutine[Any, Any, T]) -> Awaitable[T]:
        """Run work on the house's loop; await the result on the caller's."""
        assert self._loop is not None
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def _main(self) -> None:
        try:
            asyncio.run(self._live())
        # Whatever ended the house is raised again in the thread that waits for it.
        except BaseException as cause:
            self._failed = cause
        finally:
            self._ready.set()

    async def _live(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with self._open() as inside:
            self._inside = inside
            self._ready.set()
            await self._end.wait()


class Proxy:
    """A Desk whose house lives on another thread. See `inbox.ports.desk.Desk`."""

    def __init__(self, desk: Desk, cross: Cross) -> None:
        self._desk = desk
        self._cross = cross

    @property
    def person(self) -> Person:
        """Who sits here."""
        return self._desk.person

    async def perform(self, command: Command, key: str = "") -> tuple[Recorded, ...]:
        """Carry out a command."""
        facts: tuple[Recorded, ...] = await self._cross(self._desk.perform(command, key))
        return facts

    async def conversations(
        self, view: View, narrow: Filter = Filter(), *, limit: int = 50, after: str = ""
    ) -> Page[Row]:
        """Return one page of a view."""
        page: Page[Row] = await self._cross(self._desk.conversations(view, narrow, limit=limit, after=after))
        return page

    async def index(self, view: View, narrow: Filter = Filter()) -> array[int]:
        """Return the ids of a whole view."""
        ids: array[int] = await self._cross(self._desk.index(view, narrow))
        return ids

    async def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the rows of conversations."""
        rows: list[Row] = await self._cross(self._desk.rows(ids))
        return rows

    async def counts(self) -> Counts:
        """Return how many each view holds."""
        counts: Counts = await self._cross(self._desk.counts())
        return counts

    async def thread(self, conversation: int, *, before: int | None = None, limit: int = 50) -> Thread:
        """Return a conversation to read."""
        thread: Thread = await self._cross(self._desk.thread(conversation, before=before, limit=limit))
        return thread

    async def fit(self, conversation: int, text: str) -> Fit:
        """Return how a reply would leave here."""
        fit: Fit = await self._cross(self._desk.fit(conversation, text))
        return fit

    async def fetch(self, message: int, n: int = 1) -> tuple[Attachment, bytes]:
        """Bring the bytes of a message's n-th attachment."""
        found: tuple[Attachment, bytes] = await self._cross(self._desk.fetch(message, n))
        return found

    async def portrait(self, id: int) -> Portrait:
        """Return a contact as a person."""
        portrait: Portrait = await self._cross(self._desk.portrait(id))
        return portrait

    async def across(self, id: int, *, limit: int = 50, before: str = "") -> Across:
        """Return what was said with a contact on all channels."""
        across: Across = await self._cross(self._desk.across(id, limit=limit, before=before))
        return across

    async def requests(
        self, *, department: str = "", state: RequestState | None = None, limit: int = 50, after: str = ""
    ) -> Page[RequestRow]:
        """Return requests the person may see."""
        work = self._desk.requests(department=department, state=state, limit=limit, after=after)
        page: Page[RequestRow] = await self._cross(work)
        return page

    async def request(self, request: int) -> RequestRow:
        """Return one request."""
        row: RequestRow = await self._cross(self._desk.request(request))
        return row

    async def search(self, words: str, *, limit: int = 50, after: str = "") -> Page[Hit]:
        """Find words."""
        page: Page[Hit] = await self._cross(self._desk.search(words, limit=limit, after=after))
        return page

    async def overview(self) -> Overview:
        """Return the lead's look at the whole."""
        overview: Overview = await self._cross(self._desk.overview())
        return overview

    async def people(self) -> tuple[Person, ...]:
        """Return who works here."""
        people: tuple[Person, ...] = await self._cross(self._desk.people())
        return people

    async def departments(self) -> tuple[Department, ...]:
        """Return who can be asked."""
        departments: tuple[Department, ...] = await self._cross(self._desk.departments())
        return departments

    async def channels(self) -> tuple[ChannelRow, ...]:
        """Return our accounts and how they fare."""
        channels: tuple[ChannelRow, ...] = await self._cross(self._desk.channels())
        return channels

    async def undoable(self) -> Recorded | None:
        """Return this person's latest act that can be taken back."""
        fact: Recorded | None = await self._cross(self._desk.undoable())
        return fact

    async def feed(self, after: int, *, limit: int = 500, wait: float = 0) -> tuple[Recorded, ...]:
        """Return what happened after a number."""
        facts: tuple[Recorded, ...] = await self._cross(self._desk.feed(after, limit=limit, wait=wait))
        return facts

    async def last(self) -> int:
        """Return the number of the latest fact."""
        number: int = await self._cross(self._desk.last())
        return number

    async def look_at(self, conversation: int | None, *, writing: bool = False, screen: str = "") -> None:
        """Tell colleagues what this screen looks at."""
        await self._cross(self._desk.look_at(conversation, writing=writing, screen=screen))

    async def around(self, after: int = 0, *, wait: float = 0, screen: str = "") -> Around:
        """Return who else is here."""
        around: Around = await self._cross(self._desk.around(after, wait=wait, screen=screen))
        return around

    async def verify(self) -> Verdict:
        """Check the chain of facts and the invariants."""
        verdict: Verdict = await self._cross(self._desk.verify())
        return verdict
