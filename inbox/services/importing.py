"""Brings a file's messages in through the same intake, and reads again what was set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.commands import AddChannel
from inbox.domain.incoming import Incoming
from inbox.domain.people import Act, require
from inbox.domain.text import clean_line
from inbox.errors import Refused, Unreachable
from inbox.ports.adapter import Adapter, Context, Parses, ParsesApart
from inbox.ports.desk import Desk
from inbox.ports.keeping import Keeping, Taken
from inbox.services.intake import apart, readable, there
from inbox.services.office import Office


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries read, new messages, known before, and refused ones as (where, why)."""

    read: int
    taken: int
    known: int
    refused: tuple[tuple[str, str], ...]


async def bring_in(
    desk: Desk,
    keeping: Keeping,
    now: Callable[[], datetime],
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
    known = next((row.channel for row in await desk.channels() if row.channel.name == channel), None)
    settings = {"path": path, "format": format, "address": known.setting("address") if known else ""}
    adapter = kind(Context(channel, settings, {}, now, asyncio.sleep))
    total, read = Taken(), 0
    try:
        await adapter.open()
        if known is None:
            await desk.perform(AddChannel(channel, kind.platform))
        position = getattr(adapter, "position", lambda: (0, 0))
        stream = adapter.receive("")
        async with aclosing(stream):  # type: ignore[type-var]  # every adapter's receive is a generator
            async for batch in stream:
                total += await keeping.take(channel, batch)
                read += sum(len(entry.says) for entry in batch.entries)
                progress(*position())
    finally:
        await adapter.aclose()
    return Imported(read, total.taken, total.known, total.refused)


async def read_again(office: Office, kind: type[Adapter], channel: str) -> int:
    """Parse what a channel set aside once more, and take in what can be read now.

    Parsing comes before the turn to write, in the adapter's limited child where it has one: what was set aside
    was strange once already. What cannot be read even now stays aside; the rest of its payload lands.
    Raises: Refused where the platform's adapter cannot parse by itself.
    """
    if not issubclass(kind, Parses):
        raise Refused("What {platform} set aside cannot be read again.", platform=kind.platform)
    done, after = 0, 0
    parser = kind.apart() if issubclass(kind, ParsesApart) else None
    try:
        while True:
            async with office.store.writing() as unit:
                aside = await unit.quarantined(channel, 100, after)
            if not aside:
                return done
            for after, raw, body, headers in aside:
                says = await parser.parse(body) if parser else await asyncio.to_thread(kind.parse, body, headers)
                done += await _again(office, channel, after, raw, says)
    finally:
        if parser:
            await parser.aclose()


class _Still(Exception):
    """It cannot be read even now; says why."""


async def _again(office: Office, channel: str, id: int, raw: int, says: Sequence[Incoming]) -> bool:
    """Take in what can be read now of a payload in which something was set aside; else keep the new reason."""
    try:
        await _land(office, channel, id, raw, says)
    except Unreachable:
        raise
    except _Still as cause:
        why = str(cause)
    # Whatever nobody thought of was rolled back whole; the entry stays aside with it as the reason.
    except Exception as cause:
        why = clean_line(f"{type(cause).__name__}: {cause}")
    else:
        return True
    async with office.store.writing() as unit:
        await unit.set_why(id, why)
    return False


async def _land(office: Office, channel: str, id: int, raw: int, says: Sequence[Incoming]) -> None:
    async with office.store.writing() as unit:
        await there(unit, channel)
        await unit.unquarantine(channel, [id])
        # Of what else the payload says, the rest landed before, or is aside for itself.
        fresh = await unit.fresh(channel, [said.dedupe_key for said in says])
        once = {said.dedupe_key: readable(said) for said in says if said.dedupe_key in fresh}
        good = [said for said, why in once.values() if not why]
        bad = [(raw, why, key) for key, (_, why) in once.items() if why]
        if not says or (bad and not good):
            raise _Still(bad[0][1] if bad else "unknown")
        wrong = await apart(office, unit, channel, good, office.now())
        if wrong and len(wrong) == len(good):
            raise _Still(wrong[0][1])
        bad += [(raw, why, said.dedupe_key) for said, why in wrong]
        await unit.quarantine(channel, office.now(), bad)
        await unit.save()
