"""Looks after an inbox in this process: channels' secrets and checks, what was set aside, health."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from inbox.domain.model import Channel
from inbox.domain.people import Act, require
from inbox.domain.risk.reading import unread
from inbox.errors import NotFound
from inbox.ports.adapter import Adapter, Batch, Checks, Context
from inbox.ports.desk import Desk
from inbox.ports.keeping import Look, Synced, Taken, Vault
from inbox.services.hooks import takes_webhooks
from inbox.services.importing import read_again
from inbox.services.intake import take_in
from inbox.services.nodes import told
from inbox.services.office import Office
from inbox.texts import explain, t


@dataclass(frozen=True, slots=True)
class Tools:
    """What the house lends to whoever looks after it."""

    office: Office
    vault: Vault
    kind: Callable[[str], type[Adapter]]
    """Loads a platform's adapter. Raises: NotFound, Unreachable."""
    make: Callable[[Channel], Adapter]
    """Builds a channel's adapter. Raises: BadInput."""
    sync: Callable[[], Awaitable[Synced]]


class LocalKeeping:
    """See `inbox.ports.keeping.Keeping`."""

    def __init__(self, desk: Desk, tools: Tools) -> None:
        self._desk = desk
        self._tools = tools

    async def _may(self) -> None:
        # The rights of now: whoever sits here may have been given others since.
        await self._desk.last()
        require(self._desk.person, Act.SETUP)

    async def _channel(self, name: str) -> Channel:
        await self._may()
        return await self._known(name)

    async def _known(self, name: str) -> Channel:
        found = await self._tools.office.store.channel(name)
        if found is None:
            raise NotFound("There is no channel {name}.", name=name)
        return found

    async def accepts(self, platform: str, name: str, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        """Let an adapter look at settings and secrets as they will be."""
        await self._may()
        if secrets:
            await asyncio.to_thread(self._tools.vault.ready)
        kept = {**await asyncio.to_thread(self._tools.vault.of, name), **secrets}
        self._tools.kind(platform)(Context(name, settings, kept, self._tools.office.now, asyncio.sleep))

    async def keep_secret(self, channel: str, key: str, value: str) -> None:
        """Keep a channel's secret."""
        await self._may()
        await asyncio.to_thread(self._tools.vault.keep_all, channel, {key: value})

    async def forget_secrets(self, channel: str) -> None:
        """Forget what a closed channel kept, so that a new one of its name does not inherit it.

        One that was only switched off keeps it, because it may be switched on again.
        """
        await self._may()
        if await self._tools.office.store.channel(channel) is None:
            await asyncio.to_thread(self._tools.vault.forget, channel)

    async def check_channel(self, channel: str) -> list[Look]:
        """Say whether a channel is set up well."""
        if all(row.channel.name != channel for row in await self._desk.channels()):
            raise NotFound("There is no channel {name}.", name=channel)
        known = await self._known(channel)
        adapter = await asyncio.to_thread(self._tools.make, known)
        try:
            if isinstance(adapter, Checks):
                found = await adapter.check()
            else:
                account = await adapter.open()
                found = [("ok", f"{account.name} {account.address}".strip(), "")]
            return [*found, *_address(channel)] if takes_webhooks(adapter) else found
        finally:
            await adapter.aclose()

    async def read_again(self, channel: str) -> int:
        """Read again what a channel set aside."""
        known = await self._channel(channel)
        return await read_again(self._tools.office, self._tools.kind(known.platform), channel)

    async def take(self, channel: str, batch: Batch) -> Taken:
        """Take in what a file says."""
        await self._channel(channel)
        # The file's place is none on the platform the channel otherwise reads from.
        return await take_in(self._tools.office, channel, batch, moves=False, past=True)

    async def sync(self) -> Synced:
        """Take in, carry out and ring what is there and due now."""
        return await self._tools.sync()

    async def examine(self) -> list[Look]:
        """Look at the inbox's health."""
        found = await self._tools.office.store.examine()
        if not self._tools.office.store.alone:
            found += told(await self._tools.office.store.roll())
        found.append(("ok", t("secrets lie in {where}", where=self._tools.vault.where), ""))
        own = await self._tools.office.store.risks()
        if own and (why := unread(own)):
            broken = t("the risk rules cannot be read any more, the standard ones hold: {why}", why=explain(why))
            found.append(("fail", broken, "inbox risks show; inbox risks set FILE"))
        for row in await self._desk.channels():
            name = row.channel.name
            state = {"ok": "ok", "idle": "ok", "off": "warn"}.get(row.state, "fail")
            how = row.trouble or t(row.state)
            advice = f"inbox channel check {name}" if row.state in ("idle", "failing") else ""
            found.append((state, t("channel {name}: {state}", name=name, state=how), advice))
            if row.quarantined:
                aside = t("channel {name}: {n} set aside", name=name, n=row.quarantined)
                found.append(("warn", aside, f"inbox channel replay {name}"))
        return found


def _address(channel: str) -> list[Look]:
    """Say what a platform must be told where it posts webhooks."""
    path = f"/hooks/{quote(channel, safe='@:')}"
    advice = t("enter https://YOUR-HOST{path} on the platform, and run: inbox serve", path=path)
    return [("ok", t("webhooks come in at {path}", path=path), advice)]
