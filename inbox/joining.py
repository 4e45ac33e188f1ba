"""A program's place at an inbox: it has the file itself, or works through the program that has it, and goes on in its place."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from inbox import beside, bootstrap, config, passes
from inbox.bootstrap import Clock
from inbox.errors import BadInput, InboxError, Locked, NotFound
from inbox.ports.desk import Desk
from inbox.ports.house import House
from inbox.ports.keeping import Keeping, Look
from inbox.services.seated import Seated
from inbox.services.thread import OnThread, Proxy
from inbox.storage.address import shared
from inbox.storage.sqlite import look
from inbox.texts import explain, t

if TYPE_CHECKING:
    from inbox.remote import RemoteHouse

_log = logging.getLogger("inbox")
LOOK = 0.2
"""Seconds between two looks whether the program that has the file has ended."""
PATIENCE, STAYING = 5.0, 40.0
"""Seconds to wait for a program that has the file and does not answer yet: for one command, and to stay."""
SOON = 1.0
"""Seconds after which a command that has the file answers others too."""
Said = Callable[[str], object]


class Place:
    """One program's place at an inbox in a file. See `inbox.ports.house.House`."""

    def __init__(self, path: Path, *, run: bool = False, now: Clock | None = None) -> None:
        self.path = path
        self.own: bootstrap.House | None = None
        self.said: Said = lambda _: None
        self._run = run
        self._now = now
        self._through: RemoteHouse | None = None
        self._owner = ""
        self._moved: asyncio.Future[House] = asyncio.get_running_loop().create_future()
        self._stack = AsyncExitStack()
        self._answering: asyncio.Task[None] | None = None

    @property
    def where(self) -> str:
        """The file."""
        return str(self.path)

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk, which stays theirs when this program goes on in another's place."""
        found = await self._house.desk(person)
        return found if self.own is not None else cast("Desk", Seated(found, self._moved))

    async def keeping(self, person: str) -> Keeping:
        """Return what somebody looks after the inbox with."""
        return await self._house.keeping(person)

    @property
    def _house(self) -> House:
        house = self.own or self._through
        assert house is not None
        return house

    def standing(self) -> list[Look]:
        """Say who has the file."""
        if self.own is not None:
            return [("ok", t("process {owner}, this one, has the inbox open", owner=os.getpid()), "")]
        socket = beside.path_of(self.path)
        return [("ok", t("joined process {owner}, which has the inbox open, at {socket}", owner=self._owner, socket=socket), "")]  # fmt: skip

    async def take(self, patience: float) -> None:
        """Have the file, or join whoever has it. Raises: Locked where they do not answer in time, NotFound, Damaged."""
        deadline = time.monotonic() + patience
        while True:
            try:
                await self._open()
            except Locked as cause:
                if await self._join(cause):
                    return
                if time.monotonic() > deadline:
                    raise
            else:
                return
            await asyncio.sleep(0.05)

    async def _open(self) -> None:
        opening = bootstrap.open_house(str(self.path), run=self._run, now=self._now)
        self.own = await self._stack.enter_async_context(opening)

    async def _join(self, cause: Locked) -> bool:
        socket = beside.path_of(self.path)
        if not await beside.answers(socket):
            return False
        from inbox.remote import RemoteHouse  # heavy: only where another program has the file

        self._owner = str(cause.values.get("owner", ""))
        self._through = RemoteHouse(str(self.path), socket=str(socket))
        self._stack.push_async_callback(self._through.aclose)
        return True

    def answer(self) -> None:
        """Let other programs join from now on, where this one has the file."""
        if self.own is not None and self._answering is None:
            self._answering = asyncio.create_task(_answered(self.own, self.path))
            self._stack.push_async_callback(_ended, self._answering)

    async def follow(self) -> None:
        """Go on in the place of the program that has the file, once it ends."""
        while self.own is None:
            await asyncio.sleep(LOOK)
            try:
                look(self.path)  # costs a tenth of trying to open it, and an idle screen does it all day
                await self._open()
            except Locked as cause:
                self._noticed(str(cause.values.get("owner", "")))
            except InboxError as cause:
                # A full disk, for one: whoever takes over later may have more luck, and so may this one.
                _log.warning("%s", explain(cause))
            else:
                self._moved.set_result(self._house)
                self.answer()
                self.said(t("The program that had this inbox open has ended; this one goes on in its place."))
                await asyncio.sleep(LOOK)  # until nobody asks there any more
                if self._through is not None:
                    await self._through.aclose()

    def _noticed(self, owner: str) -> None:
        """Say that another program has the file now."""
        if owner.isdigit() and owner != self._owner:
            self._owner = owner
            self.said(
                t("The program that had this inbox open has ended; process {owner} goes on in its place.", owner=owner)
            )

    def hear(self, said: Said, *, greet: bool = True) -> None:
        """Tell `said` from now on what becomes of the inbox; with `greet` also who has it open now."""
        self.said = said
        if greet and self.own is None:
            said(t("Process {owner} has this inbox open; this one has joined it.", owner=self._owner))

    async def aclose(self) -> None:
        """Give the place up."""
        await self._stack.aclose()


