"""Brings a file's messages in through the same intake, and reads again what was set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from inbox.domain.commands import AddChannel, Receive
from inbox.domain.incoming import Kind
from inbox.domain.people import Act, require
from inbox.domain.rules import decide
from inbox.errors import InboxError, Refused
from inbox.ports.adapter import Adapter, Context, Parses
from inbox.ports.desk import Desk
from inbox.services.intake import Taken, cleaned, load_said, take_in
from inbox.services.office import Office


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries read, new messages, known before, and refused ones as (where, why)."""

    read: int
    taken: int
    known: int
    refused: tuple[tuple[str, str], ...]


async def bring_in(
    office: Office,
    desk: Desk,
    kind: type[Adapter],
    path: str,
    channel: str,
    format: str,
    progress: Callable[[int, int], None],
) -> Imported:
    """Read a file from its beginning; what is known already is passed over. Makes the channel once the file is open.

    Raises: NotAllowed, BadInput, Unreachable.
    """
    require(desk.person, Act.SETUP)
    known = await office.store.channel(channel)
    settings = {"path": path, "format": format, "address": known.setting("address") if known else ""}
    adapter = kind(Context(channel, settings, {}, office.now, asyncio.sleep))
    total, read = Taken(), 0
    try:
        await adapter.open()
        if await office.store.channel(channel) is None:
            await desk.perform(AddChannel(channel, kind.platform))
        position = getattr(adapter, "position", lambda: (0, 0))
        stream = adapter.receive("")
        async with aclosing(stream):  # type: ignore[type-var]  # every adapter's receive is a generator
            async for batch in stream:
                # The file's place is none on the platform the channel otherwise reads from.
                total += await take_in(office, channel, batch, moves=False)
                read += sum(len(entry.says) for entry in batch.entries)
                progress(*position())
    finally:
        await adapter.aclose()
    return Imported(read, total.taken, total.known, total.refused)


async def read_again(office: Office, kind: type[Adapter], channel: str) -> int:
    """Parse what a channel set aside once more, and take in what can be read now.

    Raises: Refused where the platform's adapter cannot parse by itself.
    """
    if not issubclass(kind, Parses):
        raise Refused("What {platform} set aside cannot be read again.", platform=kind.platform)
    done, after = 0, 0
    while True:
        async with office.store.writing() as unit:
            aside = await unit.quarantined(channel, 100, after)
            if not aside:
                return done
            after = aside[-1][0]
            await unit.load_house()
            for id, raw in aside:
                says = [cleaned(said) for said in kind.parse(raw, {})]
                if not says or any(said.kind is Kind.UNKNOWN for said in says):
                    continue
                await unit.unquarantine(channel, [id])
                fresh = await unit.fresh(channel, [said.dedupe_key for said in says])
                await load_said(unit, channel, says)
                at = office.now()
                try:
                    for said in says:
                        if said.dedupe_key in fresh:
                            unit.record(decide(unit.picture, Receive(channel, said), None, at, unit), None, at)
                except InboxError as cause:
                    await unit.quarantine(channel, at, [(id, str(cause), says[0].dedupe_key)])
                    continue
                done += 1
            await unit.save()
