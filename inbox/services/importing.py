"""Brings a file's messages in through the same intake, and reads again what was set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from inbox.domain.commands import AddChannel
from inbox.domain.incoming import Incoming
from inbox.domain.people import Act, require
from inbox.domain.text import clean_line
from inbox.errors import Refused, Unreachable
from inbox.ports.adapter import Adapter, Context, Parses, ParsesApart
from inbox.ports.desk import Desk
from inbox.services.intake import Taken, readable, receive, take_in, there
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
    """Read a file from its beginning into a channel, made once the file is open if there is none of that name.

    What is known already is passed over.

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

    Parsing comes before the turn to write, in the adapter's limited child where it has one: what was set aside
    was strange once already. Each entry lands whole or stays aside.
    Raises: Refused where the platform's adapter cannot parse by itself.
    """
    if not issubclass(kind, Parses):
        raise Refused("What {platform} set aside cannot be read again.", platform=kind.platform)
    done, after = 0, 0
    apart = kind.apart() if issubclass(kind, ParsesApart) else None
    try:
        while True:
            async with office.store.writing() as unit:
                aside = await unit.quarantined(channel, 100, after)
            if not aside:
                return done
            for after, raw in aside:
                says = await apart.parse(raw) if apart else await asyncio.to_thread(kind.parse, raw, {})
                done += await _again(office, channel, after, says)
    finally:
        if apart:
            await apart.aclose()


async def _again(office: Office, channel: str, id: int, says: Sequence[Incoming]) -> bool:
    """Take in an entry of what a payload says, if all of that can be read; else keep the new reason."""
    try:
        checked = [readable(said) for said in says]
        why = next((why for _, why in checked if why), "" if says else "unknown")
        if not why:
            await _land(office, channel, id, [said for said, _ in checked])
            return True
    except Unreachable:
        raise
    # Whatever nobody thought of was rolled back whole; the entry stays aside with it as the reason.
    except Exception as cause:
        why = clean_line(f"{type(cause).__name__}: {cause}")
    async with office.store.writing() as unit:
        await unit.set_why(id, why)
    return False


async def _land(office: Office, channel: str, id: int, says: Sequence[Incoming]) -> None:
    async with office.store.writing() as unit:
        await there(unit, channel)
        await unit.unquarantine(channel, [id])
        fresh = await unit.fresh(channel, [said.dedupe_key for said in says])
        once = {said.dedupe_key: said for said in says if said.dedupe_key in fresh}
        await receive(unit, channel, list(once.values()), office.now())
        await unit.save()
