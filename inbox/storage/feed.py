"""Reads the feed: what happened, for whoever may see it, words sealed."""

from __future__ import annotations

from inbox.domain.events import Recorded
from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, reach
from inbox.storage import rows
from inbox.storage.listing import sight
from inbox.storage.sqlite import Database
from inbox.storage.unit import holes
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
