"""Reads who a contact is: handles, links, conversations on all channels, and who else they may be.

Somebody sees a contact by a conversation they may read. Links to contacts they do not see, and messages they may not
read, are not there for them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inbox.domain.model import Contact, Link, Person
from inbox.domain.resemblance import COMMON, Suggestion, Trace, connected, suggestions
from inbox.errors import NotFound
from inbox.ports.desk import Across, Portrait, Row, Suggested
from inbox.storage import rows
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import holes
from inbox.storage.listing import from_cursor, read_rows, sight, to_cursor

MOST = 200
"""Contacts one person may be known as, conversations shown of them, and traces looked at."""
SUGGESTED = 5
"""Suggestions made at once."""


async def portrait(db: Database, person: Person, id: int) -> Portrait:
    """Return a contact, by its own id or one of its conversations', as a person. Raises: NotFound."""
    async with db.snapshot() as then:
        contact = await _resolved(then, person, id)
        group, links = await _group(then, contact)
        seen = await _visible(then, person, group)
        conversations = await _conversations(then, person, seen)
        suggested = await _suggested(then, person, group, seen)
        contacts = await read_contacts(then, [contact, *sorted(seen - {contact})])
    shown = tuple(link for link in links if link.a in seen and link.b in seen)
    return Portrait(tuple(contacts), shown, tuple(conversations), suggested)


async def across(db: Database, person: Person, id: int, limit: int, before: str) -> Across:
    """Return what was said with a contact on all channels, newest last. Raises: NotFound, BadInput."""
    async with db.snapshot() as then:
        contact = await _resolved(then, person, id)
        seen = await _visible(then, person, (await _group(then, contact))[0])
        conversations = await _conversations(then, person, seen)
        ids = [row.conversation.id for row in conversations]
        where, args = f"conversation in ({holes(len(ids))})", list[object](ids)
        if before:
            args += from_cursor(before, str, int)
            where += f" and (at, id) < (${len(args) - 1}, ${len(args)})"
        sql = f"select id, at from message where {where} order by at desc, id desc limit {int(limit) + 1}"
        found = await then.read(sql, args)
        chosen = [r[0] for r in found[:limit]]
        sql = f"select {rows.MESSAGE} from message where id in ({holes(len(chosen))})"
        messages = sorted(map(rows.message, await then.read(sql, chosen)), key=lambda m: (m.at, m.id))
    older = to_cursor(found[limit - 1][1], found[limit - 1][0]) if len(found) > limit else None
    return Across(tuple(conversations), tuple(messages), older)


async def _resolved(db: Reading, person: Person, id: int) -> int:
    """Return the contact with an id, or whose conversation has it; ids are of one sequence."""
    seen, args = sight(person, 2)
    sql = f"select c.contact from conversation c where (c.id = $1 or c.contact = $1) and {seen} limit 1"
    found = await db.read(sql, [id, *args])
    if not found:
        raise NotFound("There is no contact {id} here for you.", id=id)
    return int(found[0][0])


async def _group(db: Reading, contact: int) -> tuple[frozenset[int], list[Link]]:
    """Return everybody linked with a contact, directly or through others, and the links."""
    links: dict[int, Link] = {}
    group, new = frozenset({contact}), [contact]
    while new and len(group) < MOST:
        gaps = holes(len(new))
        for r in await db.read(f"select {rows.LINK} from link where a in ({gaps}) or b in ({gaps})", new):
            links[r[0]] = rows.link(r)
        joined = connected(contact, [(link.a, link.b) for link in links.values()])
        group, new = joined, sorted(joined - group)
    return group, sorted(links.values(), key=lambda link: link.id)


async def _visible(db: Reading, person: Person, contacts: Collection[int]) -> frozenset[int]:
    """Return those contacts with whom the person may read a conversation."""
    ids = sorted(contacts)
    seen, args = sight(person, len(ids) + 1)
    sql = f"select distinct c.contact from conversation c where c.contact in ({holes(len(ids))}) and {seen}"
    return frozenset(r[0] for r in await db.read(sql, [*ids, *args]))


async def _conversations(db: Reading, person: Person, contacts: Collection[int]) -> list[Row]:
    """Return the readable conversations of contacts, latest first."""
    ids = sorted(contacts)
    seen, args = sight(person, len(ids) + 1)
    sql = (
        f"select c.id from conversation c where c.contact in ({holes(len(ids))}) and {seen}"
        f" order by c.last_at || '' desc, c.id + 0 desc limit {MOST}"
    )
    return await read_rows(db, person, [r[0] for r in await db.read(sql, [*ids, *args])])


