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
from typing import cast
from urllib.parse import quote

from inbox.domain.commands import AddDepartment, AddPerson
from inbox.domain.model import Channel
from inbox.errors import BadInput, NotFound, Refused, Unreachable
from inbox.ports.adapter import Adapter, Capabilities, Checks, Context, Hooked, Way
from inbox.ports.desk import Desk
from inbox.ports.gate import Gate
from inbox.ports.keeping import Synced
from inbox.secrets import Secrets
from inbox.services.desk import LocalDesk
from inbox.services.hooks import WebhookDoor, takes_webhooks
from inbox.services.importing import Imported, bring_in, read_again
from inbox.services.limits import AdapterLimits
from inbox.services.office import Office
from inbox.services.runner import Runner
from inbox.services.serving import Closed, LocalServing
from inbox.services.thread import OnThread, Proxy
from inbox.services.trial import tried
from inbox.storage.store import SqliteStore
from inbox.texts import t

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

    async def sync_once(self) -> Synced:
        """Take in, carry out and ring what is there and due now."""
        try:
            taken, carried = await self._runner.once()
        finally:
            await self._runner.close()
        return Synced(taken.taken, carried.sent, carried.failed, carried.unknown)

    async def sync_forever(self) -> None:
        """Take in, carry out and ring until cancelled."""
        await self._runner.forever()

    async def serve(
        self, listen: str, ready: Callable[[str], None], ended: asyncio.Event, gate: Gate | None = None
    ) -> None:
        """Take in, carry out and ring, and serve screens and webhooks at HOST:PORT, until `ended`; `ready` is told the address.

        Raises: BadInput, Unreachable where nothing can listen there.
        """
        from inbox.server import app, listening  # heavy: only here

        host, port = listening.address(listen)
        taken = listening.bind(host, port)
        ready(f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}")
        working = asyncio.create_task(self.sync_forever())
        working.add_done_callback(lambda _: ended.set())
        try:
            served = app.application(
                WebhookDoor(self._office, self._make), LocalServing(self._office), gate or Closed()
            )
            await listening.serve(served, taken, ended)
            if working.done():
                working.result()
        finally:
            await _ended(working)

    async def import_file(
        self, desk: Desk, path: str, channel: str, format: str, progress: Callable[[int, int], None]
    ) -> Imported:
        """Take a file's messages in through the same intake; makes a channel if there is none of that name.

        `progress` is told bytes read and bytes in all. Raises: NotAllowed, BadInput, Unreachable.
        """
        return await bring_in(self._office, desk, adapter_class("file"), path, channel, format, progress)

    async def replay_quarantine(self, channel: str) -> int:
        """Read again what a channel set aside, and return how many entries could be read now."""
        known = await self._store.channel(channel)
        if known is None:
            raise NotFound("There is no channel {name}.", name=channel)
        return await read_again(self._office, adapter_class(known.platform), channel)

    def accepts(self, platform: str, name: str, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        """Let an adapter look at a channel's settings and secrets as they will be. Raises: BadInput."""
        kept = {**self._secrets.of(name), **secrets}
        adapter_class(platform)(Context(name, settings, kept, self._office.now, asyncio.sleep))

    def keep_secret(self, channel: str, key: str, value: str) -> None:
        """Keep a channel's secret where only this user reads it."""
        self._secrets.keep(channel, key, value)

    async def forget_secrets(self, channel: str) -> None:
        """Forget what a closed channel kept, so that a new one of its name does not inherit it.

        One that was only switched off keeps it, because it may be switched on again.
        """
        if await self._store.channel(channel) is None:
            self._secrets.forget(channel)

    async def check_channel(self, channel: str) -> list[tuple[str, str, str]]:
        """Say whether a channel is set up well: rows of (ok | warn | fail, what, what to do)."""
        known = await self._store.channel(channel)
        if known is None:
            raise NotFound("There is no channel {name}.", name=channel)
        adapter = self._make(known)
        try:
            if isinstance(adapter, Checks):
                found = await adapter.check()
            else:
                account = await adapter.open()
                found = [("ok", f"{account.name} {account.address}".strip(), "")]
            return [*found, *_address(channel)] if takes_webhooks(adapter) else found
        finally:
            await adapter.aclose()

    async def examine(self) -> list[tuple[str, str, str]]:
        """Look at the inbox's health: rows of (ok | warn | fail, what, what to do)."""
        found = await self._store.examine()
        found.append(("ok", t("secrets lie in {where}", where=self._secrets.where), ""))
        for row in await self._store.channel_rows():
            state = {"ok": "ok", "idle": "ok", "off": "warn"}.get(row.state, "fail")
            how = row.trouble or t(row.state)
            advice = f"inbox channel check {row.channel.name}" if row.state in ("idle", "failing") else ""
            found.append((state, t("channel {name}: {state}", name=row.channel.name, state=how), advice))
            if row.quarantined:
                found.append(
                    (
                        "warn",
                        t("channel {name}: {n} set aside", name=row.channel.name, n=row.quarantined),
                        f"inbox channel replay {row.channel.name}",
                    )
                )
        return found


def _address(channel: str) -> list[tuple[str, str, str]]:
    """Say what a platform must be told where it posts webhooks."""
    path = f"/hooks/{quote(channel, safe='@:')}"
    advice = t("enter https://YOUR-HOST{path} on the platform, and run: inbox serve", path=path)
    return [("ok", t("webhooks come in at {path}", path=path), advice)]


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


class Threaded:
    """The same house on a thread of its own, for screens."""

    def __init__(self, where: str, *, run: bool = True, now: Clock = clock) -> None:
        self._thread: OnThread[House] = OnThread(lambda: open_house(where, run=run, now=now))
        self._house: House | None = None

    def start(self) -> None:
        """Open the inbox. Raises what `open_house` raises."""
        self._house = self._thread.start()

    def stop(self) -> None:
        """Close the inbox and end the thread."""
        self._thread.stop()

    async def desk(self, person: str) -> Desk:
        """Return somebody's desk, callable from the screens' loop. Raises: NotFound."""
        assert self._house is not None
        return cast("Desk", Proxy(await self._thread.cross(self._house.desk(person)), self._thread.cross))
