"""Reads what wants to leave and what falls due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from inbox.domain.incoming import File
from inbox.domain.model import Message
from inbox.domain.steps import What
from inbox.ports.desk import Row
from inbox.storage import rows
from inbox.storage.database import Database
from inbox.storage.gaps import chunks, holes
from inbox.storage.listing import rows_of

UNSETTLED = "delivery in ('held', 'queued', 'sending', 'unknown')"
"""The condition of the index over what still wants something; SQLite uses it only where it is said in full.

Sorting by `id + 0` keeps SQLite from walking the whole table in the order of ids instead.
"""
BEFORE = (
    "not exists (select 1 from message b where b.conversation = m.conversation and b.id != m.id"
    " and b.delivery in ('queued', 'sending', 'unknown') and (b.delivery != 'queued' or ((b.frozen = 0 or b.planned is null)"
    " and (coalesce(b.planned, b.at), b.number) < (coalesce(m.planned, m.at), m.number))))"
)
"""The condition that nothing of its conversation goes before a message, as `goes_first` says."""
LATEST = "(m.planned is null or not exists (select 1 from message l where l.id > m.id and l.author = m.author))"
"""The condition that a planned reply is the last one its writer wrote: any other is named to be taken back."""
REFERENCES = 20
"""External ids of earlier messages an adapter is given, the latest ones."""


def _on(channels: Collection[str] | None, start: int) -> str:
    """Return the condition that a message's conversation is on one of these channels."""
    if channels is None:
        return ""
    gaps = holes(len(channels), start)
    return f" and exists (select 1 from conversation k where k.id = m.conversation and k.channel in ({gaps}))"


async def to_send(db: Database, now: datetime, limit: int, channels: Collection[str] | None = None) -> list[Message]:
    """Return queued messages that are due and first in their conversation, oldest first."""
    sql = (
        f"select {rows.MESSAGE} from message m where m.{UNSETTLED} and m.delivery = 'queued' and m.frozen = 0 and m.due <= $1{_on(channels, 2)}"
        f" and {BEFORE} order by m.id + 0 limit {int(limit)}"
    )
    return [rows.message(r) for r in await db.read(sql, (rows.stamp(now), *(channels or ())))]


async def in_flight(db: Database, channels: Collection[str] | None = None) -> list[Message]:
    """Return messages whose send was begun."""
    sql = (
        f"select {rows.MESSAGE} from message m where m.{UNSETTLED} and m.delivery = 'sending'{_on(channels, 1)}"
        " order by m.id + 0"
    )
    return [rows.message(r) for r in await db.read(sql, tuple(channels or ()))]


async def channels_of(db: Database, conversations: Sequence[int]) -> dict[int, str]:
    """Return the channels of conversations."""
    found: dict[int, str] = {}
    for chunk in chunks(conversations):
        found |= dict(await db.read(f"select id, channel from conversation where id in ({holes(len(chunk))})", chunk))
    return found


async def outgoing(db: Database, id: int) -> tuple[Message, Row, tuple[tuple[str, str], ...], tuple[str, ...]] | None:
    """Return what a send needs: message, row, handles of the contact, external ids said before it."""
    found = await db.read(f"select {rows.MESSAGE} from message where id = $1", (id,))
    if not found:
        return None
    message = rows.message(found[0])
    row = (await rows_of(db, None, [message.conversation]))[message.conversation]
    handles = await db.read(
        "select kind, value from handle where contact = $1 order by kind, value", (row.conversation.contact,)
    )
    sql = (
        "select external_id from message where conversation = $1 and number < $2 and external_id != ''"
        f" order by number desc limit {REFERENCES}"
    )
    before = await db.read(sql, (message.conversation, message.number))
    return message, row, tuple((k, v) for k, v in handles), tuple(reversed([r[0] for r in before]))


