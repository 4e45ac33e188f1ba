"""Reads the feed, and proves that nobody changed it: chain, words against their commitments, invariants."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from inbox.domain import events as e
from inbox.domain.events import Recorded
from inbox.domain.model import Person, Words
from inbox.domain.people import Act, Reach, reach
from inbox.errors import Damaged
from inbox.ports.desk import Verdict
from inbox.storage import rows
from inbox.storage.listing import sight
from inbox.storage.sqlite import Database
from inbox.storage.unit import holes, link
from inbox.wire import event_from_json

_CHUNK = 2000


def recorded(r: rows.Row) -> Recorded:
    """Read a fact: number, at, by, conversation, kind, body."""
    return Recorded(r[0], rows.when(r[1]), r[2], r[3], event_from_json(r[4], r[5]))


async def feed(db: Database, person: Person, after: int, limit: int) -> list[Recorded]:
    """Return facts about what a person may see, words sealed.

    Admins and auditors see all of them (they hold no words); others what is about readable
    conversations, about requests to their departments, and about the house itself.
    """
    args: list[object] = [after]
    if reach(person, Act.FEED) is Reach.ALL and not person.channels:
        where = "1 = 1"
    else:
        seen, more = sight(person, 2)
        args += more
        where = (
            f"(f.conversation is null or exists (select 1 from conversation c where c.id = f.conversation and {seen})"
        )
        if person.departments:
            names = sorted(person.departments)
            gaps = holes(len(names), len(args) + 1)
            args += names
            where += f" or exists (select 1 from request r where r.conversation = f.conversation and r.department in ({gaps}))"
        where += ")"
    sql = f"select f.number, f.at, f.by, f.conversation, f.kind, f.body from feed f where f.number > $1 and {where} order by f.number limit {int(limit)}"
    return [recorded(r) for r in await db.read(sql, args)]


async def between(db: Database, first: int, last: int) -> list[Recorded]:
    """Return the facts with these numbers, whoever may see them."""
    sql = "select number, at, by, conversation, kind, body from feed where number between $1 and $2 order by number"
    return [recorded(r) for r in await db.read(sql, (first, last))]


async def _chunks(db: Database) -> AsyncIterator[list[rows.Row]]:
    after = 0
    while True:
        sql = f"select number, at, by, conversation, kind, body, hash from feed where number > $1 order by number limit {_CHUNK}"
        found = await db.read(sql, (after,))
        if not found:
            return
        yield found
        after = found[-1][0]


async def verify(db: Database) -> Verdict:
    """Walk the chain and hold every text against what its fact committed to."""
    async with db.snapshot():
        ((last, head),) = await db.read("select feed, head from counter where one = 1")
        messages = (await db.read("select count(*) from message"))[0][0]
        conversations = (await db.read("select count(*) from conversation"))[0][0]
        before, number = "", 0
        async for chunk in _chunks(db):
            for r in chunk:
                if r[0] != number + 1:
                    return Verdict(False, number, messages, conversations, number + 1, "a fact is missing")
                number = r[0]
                if link(before, *r[:6]) != r[6]:
                    return Verdict(False, number, messages, conversations, number, "the chain breaks here")
                before = r[6]
            try:
                bad = await _broken_words(db, [recorded(r[:6]) for r in chunk])
            except Damaged as cause:
                return Verdict(False, number, messages, conversations, chunk[0][0], str(cause))
            if bad:
                return Verdict(
                    False, number, messages, conversations, bad, "the stored words are not those of the fact"
                )
        if (number, before) != (last, head):
            return Verdict(False, number, messages, conversations, last, "the end of the chain is missing")
        wrong = await _invariants(db)
    return Verdict(not wrong, number, messages, conversations, None, wrong)


async def _broken_words(db: Database, facts: Sequence[Recorded]) -> int | None:
    """Return the number of the first fact whose words are not the stored ones; later edits win."""
    wanted: dict[tuple[str, int], tuple[int, Words]] = {}
    for fact in facts:
        match fact.event:
            case e.MessageReceived(id=id, words=words) | e.ReplyWritten(id=id, words=words):
                wanted["message", id] = fact.number, words
            case e.NoteWritten(id=id, words=words):
                wanted["note", id] = fact.number, words
            case e.Asked(id=id, question=words):
                wanted["request", id] = fact.number, words
    for table, column in (("message", "text"), ("note", "text"), ("request", "question")):
        ids = [id for kind, id in wanted if kind == table]
        salt = "salt" if column == "text" else "question_salt"
        free = " and edited = 0" if table == "message" else ""
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            sql = f"select id, {column}, {salt} from {table} where id in ({holes(len(part))}){free}"
            for id, text, salted in await db.read(sql, part):
                number, words = wanted[table, id]
                if text is not None and Words(text, salted).commitment != words.commitment:
                    return number
    return None


_INVARIANTS = (
    ("a conversation without a message", "select id from conversation where not exists (select 1 from message where message.conversation = conversation.id) and last_number = 0 limit 1"),
    ("a message without a conversation", "select id from message where not exists (select 1 from conversation where conversation.id = message.conversation) limit 1"),
    ("a message number beyond its conversation's count", "select m.id from message m join conversation c on c.id = m.conversation where m.number > c.last_number limit 1"),
    ("an owner who does not exist", "select id from conversation where owner is not null and owner not in (select name from person) limit 1"),
    ("a reply with an answer that was not accepted", "select id from message where answers != '[]' and exists (select 1 from request r where r.conversation = message.conversation and r.state not in ('accepted') and instr(',' || replace(replace(replace(message.answers, '[', ''), ']', ''), ' ', '') || ',', ',' || r.id || ',') > 0) limit 1"),
)  # fmt: skip


async def _invariants(db: Database) -> str:
    for what, sql in _INVARIANTS:
        if found := await db.read(sql):
            return f"{what} ({found[0][0]})"
    return ""
