"""Proves that nobody changed the inbox: the chain of facts is whole, and folding it gives what is stored.

What no fact says is not proven: raw payloads, cursors, what is set aside. Of the full-text index only is looked at
whether every text is in it; of the dedupe keys, whether there is one for each message that came in.
"""

from __future__ import annotations

import hashlib
import json

from inbox.domain.resemblance import own
from inbox.errors import Damaged
from inbox.ports.desk import Verdict
from inbox.storage.contacts import read_contacts
from inbox.storage.database import Database, Reading
from inbox.storage.tally import CHUNK, FACT, difference
from inbox.storage.unit import link

PART = 400
"""Contacts looked at at once."""


async def verify(db: Database, known: tuple[int, str] | None = None) -> Verdict:
    """Walk the chain, see that a fact `known` from elsewhere is in it, then hold what is stored against what the facts say."""
    async with db.snapshot() as then:
        ((last, head),) = await then.read("select feed, head from counter where one = 1")
        messages = (await then.read("select count(*) from message"))[0][0]
        conversations = (await then.read("select count(*) from conversation"))[0][0]
        number, received, why = await _chain(then, last, head)
        if why:
            return Verdict(False, number, messages, conversations, number + 1, why, head)
        if known is not None and (why := await _other(then, *known)):
            return Verdict(False, number, messages, conversations, known[0], why, head)
        try:
            wrong = (
                await difference(then)
                or await _strays(then)
                or await _unfound(then)
                or await _untraced(then)
                or await _unenclosed(then)
                or await _unknown(then, received)
            )
        except Damaged as cause:
            wrong = str(cause)
    return Verdict(not wrong, number, messages, conversations, None, wrong, head)


async def _other(db: Reading, number: int, hash: str) -> str:
    """Return why a chain that is whole is not the one of which this fact was kept elsewhere; "" where it is."""
    found = await db.read("select hash from feed where number = $1", (number,))
    if not found:
        return "the facts end before the one that you know"
    return "" if found[0][0] == hash else "it is not the fact that you know: the chain was made anew"


async def _chain(db: Reading, last: int, head: str) -> tuple[int, int, str]:
    """Return the last number that fits, how many messages came in so far, and what is wrong behind it."""
    before, number, received = "", 0, 0
    while True:
        sql = f"select {FACT}, hash from feed where number > $1 order by number limit {CHUNK}"
        found = (
            await db.read(sql, (number,))
            if number
            else await db.read(f"select {FACT}, hash from feed order by number limit {CHUNK}")
        )
        for r in found:
            if r[0] != number + 1:
                return number, received, "a fact is missing"
            if link(before, *r[:6]) != r[6]:
                return number, received, "the chain breaks here"
            number, before = r[0], r[6]
            received += r[4] == "MessageReceived"
        if not found:
            return number, received, "" if (number, before) == (last, head) else "the end of the chain is missing"


async def _strays(db: Reading) -> str:
    """Return a noun of a conversation that does not exist; no part would have shown it."""
    for table in ("message", "note", "draft", "request", "need"):
        sql = f"select conversation from {table} where conversation not in (select id from conversation) limit 1"
        if found := await db.read(sql):
            return f"{table} of conversation {found[0][0]}, which does not exist"
    return ""


async def _unfound(db: Reading) -> str:
    """Return a text that the full-text index lacks, or has though there is none."""
    for table in ("message", "note", "request", "contact"):
        index = f"found_{table}" + ("_docsize" if db.dialect == "sqlite" else "")
        for here, there in ((table, index), (index, table)):
            sql = f"select id from {here} h where not exists (select 1 from {there} t where t.id = h.id) limit 1"
            if found := await db.read(sql):
                return f"the words of {table} {found[0][0]} are not in the index as they should be"
    return ""


async def _untraced(db: Reading) -> str:
    """Return a contact that would not be recognised as its handles say, or a trace of a message that is not there."""
    after = 0
    while ids := [
        r[0] for r in await db.read(f"select id from contact where id > $1 order by id limit {PART}", (after,))
    ]:
        wanted = {(t.contact, t.key) for contact in await read_contacts(db, ids) for t in own(contact)}
        sql = "select contact, key from trace where contact > $1 and contact <= $2 and message = 0"
        kept = {(r[0], r[1]) for r in await db.read(sql, (after, ids[-1]))}
        if wrong := wanted ^ kept:
            return f"the traces of contact {min(wrong)[0]} are not as they should be"
        after = ids[-1]
    sql = "select message from trace t where message > 0 and not exists (select 1 from message m where m.id = t.message) limit 1"
    found = await db.read(sql)
    return f"traces of message {found[0][0]}, which does not exist" if found else ""


async def _unenclosed(db: Reading) -> str:
    """Return a reply whose files are not the ones that its fact names, or files of a reply that is not there."""
    sql = "select message from enclosure e where not exists (select 1 from message m where m.id = e.message) limit 1"
    if found := await db.read(sql):
        return f"files of reply {found[0][0]}, which does not exist"
    after = 0
    sql = f"select id, files from message where id > $1 and author != '' and files is not null order by id limit {PART}"
    while replies := await db.read(sql, (after,)):
        for after, files in replies:
            for n, file in enumerate(json.loads(files or "[]")):
                kept = await db.read("select content from enclosure where message = $1 and n = $2", (after, n))
                if not kept or file["url"] != f"sha256:{hashlib.sha256(kept[0][0]).hexdigest()}":
                    return f"file {n + 1} of reply {after} is not the one that was enclosed"
    return ""


async def _unknown(db: Reading, received: int) -> str:
    """Tell whether dedupe keys are missing: each message that came in left one."""
    known = (await db.read("select count(*) from known"))[0][0]
    return "dedupe keys are missing" if known < received else ""
