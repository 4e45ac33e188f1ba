"""The house on a thread of its own: a stalled terminal or an open editor must not stop intake and delivery.

Screens hold a `Proxy`, which is a Desk: each call crosses over to the house's event loop and comes
back as an awaitable of the caller's loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, Generic, TypeVar

from inbox.domain.model import Person
from inbox.ports.desk import Desk

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

    def soon(self, call: Callable[[], object]) -> None:
        """Call something on the house's loop; nobody waits for it."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(call)

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
    """A Desk whose house lives on another thread: whatever is asked of it crosses over."""

    def __init__(self, desk: Desk, cross: Cross) -> None:
        self._desk = desk
        self._cross = cross

    @property
    def person(self) -> Person:
        """Who sits here."""
        return self._desk.person

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a method of the desk, to be awaited here and done there."""
        method = getattr(self._desk, name)

        async def crossed(*given: Any, **named: Any) -> Any:
            return await self._cross(method(*given, **named))

        return crossed
