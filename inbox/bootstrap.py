"""Wires the rooms of the house: the only place that knows all of them, and holds no logic of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from inbox.domain.commands import AddDepartment, AddPerson
from inbox.domain.model import Channel
from inbox.errors import BadInput, NotFound, Refused, Unreachable
from inbox.ports import house as ports
from inbox.ports.adapter import Adapter, Capabilities, Context, Hooked, Way
from inbox.ports.desk import Desk
from inbox.ports.gate import Gate
from inbox.ports.keeping import Keeping, Synced
from inbox.secrets import Secrets
from inbox.services.desk import LocalDesk
from inbox.services.hooks import WebhookDoor
from inbox.services.importing import Imported, bring_in
from inbox.services.keeping import LocalKeeping, Tools
from inbox.services.limits import AdapterLimits
from inbox.services.office import Office
from inbox.services.runner import Runner
from inbox.services.serving import Closed, LocalServing
from inbox.services.trial import tried
from inbox.storage.store import SqliteStore
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.server.app import Served

_log = logging.getLogger("inbox")
Clock = Callable[[], datetime]


def clock() -> datetime:
    """Return the time now, aware and in UTC."""
    return datetime.now(UTC)


def adapters() -> dict[str, EntryPoint]:
    """Return the adapters installed, by platform; none is loaded by asking."""
    return {point.name: point for point in sorted(entry_points(group="inbox.adapters"))}


def adapter_class(platform: str) -> type[Adapter]:
    """Load a platform's adapter.

    Raises: NotFound; Unreachable where a library it needs is missing, or it takes webhooks from everybody.
    """
    known = adapters()
    if platform not in known:
        raise NotFound(
            "There is no adapter for {platform}; there are: {known}.", platform=platform, known=", ".join(known)
        )
    try:
        return registered(platform, cast("type[Adapter]", known[platform].load()))
    except (ImportError, AttributeError) as cause:
        raise Unreachable(
            "The adapter for {platform} needs {library}.", platform=platform, library=cause.name
        ) from cause


def registered(platform: str, kind: type[Adapter]) -> type[Adapter]:
    """Return an adapter that may be used. Raises: Unreachable where it takes webhooks without a way to verify them."""
    can = getattr(kind, "can", None)
    if isinstance(can, Capabilities) and Way.WEBHOOK in can.ways and not issubclass(kind, Hooked):
        raise Unreachable(
            "The adapter for {platform} takes webhooks but cannot verify who sends them, so it is not used; whoever made it must add handshake, verify and parse.",
            platform=platform,
        )
    return kind


def _installed(platform: str) -> type[Adapter] | None:
    """Return a platform's adapter, None where it is missing now."""
    try:
        return adapter_class(platform)
    except (NotFound, Unreachable):
        return None


async def try_out(kind: type[Adapter]) -> tuple[list[tuple[str, bool, str, str]], str]:
    """Try an adapter without its platform: rows of (level, well, what, found), and the level it reaches."""
    verdict = await tried(kind)
    return [(row.level, row.well, row.what, row.found) for row in verdict.rows], verdict.level


def adapter_for(channel: Channel, secrets: Secrets, now: Clock, sleep: Callable[[float], Awaitable[None]]) -> Adapter:
    """Build the adapter of a channel, checking that its settings are all there. Raises: BadInput."""
    kind = adapter_class(channel.platform)
    settings, kept = dict(channel.settings), secrets.of(channel.name)
    for wanted in kind.settings:
        have = kept if wanted.secret else settings
        if wanted.default:
            have.setdefault(wanted.key, wanted.default)
        if wanted.required and not have.get(wanted.key):
            flag = "--secret" if wanted.secret else "--set"
            raise BadInput(
                "Channel {name} lacks {key}: {help} ({flag}).",
                name=channel.name,
                key=wanted.key,
                help=t(wanted.help),
                flag=flag,
            )

    async def keep(renewed: Mapping[str, str]) -> None:
        await asyncio.to_thread(secrets.keep_all, channel.name, renewed)

    return kind(Context(channel.name, settings, kept, now, sleep, keep))


def local(where: str) -> Path:
    """Return the file of an inbox on this machine. Raises: BadInput for other places."""
    if "://" in where:
        raise BadInput("{where}: only an inbox in a file can be opened so far.", where=where)
    # The file itself, whichever link leads to it: what lies beside it is found by its name.
    return Path(os.path.realpath(Path(where).expanduser()))