async def files(db: Database, message: int) -> tuple[File, ...]:
    """Return the files that go out with a reply, in order."""
    found = await db.read("select name, type, content from enclosure where message = $1 order by n", (message,))
    return tuple(File(name, type, content) for name, type, content in found)


async def due(db: Database, now: datetime) -> tuple[list[int], list[int]]:
    """Return snoozed conversations whose time has come, and requests that have fallen due and did not ring."""
    at = rows.stamp(now)
    woken = await db.read(
        "select id from conversation where state = 'snoozed' and snoozed_until <= $1 limit 100", (at,)
    )
    # Written so that the index of what is pending serves it.
    sql = (
        "select id from request where state in ('open', 'taken', 'answered', 'returned') and state != 'answered'"
        " and due <= $1 and rang = 0 limit 100"
    )
    return [r[0] for r in woken], [r[0] for r in await db.read(sql, (at,))]


async def next_due(
    db: Database, busy: Collection[int], channels: Collection[str] | None = None, *, rings: bool = True
) -> datetime | None:
    """Return the earliest moment at which something will want to leave, but from busy conversations; or fall due."""
    falling = (
        "select min(snoozed_until) as t from conversation where state = 'snoozed'"
        " union all select min(due) from request where state in ('open', 'taken', 'answered', 'returned')"
        " and state != 'answered' and rang = 0"
        " union all select min(due) from letter where state = 'due'"
        " union all select min(begins) from absence where ended = 0 and begun = 0"
        " union all select min(ends) from absence where ended = 0 union all "
    )
    found = await db.read(
        f"select min(t) from ({falling if rings else ''}"
        f"select min(due) as t from message m where {UNSETTLED} and delivery = 'queued' and m.frozen = 0"
        f" and not coalesce(conversation in ({holes(len(busy))}), false){_on(channels, len(busy) + 1)}"
        f" and {BEFORE}) as falling",
        (*busy, *(channels or ())),
    )
    return rows.moment(found[0][0])


_CHANGES = {
    What.OWNER: "'Assigned', 'Released'",
    What.CLOSED: "'Closed', 'Reopened', 'Snoozed'",
    What.SNOOZED: "'Closed', 'Reopened', 'Snoozed'",
    What.TAGS: "'Tagged'",
}
"""The kinds of facts that change what a bulk step changes."""


def changed_last(what: What, n: int) -> str:
    """Return the statement that finds the latest fact that changed the like of n conversations: conversation, then the fact."""
    latest = f"select max(number) from feed where conversation in ({holes(n)}) and kind in ({_CHANGES[what]})"
    return (
        "select conversation, number, at, by, conversation, kind, body from feed"
        f" where number in ({latest} group by conversation)"
    )


async def undoable(db: Database, person: str) -> int | None:
    """Return the number of the fact behind a person's latest act that can be taken back."""
    sql = (
        "select max(f.number) from message m join feed f on f.conversation = m.conversation and f.kind = 'ReplyWritten'"
        f" and f.by = m.author and f.at = m.at where m.{UNSETTLED} and m.delivery in ('queued', 'held') and m.doubt = 0"
        f" and m.author = $1 and {LATEST}"
    )
    reply = (await db.read(sql, (person,)))[0][0]
    sql = (
        "select max(f.number) from message m join feed f on f.conversation = m.conversation and f.kind = 'ReplyApproved'"
        f" and f.by = m.cleared_by where m.{UNSETTLED} and m.delivery = 'queued' and m.doubt = 0 and m.cleared_by = $1"
    )
    signed = (await db.read(sql, (person,)))[0][0]
    move = await db.read("select id from move where by = $1 and undone = 0 order by id desc limit 1", (person,))
    begun = None
    if move:
        sql = (
            "select number from feed where kind = 'MoveBegun' and by = $1 and body like $2 order by number desc limit 1"
        )
        found = await db.read(sql, (person, f'%"id":{move[0][0]},%'))
        begun = found[0][0] if found else None
    return max((n for n in (reply, signed, begun) if n is not None), default=None)
