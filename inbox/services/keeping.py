"""Looks after an inbox in this process, for one person: every call first sees that they may, by today's rights."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from inbox.domain.model import Channel
from inbox.domain.people import Act, require
from inbox.errors import NotAllowed, NotFound
from inbox.ports.adapter import Adapter, Batch, Checks, Context
from inbox.ports.keeping import Look, Synced, Taken
from inbox.services.hooks import takes_webhooks
from inbox.services.importing import read_again
from inbox.services.intake import take_in
from inbox.services.office import Office
from inbox.texts import t


class Vault(Protocol):
    """Where channels' secrets lie."""

    @property
    def where(self) -> str:
        """Tell where they are kept."""

    def of(self, channel: str) -> dict[str, str]:
        """Return one channel's secrets."""

    def keep(self, channel: str, key: str, value: str) -> None:
        """Keep a secret."""

    def forget(self, channel: str) -> None:
        """Forget all of one channel's secrets."""


@dataclass(frozen=True, slots=True)
class Means:
    """What looking after an inbox takes beside its office: adapters, secrets, one round of work, and who has the file."""

    kind: Callable[[str], type[Adapter]]
    make: Callable[[Channel], Adapter]
    secrets: Vault
    once: Callable[[], Awaitable[Synced]]
    standing: Callable[[], list[Look]]


class LocalKeeping:
    """What one person may do to look after the inbox. See `inbox.ports.keeping.Keeping`."""

    def __init__(self, office: Office, person: str, means: Means) -> None:
        self._office = office
        self._store = office.store
        self._person = person
        self._means = means

    async def _may(self) -> None:
        found = await self._store.person(self._person)
        if found is None:
            raise NotAllowed("{person} no longer works here.", person=self._person)
        require(found, Act.SETUP)

    async def _channel(self, name: str) -> Channel:
        await self._may()
        known = await self._store.channel(name)
        if known is None:
            raise NotFound("There is no channel {name}.", name=name)
        return known

    async def accepts(self, platform: str, name: str, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        """Let an adapter look at a channel's settings and secrets as they will be."""
        await self._may()
        kept = {**await asyncio.to_thread(self._means.secrets.of, name), **secrets}
        self._means.kind(platform)(Context(name, settings, kept, self._office.now, asyncio.sleep))

    async def keep_secret(self, channel: str, key: str, value: str) -> None:
        """Keep a channel's secret where only this user reads it."""
        await self._may()
        await asyncio.to_thread(self._means.secrets.keep, channel, key, value)

    async def forget_secrets(self, channel: str) -> None:
        """Forget what a closed channel kept, so that a new one of its name does not inherit it.

        One that was only switched off keeps it, because it may be switched on again.
        """
        await self._may()
        if await self._store.channel(channel) is None:
            await asyncio.to_thread(self._means.secrets.forget, channel)

    async def check_channel(self, channel: str) -> list[Look]:
        """Say whether a channel is set up well."""
        known = await self._channel(channel)
        adapter = await asyncio.to_thread(self._means.make, known)
        try:
            if isinstance(adapter, Checks):
                found = await adapter.check()
            else:
                account = await adapter.open()
                found = [("ok", f"{account.name} {account.address}".strip(), "")]
            return [*found, *_address(channel)] if takes_webhooks(adapter) else found
        finally:
            await adapter.aclose()

    async def examine(self) -> list[Look]:
        """Look at the inbox's health."""
        await self._may()
        found = [*await self._store.examine(), *self._means.standing()]
        found.append(("ok", t("secrets lie in {where}", where=self._means.secrets.where), ""))
        for row in await self._store.channel_rows():
            state = {"ok": "ok", "idle": "ok", "off": "warn"}.get(row.state, "fail")
            how = row.trouble or t(row.state)
            advice = f"inbox channel check {row.channel.name}" if row.state in ("idle", "failing") else ""
            found.append((state, t("channel {name}: {state}", name=row.channel.name, state=how), advice))
            if row.quarantined:
                aside = t("channel {name}: {n} set aside", name=row.channel.name, n=row.quarantined)
                found.append(("warn", aside, f"inbox channel replay {row.channel.name}"))
        return found

    async def read_again(self, channel: str) -> int:
        """Read again what a channel set aside, and return how many entries could be read now."""
        known = await self._channel(channel)
        return await read_again(self._office, self._means.kind(known.platform), channel)

    async def take(self, channel: str, batch: Batch) -> Taken:
        """Take in what a file says; the channel's own place on its platform is not moved."""
        await self._channel(channel)
        return await take_in(self._office, channel, batch, moves=False)

    async def sync(self) -> Synced:
        """Take in, carry out and ring what is there and due now."""
        await self._may()
        return await self._means.once()


def _address(channel: str) -> list[Look]:
    """Say what a platform must be told where it posts webhooks."""
    path = f"/hooks/{quote(channel, safe='@:')}"
    advice = t("enter https://YOUR-HOST{path} on the platform, and run: inbox serve", path=path)
    return [("ok", t("webhooks come in at {path}", path=path), advice)]