async def read_contacts(db: Reading, ids: Sequence[int]) -> list[Contact]:
    """Return contacts with their handles, in the order asked for."""
    handles: dict[int, list[rows.Row]] = {}
    gaps = holes(len(ids))
    sql = f"select kind, value, salt, contact from handle where contact in ({gaps}) order by kind, value"
    for r in await db.read(sql, ids):
        handles.setdefault(r[3], []).append(r)
    sql = f"select id, name, name_salt from contact where id in ({gaps})"
    found = {r[0]: rows.contact(r, handles.get(r[0], ())) for r in await db.read(sql, ids)}
    return [found[id] for id in ids if id in found]


async def _suggested(db: Reading, person: Person, group: frozenset[int], seen: frozenset[int]) -> tuple[Suggested, ...]:
    """Return who else a person may be, as far as the asker may know; nobody who was turned down."""
    mine = await _traces(db, person, seen)
    theirs = await _alike(db, person, group, mine)
    if not theirs:
        return ()
    visible = await _visible(db, person, {t.contact for t in theirs})
    turned_down = await _turned_down(db, group)
    made = [
        s
        for s in suggestions(mine, [t for t in theirs if t.contact in visible])
        if (min(s.contact, s.other), max(s.contact, s.other)) not in turned_down
    ]
    return tuple([found for s in made[:SUGGESTED] if (found := await _shown(db, person, s)) is not None])


async def _shown(db: Reading, person: Person, suggestion: Suggestion) -> Suggested | None:
    latest = await _conversations(db, person, [suggestion.other])
    return Suggested(suggestion, latest[0]) if latest else None


def _readable(person: Person, start: int) -> tuple[str, list[object]]:
    """Which traces (rows `t`) a person may know of: a contact's own, and what stands in a readable message."""
    seen, args = sight(person, start)
    how = f"exists (select 1 from message m join conversation c on c.id = m.conversation where m.id = t.message and {seen})"
    return f"(t.message = 0 or {how})", args


async def _traces(db: Reading, person: Person, contacts: Collection[int]) -> list[Trace]:
    """Return the traces of contacts: their own, and the latest they wrote."""
    ids = sorted(contacts)
    readable, args = _readable(person, len(ids) + 1)
    columns = f"select t.key, t.shown, t.contact, t.message from trace t where t.contact in ({holes(len(ids))})"
    found = await db.read(f"{columns} and t.message = 0", ids)
    sql = f"{columns} and t.message > 0 and {readable} order by t.message desc limit {MOST}"
    return [Trace(*r) for r in (*found, *await db.read(sql, [*ids, *args]))]


async def _alike(db: Reading, person: Person, group: frozenset[int], mine: Sequence[Trace]) -> list[Trace]:
    """Return other contacts' traces with the same keys: everybody's own, and what was written of mine."""
    columns = "select t.key, t.shown, t.contact, t.message from trace t where"
    found: list[rows.Row] = []
    if keys := list(dict.fromkeys(t.key for t in mine if not _is_name(t))):
        found += await db.read(f"{columns} t.key in ({holes(len(keys))}) and t.message = 0 limit {5 * MOST}", keys)
    few = COMMON + 1 + len(group)
    readable, args = _readable(person, 2)
    for key, is_name in dict.fromkeys((t.key, _is_name(t)) for t in mine if not t.message):
        if is_name:
            # A name may be everybody's: no more are read than show that it says nothing.
            found += await db.read(f"{columns} t.key = $1 and t.message = 0 limit {few}", (key,))
        else:
            sql = f"{columns} t.key = $1 and t.message > 0 and {readable} order by t.message desc limit {MOST}"
            found += await db.read(sql, [key, *args])
    return [trace for r in found if (trace := Trace(*r)).contact not in group]


def _is_name(trace: Trace) -> bool:
    return trace.key.startswith("name:")


async def _turned_down(db: Reading, contacts: Collection[int]) -> set[tuple[int, int]]:
    ids = sorted(contacts)
    gaps = holes(len(ids))
    return {
        (r[0], r[1]) for r in await db.read(f"select a, b from dismissal where a in ({gaps}) or b in ({gaps})", ids)
    }
