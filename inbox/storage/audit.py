"""Proves that nobody changed the inbox: the chain of facts is whole, and folding it gives what is stored.

Folding goes conversation by conversation in parts, so that a large inbox needs no more memory than a
small one. A text that was erased fits every fact; a text that was changed fits none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from inbox.domain.model import Words
from inbox.domain.picture import Picture
from inbox.domain.replay import apply
from inbox.errors import Damaged
from inbox.ports.desk import Verdict
from inbox.storage import rows
from inbox.storage.sqlite import Database, Reading
from inbox.storage.unit import holes, link

_CHUNK = 2000
_PART = 400
"""Conversations folded at once."""
_FACT = "number, at, by, conversation, kind, body"


async def verify(db: Database) -> Verdict:
    """Walk the chain, then hold what is stored against what the facts say."""
    async with db.snapshot() as then:
        ((last, head),) = await then.read("select feed, head from counter where one = 1")
        messages = (await then.read("select count(*) from message"))[0][0]
        conversations = (await then.read("select count(*) from conversation"))[0][0]
        number, why = await _chain(then, last, head)
        if why:
            return Verdict(False, number, messages, conversations, number + 1, why)
        try:
            wrong = await _differences(then)
        except Damaged as cause:
            wrong = str(cause)
    return Verdict(not wrong, number, messages, conversations, None, wrong)


async def _chain(db: Reading, last: int, head: str) -> tuple[int, str]:
    """Return the last number that fits, and what is wrong behind it."""
    before, number = "", 0
    while True:
        sql = f"select {_FACT}, hash from feed where number > $1 order by number limit {_CHUNK}"
        found = (
            await db.read(sql, (number,))
            if number
            else await db.read(f"select {_FACT}, hash from feed order by number limit {_CHUNK}")
        )
        for r in found:
            if r[0] != number + 1:
                return number, "a fact is missing"
            if link(before, *r[:6]) != r[6]:
                return number, "the chain breaks here"
            number, before = r[0], r[6]
        if not found:
            return number, "" if (number, before) == (last, head) else "the end of the chain is missing"


async def _differences(db: Reading) -> str:
    """Return the first noun that is not what the facts make it, "" if all are."""
    base = Picture()
    for r in await db.read(f"select {_FACT} from feed where conversation is null order by number"):
        apply(base, rows.recorded(r))
    async for ids in _parts(db):
        part = Picture(contacts=base.contacts, moves=base.moves)
        sql = f"select {_FACT} from feed where conversation in ({holes(len(ids))}) order by number"
        for r in await db.read(sql, ids):
            apply(part, rows.recorded(r))
        if wrong := _unlike(part, await _stored(db, ids), ("conversations", "messages", "notes", "drafts", "requests")):
            return wrong
    if strays := await _strays(db):
        return strays
    return _unlike(base, await _house(db), ("people", "departments", "channels", "contacts", "moves"))


async def _parts(db: Reading) -> AsyncIterator[Sequence[int]]:
    """Yield the ids of all conversations, of facts and of rows, in parts."""
    after = 0
    while True:
        sql = (
            "select id from (select id from conversation where id > $1 union"
            f" select conversation from feed where kind = 'ConversationOpened' and conversation > $1) order by id limit {_PART}"
        )
        found = [r[0] for r in await db.read(sql, (after,))]
        if not found:
            return
        yield found
        after = found[-1]


async def _stored(db: Reading, ids: Sequence[int]) -> Picture:
    """Read the nouns of some conversations."""
    picture, gaps = Picture(), holes(len(ids))
    for r in await db.read(f"select {rows.CONVERSATION} from conversation where id in ({gaps})", ids):
        picture.conversations[r[0]] = rows.conversation(r)
    for r in await db.read(f"select {rows.MESSAGE} from message where conversation in ({gaps})", ids):
        picture.messages[r[0]] = rows.message(r)
    for r in await db.read(f"select {rows.NOTE} from note where conversation in ({gaps})", ids):
        picture.notes[r[0]] = rows.note(r)
    for r in await db.read(f"select {rows.DRAFT} from draft where conversation in ({gaps})", ids):
        picture.drafts[r[0]] = rows.draft(r)
    for r in await db.read(f"select {rows.REQUEST} from request where conversation in ({gaps})", ids):
        remarks = await db.read(f"select {rows.REMARK} from remark where request = $1 order by n", (r[0],))
        picture.requests[r[0]] = rows.request(r, remarks)
    return picture


async def _strays(db: Reading) -> str:
    """Return a noun of a conversation that does not exist; no part would have shown it."""
    for table in ("message", "note", "draft", "request"):
        sql = f"select conversation from {table} where conversation not in (select id from conversation) limit 1"
        if found := await db.read(sql):
            return f"{table} of conversation {found[0][0]}, which does not exist"
    return ""


async def _house(db: Reading) -> Picture:
    """Read people, departments, channels, contacts and moves."""
    picture = Picture()
    for r in await db.read("select name, roles, departments, channels, active from person"):
        picture.people[r[0]] = rows.person(r)
    for r in await db.read("select name, minutes from department"):
        picture.departments[r[0]] = rows.department(r)
    for r in await db.read("select name, platform, settings, active from channel"):
        picture.channels[r[0]] = rows.channel(r)
    handles: dict[int, list[rows.Row]] = {}
    for r in await db.read("select kind, value, salt, contact from handle"):
        handles.setdefault(r[3], []).append(r)
    for r in await db.read("select id, name, name_salt from contact"):
        picture.contacts[r[0]] = rows.contact(r, handles.get(r[0], ()))
    for r in await db.read('select id, by, of, "to", conversations, undone from move'):
        picture.moves[r[0]] = rows.move(r)
    return picture


def _unlike(facts: Picture, kept: Picture, kinds: Iterable[str]) -> str:
    for kind in kinds:
        said, have = getattr(facts, kind), getattr(kept, kind)
        for key in sorted({*said, *have}, key=str):
            if key not in said or key not in have or not _same(said[key], have[key]):
                return f"{kind[:-1] if kind != 'people' else 'person'} {key} is not what the facts say"
    return ""


def _same(said: Any, kept: Any) -> bool:
    """Tell whether a stored value is what the facts say; previews are no facts, erased words fit all."""
    if isinstance(kept, Words):
        return isinstance(said, Words) and (kept.text is None or kept.commitment == said.commitment)
    if is_dataclass(kept) and type(kept) is type(said):
        names = [f.name for f in fields(kept) if f.name not in ("preview", "handles")]
        alike = all(_same(getattr(said, n), getattr(kept, n)) for n in names)
        return alike and len(getattr(said, "handles", ())) == len(getattr(kept, "handles", ())) and _handles(said, kept)
    if isinstance(kept, tuple) and isinstance(said, tuple):
        return len(kept) == len(said) and all(_same(a, b) for a, b in zip(said, kept, strict=True))
    return bool(said == kept)


def _handles(said: Any, kept: Any) -> bool:
    known = {(h.kind, h.value.commitment) for h in getattr(said, "handles", ())}
    return all(h.value.text is None or (h.kind, h.value.commitment) in known for h in getattr(kept, "handles", ()))
