"""Holds what is stored against what the facts say, part by part, so that a large inbox needs no more memory than a small one.

Facts carry commitments, not words. The words that are stored are laid beside their facts before these are folded,
so that what is made of words (a conversation's preview) is compared too.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from inbox.domain.events import ContactSeen, MessageEdited, MessageReceived, Recorded, ReplyRevised, ReplyWritten
from inbox.domain.model import Contact
from inbox.domain.picture import Picture
from inbox.domain.replay import apply
from inbox.domain.storm import Storm
from inbox.storage import abilities, cards, routine, rows, signing, stormy
from inbox.storage.database import Reading
from inbox.storage.gaps import holes

CHUNK = 2000
"""Facts, or contacts, read at once."""
PART = 400
"""Conversations folded at once, with …"""
MOST = 20_000
"""… at most so many facts, unless one alone has more."""
FACT = "number, at, by, conversation, kind, body"
_UNSEEN = "\0"
"""Stands for words that are stored nowhere any more, such as a reply's that was taken back and rewritten."""


async def difference(db: Reading) -> str:
    """Return the first noun that is not what the facts make it, "" if all are."""
    # A private file of SQLite's own, which it deletes: contacts are many, and their facts lie all over the feed.
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as seen:
        seen.execute(
            "create table seen (contact integer, number integer, at text, body text, primary key (contact, number)) without rowid"
        )
        house = await _fold_house(db, seen)
        if wrong := await _contacts(db, seen):
            return wrong
    after = 0
    while ids := await _part(db, after):
        if wrong := await _conversations(db, ids, house):
            return wrong
        after = ids[-1]
    for kind, kept in (await _house(db)).items():
        if wrong := _unlike(kind, getattr(house, kind), kept):
            return wrong
    storms = {r[0]: stormy.storm(r) for r in await db.read(f"select {stormy.STORM} from storm")}
    return _unlike("moves", _ordered(house.moves), _ordered(await _moves(db))) or _unlike(
        "storms", _gathered(house.storms), _gathered(storms)
    )


async def _fold_house(db: Reading, seen: sqlite3.Connection) -> Picture:
    """Fold what is about no conversation, and put what is about contacts aside."""
    house, number = Picture(), 0
    sql = f"select {FACT} from feed where conversation is null and number > $1 order by number limit {CHUNK}"
    while found := await db.read(sql, (number,)):
        aside = []
        for fact in map(rows.recorded, found):
            if isinstance(fact.event, ContactSeen):
                aside.append((fact.event.contact, fact.number))
            else:
                apply(house, fact)
        bodies = {r[0]: (r[1], r[5]) for r in found}
        seen.execute("begin")
        seen.executemany("insert into seen values (?, ?, ?, ?)", [(c, n, *bodies[n]) for c, n in aside])
        seen.execute("commit")
        number = found[-1][0]
    return house


async def _contacts(db: Reading, seen: sqlite3.Connection) -> str:
    after = 0
    while True:
        said = seen.execute(
            "select distinct contact from seen where contact > ? order by contact limit ?", (after, CHUNK)
        )
        kept = await db.read(f"select id from contact where id > $1 order by id limit {CHUNK}", (after,))
        ids = sorted({r[0] for r in (*said, *kept)})[:CHUNK]
        if not ids:
            return ""
        facts = Picture()
        sql = "select number, at, body from seen where contact > ? and contact <= ? order by contact, number"
        for number, at, body in seen.execute(sql, (after, ids[-1])):
            apply(facts, rows.recorded((number, at, None, None, "ContactSeen", body)))
        stored: dict[int, Contact] = {}
        handles: dict[int, list[rows.Row]] = {}
        for r in await db.read(
            "select kind, value, salt, contact from handle where contact > $1 and contact <= $2", (after, ids[-1])
        ):
            handles.setdefault(r[3], []).append(r)
        for r in await db.read("select id, name, name_salt from contact where id > $1 and id <= $2", (after, ids[-1])):
            stored[r[0]] = rows.contact(r, handles.get(r[0], ()))
        if wrong := _unlike("contacts", _handled(facts.contacts), _handled(stored)):
            return wrong
        after = ids[-1]


def _handled(contacts: dict[int, Contact]) -> dict[int, Contact]:
    """Return contacts with their handles in one order."""
    key = lambda h: (h.kind, h.value.commitment)  # noqa: E731 - a name for what is sorted by
    return {id: replace(c, handles=tuple(sorted(c.handles, key=key))) for id, c in contacts.items()}


async def _part(db: Reading, after: int) -> list[int]:
    """Return the next conversations by id, those of facts and those of rows."""
    sql = f"select conversation, count(*) from feed where conversation > $1 group by conversation order by conversation limit {PART}"
    said: dict[int, int] = {r[0]: r[1] for r in await db.read(sql, (after,))}
    kept = await db.read(f"select id from conversation where id > $1 order by id limit {PART}", (after,))
    ids: list[int] = []
    facts = 0
    for id in sorted({*said, *(r[0] for r in kept)})[:PART]:
        facts += said.get(id, 0)
        if ids and facts > MOST:
            break
        ids.append(id)
    return ids


