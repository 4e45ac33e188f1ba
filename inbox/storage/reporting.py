"""Reads the rows that the lead's report is made from: what is there now, and what was said and answered in a period."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from inbox.domain.figures import Carried, Evidence, Put, Sent, Stuck, Wait
from inbox.domain.hours import allowed, of
from inbox.domain.incoming import Visibility
from inbox.domain.model import ARRIVED, AT_DEPARTMENT, PENDING, Department, Person, RequestState
from inbox.storage import rows, targets
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import chunks, holes
from inbox.storage.listing import sight
from inbox.storage.reasons import read_cards

_UNSETTLED = "delivery in ('held', 'queued', 'sending', 'unknown')"
_PENDING = "r.state in ('open', 'taken', 'answered', 'returned')"
_ENDS = "kind in ('Closed', 'ReplyApproved')"
_ELSEWHERE = (
    "(select min(i.at) from message i where i.conversation = m.conversation and i.number < m.number and i.direction = 'in'"
    " and i.automatic = 0 and i.number > coalesce((select max(o.number) from message o where o.conversation = m.conversation"
    " and o.number < m.number and o.direction = 'out'), 0))"
)
"""When a contact began to wait for what was said elsewhere: no reply of ours remembers it."""
_SAID = f"m.id, m.conversation, c.channel, m.author, m.at, case when m.author = '' then {_ELSEWHERE} else m.since end, m.delivery, m.visibility, m.under"
_LEFT = "m.direction = 'out' and m.automatic = 0 and m.part = 1 and m.delivery not in ('held', 'failed')"


class Reporting:
    """The part of a store that knows what a report is made from."""

    _db: Database

    async def evidence(self, person: Person, since: datetime, now: datetime) -> Evidence:
        """Return the rows of what is there now, and of what happened since a moment, where a person reads."""
        async with self._db.snapshot() as db:
            closed, approved = await _ends(db, since)
            waits, sent, titles = await _said(db, person, since, approved)
            return Evidence(
                await _carried(db, person),
                await _stuck(db, person),
                (*waits, *await _dropped(db, person, closed), *await _lasting(db, person)),
                sent,
                (*await _pending(db, person), *await _answered(db, person, since)),
                titles,
            )


async def _ends(db: Reading, since: datetime) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """Return when conversations were closed, and when replies were signed off, since a moment."""
    closed, approved = {}, {}
    sql = (
        f"select f.conversation, f.at, f.kind, f.body from feed f where f.{_ENDS} and f.at > $1 order by f.at, f.number"
    )
    for conversation, at, kind, body in await db.read(sql, (rows.stamp(since),)):
        if kind == "Closed":
            closed[conversation] = rows.when(at)
        else:
            approved[int(json.loads(body)["message"])] = rows.when(at)
    return closed, approved


async def _said(
    db: Reading, person: Person, since: datetime, approved: dict[int, datetime]
) -> tuple[list[Wait], tuple[Sent, ...], tuple[tuple[str, str], ...]]:
    """Return the waits that a reply ended, answered once it has arrived, the replies that have, and the titles of their cards.

    One that was held counts from when it was signed off.
    """
    seen, args = sight(person, 2)
    sql = f"select {_SAID} from message m join conversation c on c.id = m.conversation where {_LEFT} and m.at > $1 and {seen}"
    found = {r[0]: r for r in await db.read(sql, [rows.stamp(since), *args])}
    for some in chunks([id for id in approved if id not in found]):
        seen, args = sight(person, len(some) + 1)
        sql = f"select {_SAID} from message m join conversation c on c.id = m.conversation where {_LEFT} and m.id in ({holes(len(some))}) and {seen}"
        found |= {r[0]: r for r in await db.read(sql, [*some, *args])}
    waits, sent, kept = [], [], await targets.hours(db)
    known = {k.id: k for k in await read_cards(db, sorted({v for r in found.values() for v in json.loads(r[8])}))}
    for id, conversation, channel, author, said, waited, delivery, visibility, under in found.values():
        at, arrived = approved.get(id) or rows.when(said), delivery in ARRIVED
        if author and arrived:
            cards = tuple(dict.fromkeys(str(known[v].card) for v in json.loads(under) if v in known))
            sent.append(Sent(conversation, channel, author, at, cards))
        if waited is not None:
            began = rows.when(waited)
            goal = allowed(of(kept, channel), Visibility(visibility), began)
            waits.append(Wait(conversation, channel, began, at, arrived, author, goal))
    return waits, tuple(sent), tuple({str(k.card): str(k.title) for k in known.values()}.items())


async def _dropped(db: Reading, person: Person, closed: dict[int, datetime]) -> list[Wait]:
    """Return the waits that ended because the conversation was closed."""
    found = []
    for some in chunks(list(closed)):
        seen, args = sight(person, len(some) + 1)
        sql = (
            "select c.id, c.channel, c.waiting_since from conversation c"
            f" where c.id in ({holes(len(some))}) and c.state = 'closed' and c.waiting_since is not null and {seen}"
        )
        found += [Wait(r[0], r[1], rows.when(r[2]), closed[r[0]]) for r in await db.read(sql, [*some, *args])]
    return found


async def _lasting(db: Reading, person: Person) -> list[Wait]:
    """Return the waits that last, also where the conversation is asleep."""
    seen, args = sight(person, 1)
    sql = f"select c.id, c.channel, c.waiting_since from conversation c where c.waiting_since is not null and c.state != 'closed' and {seen}"
    return [Wait(r[0], r[1], rows.when(r[2])) for r in await db.read(sql, args)]


async def _carried(db: Reading, person: Person) -> tuple[Carried, ...]:
    seen, args = sight(person, 1)
    sql = f"select c.id, c.channel, coalesce(c.owner, ''), c.waiting_since from conversation c where c.state = 'open' and {seen}"
    return tuple(Carried(r[0], r[1], r[2], rows.moment(r[3])) for r in await db.read(sql, args))


async def _stuck(db: Reading, person: Person) -> tuple[Stuck, ...]:
    seen, args = sight(person, 1)
    sql = (
        "select distinct c.id, c.channel, coalesce(c.owner, ''), m.delivery from message m"
        f" join conversation c on c.id = m.conversation where m.{_UNSETTLED} and m.delivery in ('held', 'unknown') and {seen}"
    )
    return tuple(Stuck(r[0], r[1], r[2], r[3] == "unknown") for r in await db.read(sql, args))


_PUT = "r.id, r.conversation, c.channel, coalesce(c.owner, ''), r.department, r.at, r.due, r.state"


async def _pending(db: Reading, person: Person) -> list[Put]:
    seen, args = sight(person, 1)
    sql = (
        f"select {_PUT} from request r join conversation c on c.id = r.conversation"
        f" where {_PENDING} and r.state != 'answered' and {seen}"
    )
    usual = await _departments(db)
    return [_put(r, None, usual) for r in await db.read(sql, args)]


async def _answered(db: Reading, person: Person, since: datetime) -> list[Put]:
    """Return the requests whose answer stands: those accepted since a moment or later, and all that wait to be accepted.

    When an answer was given says the fact that gave it; it was never given after the request last changed.
    """
    usual, found = await _departments(db), []
    for states, args in (
        (f"{_PENDING} and r.state = 'answered'", []),
        ("r.state = 'accepted' and r.changed_at > $1", [rows.stamp(since)]),
    ):
        seen, more = sight(person, len(args) + 1)
        sql = (
            f"select {_PUT}, f.at from request r join conversation c on c.id = r.conversation"
            f" left join feed f on f.number = r.version where {states} and {seen}"
        )
        found += [_put(r, rows.moment(r[8]), usual) for r in await db.read(sql, [*args, *more])]
    return found


async def _departments(db: Reading) -> dict[str, Department]:
    return {r[0]: rows.department(r) for r in await db.read(f"select {rows.DEPARTMENT} from department")}


def _put(r: tuple[Any, ...], answered: datetime | None, departments: dict[str, Department]) -> Put:
    state, target = RequestState(r[7]), (departments.get(r[4]) or Department("")).answers_in
    at, due = rows.when(r[5]), rows.moment(r[6])
    return Put(r[0], r[1], r[2], r[3], r[4], at, due, state in PENDING, state in AT_DEPARTMENT, answered, target)
