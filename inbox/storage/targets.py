"""Business hours as rows, and who waits too long by them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from inbox.domain.hours import Hours, Told, earlier, of, spans
from inbox.domain.incoming import Visibility
from inbox.storage import rows
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import holes
from inbox.storage.rows import Row

HOURS = "channel, zone, times, holidays, within, public, warn_at"
TOLD = "conversation, since, missed"
EXCUSED = 2
"""What `missed` is where a wait has no target."""


def _hours(r: Row) -> Hours:
    return Hours(r[0], r[1], r[2], tuple(json.loads(r[3])), r[4], r[5], r[6])


def told(r: Row) -> Told:
    """Read what people were told from TOLD's columns."""
    return Told(r[0], rows.when(r[1]), bool(r[2]), r[2] == EXCUSED)


def told_row(k: Told) -> Row:
    """Write what people were told as a row."""
    return k.conversation, rows.stamp(k.since), EXCUSED if k.excused else int(k.missed)


async def excused(db: Reading, ids: Sequence[int]) -> dict[int, datetime]:
    """Return since when contacts wait whose wait has no target, of some conversations."""
    sql = f"select conversation, since from target where missed = {EXCUSED} and conversation in ({holes(len(ids))})"
    return {r[0]: rows.when(r[1]) for r in await db.read(sql, ids)}


def hours_row(k: Hours) -> Row:
    """Write hours as a row."""
    return k.channel, k.zone, k.times, json.dumps(k.holidays), k.within, k.public, k.warn_at


async def hours(db: Reading) -> dict[str, Hours]:
    """Read all hours."""
    return {r[0]: _hours(r) for r in await db.read(f"select {HOURS} from hours order by channel")}


async def waiting_long(db: Database, now: datetime) -> list[int]:
    """Return open conversations whose contact waits nearly too long, or too long, and of which nobody was warned yet.

    What is too long is turned into a moment first: one for each channel and visibility, whatever many wait.
    """
    kept, found = await hours(db), []
    if not kept:
        return []
    for (channel,) in await db.read("select name from channel order by name"):
        here = of(kept, channel)
        for visibility in Visibility:
            both = spans(here, visibility) if here else None
            near, missed = (earlier(here, now, span) for span in both) if here and both else (None, None)
            if near is None:
                continue
            sql = (
                "select c.id from conversation c left join target t on t.conversation = c.id and t.since = c.waiting_since"
                " where c.state = 'open' and c.waiting_since is not null and c.channel = $1 and c.visibility = $2 and c.waiting_since <= $3"
                " and (t.conversation is null or t.missed = 0 and c.waiting_since <= $4) limit 100"
            )
            args = (channel, visibility, rows.stamp(near), rows.stamp(missed) or "")
            found += [r[0] for r in await db.read(sql, args)]
    return found