async def create(where: str, *, lead: str, departments: Sequence[str] = (), now: Clock = clock) -> None:
    """Make a new inbox; its first person is lead and admin. Raises: Refused where one stands already."""
    path = local(where)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as cause:
        raise Unreachable("{path} cannot be opened; check the folder and who may read it.", path=path) from cause
    fresh = not path.exists()
    store = await SqliteStore.open(path)
    try:
        if await store.people():
            raise Refused("There is an inbox at {path} already.", path=path)
        office = Office(store, now)
        try:
            await office.perform(AddPerson(lead, ()), None)
            for name in departments:
                await office.perform(AddDepartment(name), lead)
        except BaseException:
            if fresh:
                await store.close()
                for suffix in ("", "-wal", "-shm", ".lock"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
            raise
    finally:
        await store.close()


class House:
    """An opened inbox in this event loop."""

    def __init__(self, path: Path, store: SqliteStore, now: Clock) -> None:
        self.path = path
        self._store = store
        self._office = Office(store, now, AdapterLimits(_installed))
        self._secrets = Secrets(path.with_name(path.name + ".secrets"))
        self._busy = False
        # Jitter needs no secrecy.
        self._runner = Runner(self._office, self._make, random.Random())  # noqa: S311

    def _make(self, channel: Channel) -> Adapter:
        return adapter_for(channel, self._secrets, self._office.now, asyncio.sleep)

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk. Raises: NotFound."""
        found = await self._store.person(person)
        if found is None:
            raise NotFound(
                "There is nobody called {name} here; there are: {known}.",
                name=person,
                known=", ".join(p.name for p in await self._store.people()) or "–",
            )
        return LocalDesk(self._office, found)

    async def keeping(self, person: str) -> Keeping:
        """Return what somebody may do to look after the inbox. Raises: NotFound."""
        tools = Tools(self._office, self._secrets, adapter_class, self._make, self.sync_once)
        return LocalKeeping(await self.desk(person), tools)

    @property
    def where(self) -> str:
        """The file."""
        return str(self.path)

    async def sync_once(self) -> Synced:
        """Take in, carry out and ring what is there and due now. Raises: Refused where that is done all the time."""
        if self._busy:
            raise Refused(
                "The program that has this inbox open takes in and sends all the time; nothing is left to do."
            )
        try:
            taken, carried = await self._runner.once()
        finally:
            await self._runner.close()
        return Synced(taken.taken, carried.sent, carried.failed, carried.unknown)

    async def sync_forever(self) -> None:
        """Take in, carry out and ring until cancelled."""
        self._busy = True
        try:
            await self._runner.forever()
        finally:
            self._busy = False

    async def serve(
        self, listen: str, ready: Callable[[str], None], ended: asyncio.Event, gate: Gate | None = None
    ) -> None:
        """Take in, carry out and ring, and serve screens and webhooks at HOST:PORT, until `ended`; `ready` is told the address.

        Raises: BadInput, Unreachable where nothing can listen there or what a server needs is not installed.
        """
        listening, served = self.served(gate or Closed())
        host, port = listening.address(listen)
        taken = listening.bind(host, port)
        ready(f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}")
        working = asyncio.create_task(self.sync_forever())
        working.add_done_callback(lambda _: ended.set())
        try:
            await listening.serve(served, taken, ended)
            if working.done():
                working.result()
        finally:
            await _ended(working)

    def served(self, gate: Gate | None) -> tuple[Any, Served]:
        """Return what listens, and the application for it; without a gate who calls is believed.

        Raises: Unreachable where what a server needs is not installed.
        """
        try:
            from inbox.server import app, listening  # heavy: only where something is served
        except ImportError as cause:
            raise Unreachable(
                "A server needs {library}; install it with: pip install 'chefsache[server]'", library=cause.name
            ) from cause
        door = WebhookDoor(self._office, self._make)
        return listening, app.application(door, LocalServing(self._office, self.keeping), gate)


@asynccontextmanager
async def open_house(where: str, *, run: bool = False, now: Clock = clock) -> AsyncIterator[House]:
    """Open an inbox; with `run`, adapters, courier and watch work in the background.

    Raises: NotFound where there is none, Locked, Unreachable, Damaged.
    """
    path = local(where)
    if not path.exists():
        raise NotFound("There is no inbox at {path}; make one with: inbox init", path=path)
    store = await SqliteStore.open(path)
    house = House(path, store, now)
    running = asyncio.create_task(house.sync_forever()) if run else None
    try:
        yield house
    finally:
        try:
            if running is not None:
                await _ended(running)
        finally:
            await store.close()


async def _ended(running: asyncio.Task[None]) -> None:
    """End what works in the background; how it ended is said, and keeps nobody from closing the inbox."""
    running.cancel()
    await asyncio.wait([running])
    if not running.cancelled() and (cause := running.exception()) is not None:
        _log.error("the house had ended: %r", cause)


async def import_file(
    house: ports.House, person: str, path: str, channel: str, format: str, progress: Callable[[int, int], None]
) -> Imported:
    """Take a file's messages in through the house's own intake; makes a channel if there is none of that name.

    `progress` is told bytes read and bytes in all. Raises: NotAllowed, BadInput, Unreachable.
    """
    desk, keeping = await house.desk(person), await house.keeping(person)
    return await bring_in(desk, keeping, clock, adapter_class("file"), path, channel, format, progress)
