"""Reads the feed: what happened, for whoever may see it, words sealed."""

from __future__ import annotations

from inbox.domain.events import Recorded
from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, reach
from inbox.storage import rows
from inbox.storage.listing import sight
from inbox.storage.sqlite import Database
from inbox.storage.unit import holes


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
    return [rows.recorded(r) for r in await db.read(sql, args)]


async def between(db: Database, first: int, last: int) -> list[Recorded]:
    """Return the facts with these numbers, whoever may see them."""
    return [rows.recorded(r) for r in await db.read(rows.BETWEEN, (first, last))]
