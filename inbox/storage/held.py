"""Reads the replies that wait for somebody else's word, with what a signer needs to see of each; guards and risk rules too."""

from __future__ import annotations

from inbox.domain.model import Conversation, Message, unanswered
from inbox.domain.signing import Guard
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


async def risks(db: Reading) -> str:
    """Return the house's own risk rules, "" for the standard ones."""
    found = await db.read("select text from risks")
    return str(found[0][0]) if found else ""


async def guards(db: Reading) -> tuple[Guard, ...]:
    """Return all guards, by person."""
    found = [signing.guard(r) for r in await db.read(f"select {signing.GUARD} from guard")]
    return tuple(sorted(found, key=lambda g: (g.person, g.channel, g.visibility)))


async def waiting(db: Database) -> list[tuple[Message, Conversation]]:
    """Return the first message of every reply that waits, whoever may see it, oldest first, with its conversation."""
    found = await db.read(f"select {rows.MESSAGE} from message m where {_WAITS} order by m.id + 0")
    messages = [rows.message(r) for r in found]
    where: dict[int, Conversation] = {}
    for chunk in chunks(list({m.conversation for m in messages})):
        sql = f"select {rows.CONVERSATION} from conversation where id in ({holes(len(chunk))})"
        where |= {r[0]: rows.conversation(r) for r in await db.read(sql, chunk)}
    return [(m, where[m.conversation]) for m in messages if m.conversation in where]


async def around(db: Database, message: Message) -> tuple[tuple[Message, ...], tuple[Message, ...], str, str]:
    """Return a waiting reply's parts, what the contact wrote before it, the contact's name, and the platform people see."""
    parts = [message]
    if message.first:
        sql = f"select {rows.MESSAGE} from message where first = $1 and first != 0 and delivery in ('held', 'queued') order by number"
        parts = [rows.message(r) for r in await db.read(sql, (message.first,))] or parts
    sql = f"select {rows.MESSAGE} from message where conversation = $1 and number < $2 order by number desc limit 30"
    before = [rows.message(r) for r in reversed(await db.read(sql, (message.conversation, message.number)))]
    sql = (
        "select k.name, h.name, h.platform, h.settings, h.active from conversation c join contact k on k.id = c.contact"
        " join channel h on h.name = c.channel where c.id = $1"
    )
    found = await db.read(sql, (message.conversation,))
    name, platform = (found[0][0] or "", rows.channel(found[0][1:]).shown_platform) if found else ("", "?")
    return tuple(parts), unanswered(before)[-SHOWN:], name, platform


class SigningStore:
    """The part of a store that knows what waits for a sign-off."""

    _db: Database

    async def waiting(self) -> list[tuple[Message, Conversation]]:
        """Return the first message of every reply that waits, oldest first."""
        return await waiting(self._db)

    async def around(self, message: Message) -> tuple[tuple[Message, ...], tuple[Message, ...], str, str]:
        """Return a waiting reply's parts, what it answers, the contact's name, and the platform."""
        return await around(self._db, message)

    async def guards(self) -> tuple[Guard, ...]:
        """Return all guards."""
        return await guards(self._db)

    async def risks(self) -> str:
        """Return the house's own risk rules."""
        return await risks(self._db)
