"""Wires the rooms of the house: the only place that knows all of them, and holds no logic of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from inbox import config
from inbox.domain.commands import AddDepartment, AddPerson
from inbox.domain.model import Channel
from inbox.errors import BadInput, NotFound, Refused, Unreachable
from inbox.ports import house as ports
from inbox.ports.adapter import Adapter, Capabilities, Context, Hooked, Way
from inbox.ports.desk import Desk
from inbox.ports.gate import Gate
from inbox.ports.keeping import Keeping, Synced
from inbox.secrets import Secrets, Signatures
from inbox.services.agreed import Agreed
from inbox.services.desk import LocalDesk
from inbox.services.gate import LocalGate
from inbox.services.hooks import WebhookDoor
from inbox.services.importing import Imported, bring_in
from inbox.services.keeping import LocalKeeping, Tools
from inbox.services.leases import Keeper
from inbox.services.letting import sealed
from inbox.services.limits import AdapterLimits
from inbox.services.office import Office
from inbox.services.runner import Runner
from inbox.services.serving import LocalServing
from inbox.services.trial import tried
from inbox.storage.address import shared
from inbox.storage.moving import Moved
from inbox.storage.moving import move as carry
from inbox.storage.places import opened
from inbox.storage.store import SqlStore
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.server.app import Served
    from inbox.server.entrance import Network
    from inbox.storage.sealed import Sealed

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


def adapter_for(
    channel: Channel, secrets: Secrets | Sealed, now: Clock, sleep: Callable[[float], Awaitable[None]]
) -> Adapter:
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

    adapter: Adapter = sealed(kind)(Context(channel.name, settings, kept, now, sleep, keep))
    return adapter


def local(where: str) -> Path:
    """Return the file of an inbox on this machine. Raises: BadInput for other places."""
    if "://" in where:
        raise BadInput("{where}: only an inbox in a file can be opened so far.", where=where)
    # The file itself, whichever link leads to it: what lies beside it is found by its name.
    return Path(os.path.realpath(Path(where).expanduser()))


async def create(where: str, *, lead: str, departments: Sequence[str] = (), now: Clock = clock) -> None:
    """Make a new inbox; its first person is lead and admin. Raises: Refused where one stands already."""
    path = None if shared(where) else local(where)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as cause:
        raise Unreachable("{path} cannot be opened; check the folder and who may read it.", path=path) from cause
    fresh = path is not None and not path.exists()
    store = await SqlStore.open(path or where)
    try:
        if await store.people():
            raise Refused("There is an inbox at {path} already.", path=store.where)
        office = Office(store, now)
        try:
            await office.perform(AddPerson(lead, ()), None)
            for name in departments:
                await office.perform(AddDepartment(name), lead)
        except BaseException:
            if path is not None and fresh:
                await store.close()
                _unmake(path)
            raise
    finally:
        await store.close()


def secrets_of(where: str) -> Secrets | Sealed:
    """Return the secrets of an inbox: beside a file, or sealed in the database that several nodes share."""
    if not shared(where):
        path = local(where)
        return Secrets(path.with_name(path.name + ".secrets"))
    from inbox.storage.sealed import Sealed  # an extra

    return Sealed(where, config.secrets_key())


async def move(
    source: str,
    target: str,
    progress: Callable[[int, int], None],
    ours: Secrets | Sealed | None = None,
    theirs: Secrets | Sealed | None = None,
) -> Moved:
    """Carry a whole inbox, secrets included, into a place that holds nothing; secrets are where an inbox's are, unless named.

    Raises: NotFound, Locked, Refused where the target holds anything, Damaged, Unreachable.
    """
    files = [local(where) for where in (source, target) if not shared(where)]
    if not shared(source) and not files[0].exists():
        raise NotFound("There is no inbox at {path}; make one with: inbox init", path=files[0])
    fresh = None if shared(target) or files[-1].exists() else files[-1]
    theirs = theirs or secrets_of(target)
    async with AsyncExitStack() as stack:
        there = await opened(source if shared(source) else files[0], make=False)
        stack.push_async_callback(there.close)
        ours = ours or secrets_of(source)
        names = [r[0] for r in await there.read("select name from channel order by name")]
        kept = {name: mine for name in names if (mine := await asyncio.to_thread(ours.of, name))}
        if kept:
            theirs.ready()
        here = await opened(target if shared(target) else files[-1], make=True)
        stack.push_async_callback(here.close)
        try:
            # First: an inbox that is there must not lack its secrets, whenever this is ended.
            for name, mine in kept.items():
                await asyncio.to_thread(theirs.keep_all, name, mine)
            return await carry(there, here, progress)
        except BaseException:
            for name in kept:
                await asyncio.to_thread(theirs.forget, name)
            if fresh is not None:
                await here.close()
                _unmake(fresh)
            raise


def _unmake(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens: HOST:PORT, with which certificate (PEM files), or behind a proxy that encrypts."""

    listen: str
    certificate: str = ""
    key: str = ""
    proxied: bool = False