async def _answered(house: bootstrap.House, path: Path) -> None:
    """Answer others; that it cannot be done costs them, and not whoever has the file."""
    try:
        await beside.answer(house, path)
    except InboxError as cause:
        _log.warning("%s", explain(cause))


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


@asynccontextmanager
async def place(
    where: str, *, run: bool = False, stay: bool = False, soon: float | None = None, now: Clock | None = None
) -> AsyncIterator[Place]:
    """Open an inbox in a file, or join whoever has it open; who wants to `stay` goes on in their place.

    Others are answered after `soon` seconds, or once `answer` is called.
    Raises: NotFound where there is none, Locked where who has it does not answer, Unreachable, Damaged.
    """
    path = bootstrap.local(where)
    if not path.exists():
        raise NotFound("There is no inbox at {path}; make one with: inbox init", path=path)
    here = Place(path, run=run, now=now)
    await here.take(STAYING if stay else PATIENCE)
    following = asyncio.create_task(here.follow()) if stay else None
    later = asyncio.get_running_loop().call_later(soon, here.answer) if soon is not None else None
    try:
        yield here
    finally:
        if later is not None:
            later.cancel()  # what begins to answer while the place is given up would be left behind
        try:
            if following is not None:
                await _ended(following)
        finally:
            await here.aclose()


@asynccontextmanager
async def opened(
    where: str, *, run: bool = False, stay: bool = False, soon: float | None = SOON, now: Clock | None = None
) -> AsyncIterator[House]:
    """Open an inbox wherever it is; with `run`, adapters, courier and watch work where this program has it.

    In a file it is joined where another program has it, see `place`.
    Raises: NotFound, Locked, Unreachable, Damaged, BadInput.
    """
    if config.afar(where):
        from inbox.remote import RemoteHouse  # heavy: only for a server

        if not (token := await asyncio.to_thread(passes.token_for, where)):
            raise BadInput("{where} wants to know who you are; log in with: inbox login {where}", where=where)
        house = RemoteHouse(where, token=token)
        try:
            yield house
        finally:
            await house.aclose()
    elif shared(where):
        async with bootstrap.open_house(where, run=run, now=now) as own:
            yield own
    else:
        async with place(where, run=run, stay=stay, soon=soon, now=now) as here:
            yield here


def own(house: House) -> bootstrap.House | None:
    """Return the house where it is opened in this process."""
    found = house.own if isinstance(house, Place) else house
    return found if isinstance(found, bootstrap.House) else None


class Threaded:
    """An inbox for screens, on a thread of its own."""

    def __init__(self, where: str, *, run: bool = True, now: Clock | None = None) -> None:
        self._thread: OnThread[House] = OnThread(lambda: opened(where, run=run, stay=True, soon=None, now=now))
        self._house: House | None = None

    def start(self) -> None:
        """Open the inbox. Raises what `place` and `opened` raise."""
        self._house = self._thread.start()

    def stop(self) -> None:
        """Close the inbox and end the thread."""
        self._thread.stop()

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk, callable from the screens' loop. Raises: NotFound."""
        assert self._house is not None
        return cast("Desk", Proxy(await self._thread.cross(self._house.desk(person)), self._thread.cross))

    def shown(self, said: Said) -> None:
        """Let other programs join, now that the first picture stands; `said` is told on this thread what becomes of it."""
        if isinstance(here := self._house, Place):
            self._thread.soon(here.answer)
            self._thread.soon(lambda: here.hear(said, greet=False))
