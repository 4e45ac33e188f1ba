"""Reads the feed: what happened, for whoever may see it, words sealed."""

from __future__ import annotations

import json

from inbox.domain.events import Recorded
from inbox.domain.model import Person, Role
from inbox.domain.people import Act, Reach, reach
from inbox.storage import rows
from inbox.storage.database import Database
from inbox.storage.gaps import holes
from inbox.storage.listing import literal, sight

_ACCESS = "('TokenMade', 'TokenRevoked', 'PasswordSet', 'LoginSet')"
_LEVELS = "('AbilitySet', 'AbilityContested')"
_GUARDS = "('GuardSet', 'GuardCounted')"
_LINKS = "('ContactsLinked', 'ContactsUnlinked', 'LinkDismissed')"


async def feed(db: Database, person: Person, after: int, limit: int) -> list[Recorded]:
    """Return facts about what a person may see, words sealed.

    Admins and auditors see all of them (they hold no words); others what is about readable
    conversations, about requests to their departments, and about the house itself, without channels that are
    not theirs. Who comes in how is for admins and auditors; how freely somebody
    speaks for them, and for leads of all channels.
    What level somebody has is for leads, admins and auditors.
    """
    args: list[object] = [after]
    where = "1 = 1"
    if reach(person, Act.FEED) is not Reach.ALL or person.channels:
        house, more = _house(person, 2)
        args += more
        seen, more = sight(person, len(args) + 1)
        args += more
        asked, more = _asked(person, len(args) + 1)
        args += more
        # Counted, because PostgreSQL would read all conversations once for an `exists` beside an `or`.
        readable = f"(select count(*) from conversation c where c.id = f.conversation and {seen}) > 0"
        where = f"(f.conversation is null and {house} or {readable} or {asked})"
    if not person.roles & {Role.ADMIN, Role.AUDITOR}:
        where = f"{where} and f.kind not in {_ACCESS}"
        if person.channels or reach(person, Act.GUARD) is Reach.NONE:
            where = f"{where} and f.kind not in {_GUARDS}"
    if not person.roles & {Role.LEAD, Role.ADMIN, Role.AUDITOR}:
        where = f"{where} and f.kind not in {_LEVELS}"
    sql = f"select f.number, f.at, f.by, f.conversation, f.kind, f.body from feed f where f.number > $1 and {where} order by f.number limit {int(limit)}"
    return [rows.recorded(r) for r in await db.read(sql, args)]


def _house(person: Person, start: int) -> tuple[str, list[object]]:
    """Which facts about the house itself a person may see: all but those about channels that are not theirs.

    Whoever does not read everything may not learn either which contacts are one person: one of them may be foreign.
    """
    if not person.channels:
        return ("1 = 1" if reach(person, Act.READ) is Reach.ALL else f"f.kind not in {_LINKS}"), []
    args: list[object] = [
        f'%"name":{literal(json.dumps(name, ensure_ascii=False))}%' for name in sorted(person.channels)
    ]
    own = " or ".join(f"f.body like ${n} escape '\\'" for n in range(start, start + len(args)))
    return f"(f.kind not in ('ChannelSet', 'ChannelRemoved') or {own}) and f.kind not in {_LINKS}", args


def _asked(person: Person, start: int) -> tuple[str, list[object]]:
    """Which facts a person sees because they are about requests to their departments."""
    if reach(person, Act.ANSWER) is Reach.NONE or not person.departments:
        return "1 = 0", []
    names = sorted(person.departments)
    # The number of a request stands first in a body: `{"id":7,…` where it is asked, `{"request":7…` afterwards.
    about = " or ".join(
        (
            "f.kind = 'Asked' and f.body like '{\"id\":' || r.id || ',%'",
            *(f"f.body like '{{\"request\":' || r.id || '{end}'" for end in (",%", "}%")),
        )
    )
    how = f"(select count(*) from request r where r.conversation = f.conversation and r.department in ({holes(len(names), start)}) and ({about})) > 0"
    return how, list(names)


async def between(db: Database, first: int, last: int) -> list[Recorded]:
    """Return the facts with these numbers, whoever may see them."""
    return [rows.recorded(r) for r in await db.read(rows.BETWEEN, (first, last))]