class House:
    """An opened inbox in this event loop."""

    def __init__(self, store: SqlStore, secrets: Secrets | Sealed, now: Clock) -> None:
        """Work by `now`; where that is the time nodes agree on, it is told the database's."""
        self.where = store.where
        self._store = store
        self._office = Office(store, now, AdapterLimits(_installed))
        self._secrets = secrets
        self._office.signing = Signatures(secrets)
        self._busy = False
        keeper = Keeper(store, clock, hear=now.hear) if isinstance(now, Agreed) else Keeper(store, clock)
        # Jitter needs no secrecy.
        self._runner = Runner(self._office, self._make, random.Random(), keeper)  # noqa: S311

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

    @asynccontextmanager
    async def _gate(self) -> AsyncIterator[Gate]:
        """Give what knows tokens and passwords, and the provider if one is configured. Raises: BadInput, Unreachable."""
        from inbox import oidc  # not needed where nothing is served

        account = oidc.configured()
        provider = oidc.OpenProvider(account) if account is not None else None
        try:
            yield LocalGate(self._office, provider)
        finally:
            if provider is not None:
                await provider.aclose()

    async def serve(
        self, place: Place, ready: Callable[[str], None], ended: asyncio.Event, gate: Gate | None = None
    ) -> None:
        """Take in, carry out and ring, and serve screens and webhooks, until `ended`; `ready` is told the address.

        Raises: BadInput, Refused where strangers could read along, Unreachable where nothing can listen there.
        """
        from inbox.server import entrance, listening  # heavy: only here

        trusted = entrance.proxies(config.proxies())
        taken = listening.take(place.listen, place.certificate, place.key, proxied=place.proxied)
        ready(taken.where)
        working = asyncio.create_task(self.sync_forever())
        working.add_done_callback(lambda _: ended.set())
        try:
            async with self._gate() as own:
                _, served = self.served(gate or own, trusted)
                await listening.serve(served, taken.socket, ended, taken.certified)
            if working.done():
                working.result()
        finally:
            await _ended(working)

    def served(self, gate: Gate | None, trusted: Sequence[Network] = ()) -> tuple[Any, Served]:
        """Return what listens, and the application for it; without a gate who calls is believed."""
        from inbox.server import app, listening  # heavy: only where something is served

        door = WebhookDoor(self._office, self._make, lambda: self._secrets.changes)
        return listening, app.application(door, LocalServing(self._office, self.keeping), gate, trusted)


@asynccontextmanager
async def open_house(where: str, *, run: bool = False, now: Clock | None = None) -> AsyncIterator[House]:
    """Open an inbox; with `run`, adapters, courier and watch work in the background.

    Without `now`, several nodes go by their database's clock, and the owner of a file by its own.

    Raises: NotFound where there is none, Locked, Unreachable, Damaged.
    """
    path = None if shared(where) else local(where)
    if path is not None and not path.exists():
        raise NotFound("There is no inbox at {path}; make one with: inbox init", path=path)
    store = await SqlStore.open(path or where, make=False)
    try:
        agreed = now or (clock if store.alone else Agreed((await store.roll()).at))
    except BaseException:
        await store.close()
        raise
    house = House(store, secrets_of(where), agreed)
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