async def _conversations(db: Reading, ids: Sequence[int], house: Picture) -> str:
    """Return what of some conversations is not as the facts say."""
    kept = await _stored(db, ids)
    said = [m.words for m in kept.messages.values()] + [d.words for d in kept.drafts.values()]
    texts = {words.commitment: words.text for words in said}
    part = Picture(moves=house.moves, storms=house.storms)
    sql = f"select {FACT} from feed where conversation in ({holes(len(ids))}) order by number"
    for r in await db.read(sql, ids):
        apply(part, _spoken(rows.recorded(r), texts))
    for id, conversation in part.conversations.items():
        if _UNSEEN in conversation.preview and id in kept.conversations:
            part.conversations[id] = replace(conversation, preview=kept.conversations[id].preview)
    for kind in (
        *("conversations", "messages", "notes", "drafts", "requests"),
        *("mentions", "told", "needs", "letters"),
    ):
        if wrong := _unlike(kind, getattr(part, kind), getattr(kept, kind)):
            return wrong
    turns = await db.read(f"select id, turn from conversation where id in ({holes(len(ids))})", ids)
    return next(
        (f"conversation {i} is not where it belongs" for i, turn in turns if turn != rows.turn(part.conversations[i])),
        "",
    )


def _spoken(fact: Recorded, texts: dict[str, str | None]) -> Recorded:
    """Lay the words beside a fact that was just read, if they are stored."""
    event = fact.event
    if isinstance(event, MessageReceived | MessageEdited | ReplyRevised | ReplyWritten):
        # These words are nobody else's yet; making new ones for each fact takes a fifth of the whole time.
        event.words.text = texts.get(event.words.commitment, _UNSEEN)
    return fact


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
    for r in await db.read(f"select {abilities.NEED} from need where conversation in ({gaps})", ids):
        picture.needs[r[0]] = abilities.by_hand(r)
    remarks: dict[int, list[rows.Row]] = {}
    sql = f"select {rows.REMARK} from remark where request in (select id from request where conversation in ({gaps})) order by request, n"
    for r in await db.read(sql, ids):
        remarks.setdefault(r[0], []).append(r)
    for r in await db.read(f"select {rows.REQUEST} from request where conversation in ({gaps})", ids):
        picture.requests[r[0]] = rows.request(r, remarks.get(r[0], ()))
    sql = f"select {rows.LETTER} from letter where request in (select id from request where conversation in ({gaps}))"
    for r in await db.read(sql, ids):
        picture.letters[r[0]] = rows.letter(r)
    picture.mentions = await routine.mentions_here(db, ids)
    picture.told = await routine.told_here(db, ids)
    return picture


async def _house(db: Reading) -> dict[str, dict[Any, Any]]:
    """Read people, departments, channels, which contacts are one person, guards and risk rules."""
    people = await db.read("select name, roles, departments, channels, active from person")
    departments = await db.read(f"select {rows.DEPARTMENT} from department")
    channels = await db.read("select name, platform, settings, active from channel")
    signed = Picture()
    await signing.load(db, signed)
    return {
        "people": {r[0]: rows.person(r) for r in people},
        "departments": {r[0]: rows.department(r) for r in departments},
        "channels": {r[0]: rows.channel(r) for r in channels},
        "tokens": {r[0]: rows.token(r) for r in await db.read(f"select {rows.TOKEN} from token")},
        "logins": {r[0]: rows.login(r) for r in await db.read(f"select {rows.LOGIN} from login")},
        "correspondents": {
            r[0]: rows.correspondent(r) for r in await db.read(f"select {rows.CORRESPONDENT} from correspondent")
        },
        "cards": {r[0]: cards.card(r) for r in await db.read(f"select {cards.CARD} from card")},
        "links": {r[0]: rows.link(r) for r in await db.read(f"select {rows.LINK} from link")},
        "freezes": {r[0]: stormy.freeze(r) for r in await db.read(f"select {stormy.FREEZE} from stop")},
        "watches": {r[0]: stormy.watch(r) for r in await db.read(f"select {stormy.WATCH} from storm_watch")},
        **await routine.nouns(db),
        "dismissals": {r[0]: rows.dismissal(r) for r in await db.read(f"select {rows.DISMISSAL} from dismissal")},
        **await abilities.house(db),
        "guards": signed.guards,
        "risks": signed.risks,
    }


async def _moves(db: Reading) -> dict[int, Any]:
    return {r[0]: rows.move(r) for r in await db.read(f"select {rows.MOVE} from move")}


def _ordered(moves: dict[int, Any]) -> dict[int, Any]:
    """Return moves with their conversations in one order: folded in parts, they come in another than they were moved in."""
    pairs = {id: sorted(zip(move.conversations, move.before, strict=True)) for id, move in moves.items()}
    return {
        id: replace(move, conversations=tuple(c for c, _ in pairs[id]), before=tuple(was for _, was in pairs[id]))
        for id, move in moves.items()
    }


def _gathered(storms: dict[int, Storm]) -> dict[int, Storm]:
    """Return storms with their conversations in one order, and without when they last grew, for the same reason."""
    return {id: replace(s, conversations=tuple(sorted(s.conversations)), last_at=s.at) for id, s in storms.items()}


def _unlike(kind: str, said: dict[Any, Any], kept: dict[Any, Any]) -> str:
    """Return the first noun that is not as the facts say. Words that are gone fit no fact: none says that they were erased."""
    if said == kept:
        return ""
    wrong: Iterable[Any] = (k for k in sorted({*said, *kept}, key=str) if said.get(k) != kept.get(k))
    return f"{kind[:-1] if kind != 'people' else 'person'} {next(iter(wrong))} is not what the facts say"
