"""Reads the replies that wait for somebody else's word, with what a signer needs to see of each; guards and risk rules too."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain.model import Conversation, Message, unanswered
from inbox.domain.signing import Guard
from inbox.ports.signing import Around
from inbox.storage import rows, signing
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import chunks, holes

_WAITS = (
    "m.delivery in ('held', 'queued', 'sending', 'unknown') and m.part = 1"
    " and (m.delivery = 'held' or (m.delivery = 'queued' and m.holds like '%\"delayed\"%'))"
)
"""Which messages (rows `m`) wait for a sign-off, or leave after a while."""
SHOWN = 5
"""Messages of the contact that are shown with a reply, at most."""
LOOKED_AT = 30
"""Messages before a reply in which these are looked for."""
TOGETHER = 50
"""Replies read at once."""


async def risks(db: Reading) -> str:
    """Return the house's own risk rules, "" for the standard ones."""
    found = await db.read("select text from risks")
    return str(found[0][0]) if found else ""


async def guards(db: Reading) -> tuple[Guard, ...]:
    """Return all guards, by person."""
    found = [signing.guard(r) for r in await db.read(f"select {signing.GUARD} from guard")]
    return tuple(sorted(found, key=lambda g: (g.person, g.channel, g.visibility)))


async def waiting(db: Database, after: int, limit: int) -> list[tuple[Message, Conversation]]:
    """Return the first message of replies that wait, whoever may see them, oldest first behind an id, with its conversation."""
    sql = f"select {rows.MESSAGE} from message m where {_WAITS} and m.id > $1 order by m.id + 0 limit {int(limit)}"
    messages = [rows.message(r) for r in await db.read(sql, (after,))]
    where: dict[int, Conversation] = {}
    for chunk in chunks(list({m.conversation for m in messages})):
        sql = f"select {rows.CONVERSATION} from conversation where id in ({holes(len(chunk))})"
        where |= {r[0]: rows.conversation(r) for r in await db.read(sql, chunk)}
    return [(m, where[m.conversation]) for m in messages if m.conversation in where]


async def around(db: Database, messages: Sequence[Message]) -> list[Around]:
    """Return of each waiting reply its parts, what the contact wrote before it, the contact's name, and the platform people see."""
    found: list[Around] = []
    for some in chunks(messages, TOGETHER):
        parts, before, there = await _parts(db, some), await _before(db, some), await _there(db, some)
        for m in some:
            name, platform = there.get(m.conversation, ("", "?"))
            found.append((tuple(parts.get(m.first) or (m,)), unanswered(before.get(m.id, ()))[-SHOWN:], name, platform))
    return found


async def _parts(db: Database, messages: Sequence[Message]) -> dict[int, list[Message]]:
    """Return the parts of replies, by the id of the first one."""
    firsts = [m.first for m in messages if m.first]
    sql = f"select {rows.MESSAGE} from message where first in ({holes(len(firsts))}) and first != 0 and delivery in ('held', 'queued') order by number"
    found: dict[int, list[Message]] = {}
    for part in map(rows.message, await db.read(sql, firsts)):
        found.setdefault(part.first, []).append(part)
    return found


async def _before(db: Database, messages: Sequence[Message]) -> dict[int, list[Message]]:
    """Return what was said just before replies, oldest first, by the reply's id."""
    columns = ", ".join(f"m.{name.strip()}" for name in rows.MESSAGE.split(","))
    first = (
        "(select o.number from message o where o.conversation = r.conversation and o.number < r.number"
        f" order by o.number desc limit 1 offset {LOOKED_AT - 1})"
    )
    sql = (
        f"select r.id, {columns} from message r join message m on m.conversation = r.conversation and m.number < r.number"
        f" and m.number >= coalesce({first}, 0) where r.id in ({holes(len(messages))}) order by r.id, m.number"
    )
    found: dict[int, list[Message]] = {}
    for r in await db.read(sql, [m.id for m in messages]):
        found.setdefault(r[0], []).append(rows.message(r[1:]))
    return found


async def _there(db: Database, messages: Sequence[Message]) -> dict[int, tuple[str, str]]:
    """Return the contact's name and the platform people see, by conversation."""
    ids = list({m.conversation for m in messages})
    sql = (
        "select c.id, k.name, h.name, h.platform, h.settings, h.active from conversation c join contact k on k.id = c.contact"
        f" join channel h on h.name = c.channel where c.id in ({holes(len(ids))})"
    )
    return {r[0]: (r[1] or "", rows.channel(r[2:]).shown_platform) for r in await db.read(sql, ids)}


class SigningStore:
    """The part of a store that knows what waits for a sign-off."""

    _db: Database

    async def waiting(self, after: int, limit: int) -> list[tuple[Message, Conversation]]:
        """Return the first message of replies that wait, oldest first behind an id."""
        return await waiting(self._db, after, limit)

    async def around(self, messages: Sequence[Message]) -> list[Around]:
        """Return of each waiting reply its parts, what it answers, the contact's name, and the platform."""
        return await around(self._db, messages)

    async def guards(self) -> tuple[Guard, ...]:
        """Return all guards."""
        return await guards(self._db)

    async def risks(self) -> str:
        """Return the house's own risk rules."""
        return await risks(self._db)
