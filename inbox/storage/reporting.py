"""Reads the rows that the lead's report is made from: what is there now, and what was said and answered in a period."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inbox.domain.figures import Carried, Evidence, Kind, Put, Sent, Stuck, Wait
from inbox.domain.goals import Card
from inbox.domain.hours import Hours, allowed, of
from inbox.domain.incoming import Visibility
from inbox.domain.model import ARRIVED, AT_DEPARTMENT, PENDING, Department, Person, RequestState, State
from inbox.storage import rows, targets
from inbox.storage.database import Database, Reading, Rows
from inbox.storage.gaps import chunks, holes
from inbox.storage.listing import sight
from inbox.storage.reasons import read_cards
from inbox.storage.rows import Row
from inbox.storage.sending import UNSETTLED

Closings = dict[int, list[datetime]]
"""When conversations were closed, in order."""
Back = dict[int, list[tuple[datetime, datetime]]]
"""Which waits a closing had ended when the contact came back: since when they lasted, and since when they wait anew."""

_PENDING = "r.state in ('open', 'taken', 'answered', 'returned')"
_ENDS = "kind in ('Closed', 'ReplyApproved')"
_ELSEWHERE = (
    "(select min(i.at) from message i where i.conversation = m.conversation and i.number < m.number and i.direction = 'in'"
    " and i.automatic = 0 and i.number > coalesce((select max(o.number) from message o where o.conversation = m.conversation"
    " and o.number < m.number and o.direction = 'out'), 0))"
)
"""When a contact began to wait for what was said elsewhere: no reply of ours remembers it."""
_SAID = (
    f"m.id, m.conversation, c.channel, m.author, m.at, case when m.author = '' then {_ELSEWHERE} else m.since end,"
    " m.delivery, m.visibility, m.was, m.under, m.planned"
)
OUTAGE = timedelta(days=31)
"""How long after its moment a planned reply may leave and still be counted when it did."""
_LEFT = "m.direction = 'out' and m.automatic = 0 and m.part = 1 and m.delivery not in ('held', 'failed')"


class Reporting:
    """The part of a store that knows what a report is made from."""

    _db: Database

    async def evidence(self, person: Person, since: datetime, kinds: Collection[Kind]) -> Evidence:
        """Return the rows of what is there now, and of what happened since a moment, where a person reads; of some kinds.

        All is read as of one moment; it is made sense of beside the loop, because a large inbox has many rows.
        """
        async with self._db.snapshot() as db:
            ends = await _Ends.read(db, person, since) if Kind.ENDED in kinds else _Ends()
            open_ = await _carried(db, person) if {Kind.CARRIED, Kind.LASTING} & set(kinds) else []
            asleep = await _asleep(db, person) if Kind.LASTING in kinds else []
            stuck = await _stuck(db, person) if Kind.STUCK in kinds else ()
            usual = await _departments(db)
            put = [*await _pending(db, person), *await _answered(db, person, since)] if Kind.PUT in kinds else []

        def made() -> Evidence:
            waits, sent, titles = ends.made()
            carried = tuple(Carried(id, channel, owner, rows.moment(began)) for id, channel, owner, began in open_)
            if Kind.LASTING in kinds:
                waits += [Wait(c.conversation, c.channel, c.since) for c in carried if c.since is not None]
                waits += [Wait(id, channel, rows.when(began)) for id, channel, began in asleep]
            return Evidence(carried, stuck, tuple(waits), sent, tuple(_put(r, usual) for r in put), titles)

        return await asyncio.to_thread(made)


@dataclass(slots=True)
class _Ends:
    """What was said in a period, and what else ended a wait in it, as rows."""

    said: Sequence[Row] = ()
    left: Mapping[int, datetime] = field(default_factory=dict)
    closed: Closings = field(default_factory=dict)
    back: Back = field(default_factory=dict)
    dropped: Sequence[Row] = ()
    again: Sequence[Row] = ()
    hours: dict[str, Hours] = field(default_factory=dict)
    cards: Mapping[int, Card] = field(default_factory=dict)

    @staticmethod
    async def read(db: Reading, person: Person, since: datetime) -> _Ends:
        """Read what ended since a moment, where a person reads."""
        sql = f"select conversation, at, kind, body from feed where {_ENDS} and at > $1 order by at, number"
        closed, approved = await asyncio.to_thread(_ended, await db.read(sql, (rows.stamp(since),)))
        said = await _said(db, person, since, approved)
        begun = await _left(db, said)
        said, left = [r for r in said if r[10] is None or r[0] in begun], approved | begun
        back = await _came_back(db, list(dict.fromkeys([*closed, *(r[1] for r in said if not r[3])])))
        dropped = await _of(db, person, list(closed), "c.state = 'closed' and c.waiting_since is not null")
        again = await _of(db, person, [id for id in back if id in closed], "1 = 1")
        cards = {k.id: k for k in await read_cards(db, sorted({v for r in said for v in json.loads(r[9])}))}
        return _Ends(said, left, closed, back, dropped, again, await targets.hours(db), cards)

    def made(self) -> tuple[list[Wait], tuple[Sent, ...], tuple[tuple[str, str], ...]]:
        """Return the waits that ended, the replies, and the titles of the cards they were written under."""
        closed, back = self.closed, self.back
        waits, sent = _waits_and_replies(self.said, self.left, closed, back, self.hours, self.cards)
        waits += [Wait(id, channel, rows.when(began), closed[id][-1]) for id, channel, began in self.dropped]
        waits += [wait for id, channel, _ in self.again for wait in _ended_before(id, channel, closed[id], back[id])]
        return waits, sent, tuple({str(k.card): str(k.title) for k in self.cards.values()}.items())


def _ended(facts: Rows) -> tuple[Closings, dict[int, datetime]]:
    """Return when conversations were closed, in order, and when replies were signed off."""
    closed: Closings = defaultdict(list)
    approved = {}
    for conversation, at, kind, body in facts:
        if kind == "Closed":
            closed[conversation].append(rows.when(at))
        else:
            approved[int(json.loads(body)["message"])] = rows.when(at)
    return closed, approved


async def _said(db: Reading, person: Person, since: datetime, approved: Collection[int]) -> list[Row]:
    """Return what was said since a moment, and the replies that were signed off, or were to leave, since."""
    seen, args = sight(person, 2)
    found: dict[int, Row] = {}
    for behind, start in (("m.at > $1", since), ("m.planned is not null and m.planned > $1", since - OUTAGE)):
        sql = f"select {_SAID} from message m join conversation c on c.id = m.conversation where {_LEFT} and {behind} and {seen}"
        found |= {r[0]: r for r in await db.read(sql, [rows.stamp(start), *args])}
    for some in chunks([id for id in approved if id not in found]):
        seen, args = sight(person, len(some) + 1)
        sql = f"select {_SAID} from message m join conversation c on c.id = m.conversation where {_LEFT} and m.id in ({holes(len(some))}) and {seen}"
        found |= {r[0]: r for r in await db.read(sql, [*some, *args])}
    return list(found.values())


async def _left(db: Reading, said: Sequence[Row]) -> dict[int, datetime]:
    """Return when planned replies left; for whom they have not, the contact waits."""
    begun: dict[int, datetime] = {}
    for some in chunks(list(dict.fromkeys(r[1] for r in said if r[10] is not None))):
        sql = f"select at, body from feed where conversation in ({holes(len(some))}) and kind = 'SendBegun' order by number"
        begun |= {int(json.loads(body)["message"]): rows.when(at) for at, body in await db.read(sql, some)}
    return begun


async def _came_back(db: Reading, conversations: Sequence[int]) -> Back:
    """Return which waits a closing had ended when the contact came back: since when they lasted, and since when they wait anew."""
    found: Back = defaultdict(list)
    for some in chunks(conversations):
        sql = f"select conversation, body from feed where kind = 'WaitEnded' and conversation in ({holes(len(some))}) order by number"
        for conversation, body in await db.read(sql, some):
            fact = json.loads(body)
            found[conversation].append((rows.when(fact["since"]), rows.when(fact["again"])))
    return found


async def _of(db: Reading, person: Person, conversations: Sequence[int], so: str) -> list[Row]:
    """Return those of some conversations of which something is so: their ids, channels, and since when the contact waits."""
    found: list[Row] = []
    for some in chunks(conversations):
        seen, args = sight(person, len(some) + 1)
        sql = f"select c.id, c.channel, c.waiting_since from conversation c where c.id in ({holes(len(some))}) and {so} and {seen}"
        found += await db.read(sql, [*some, *args])
    return found


def _waits_and_replies(
    said: Sequence[Row],
    left: Mapping[int, datetime],
    closed: Closings,
    back: Back,
    hours: dict[str, Hours],
    cards: Mapping[int, Card],
) -> tuple[list[Wait], tuple[Sent, ...]]:
    """Return the waits that a reply ended, answered once it has arrived, and the replies that have.

    One that was held or planned counts from when it `left`. One that opened a closed conversation ended no wait: the closing had.
    """
    waits, sent = [], []
    for id, conversation, channel, author, written, waited, delivery, visibility, was, under, _ in said:
        at, arrived = left.get(id) or rows.when(written), delivery in ARRIVED
        if author and arrived:
            above = tuple(dict.fromkeys(str(cards[v].card) for v in json.loads(under) if v in cards))
            sent.append(Sent(conversation, channel, author, at, above))
        if waited is None:
            continue
        began = rows.when(waited)
        if was == State.CLOSED:
            ends = [end for end in closed.get(conversation, ()) if end <= at]
            waits += [Wait(conversation, channel, began, end) for end in ends[-1:]]
            continue
        if not author:
            began = max(
                (again for since, again in back.get(conversation, ()) if began <= since and again <= at), default=began
            )
        goal = allowed(of(hours, channel), Visibility(visibility), began)
        waits.append(Wait(conversation, channel, began, at, arrived, author, goal))
    return waits, tuple(sent)


def _ended_before(
    id: int, channel: str, closings: Sequence[datetime], back: Sequence[tuple[datetime, datetime]]
) -> Iterator[Wait]:
    """Yield the waits that closings ended of a contact who came back."""
    for since, again in back:
        ends = [end for end in closings if end <= again]
        if ends:
            yield Wait(id, channel, since, ends[-1])


async def _asleep(db: Reading, person: Person) -> Rows:
    """Return the waits that last although the conversation was put away."""
    seen, args = sight(person, 1)
    sql = f"select c.id, c.channel, c.waiting_since from conversation c where c.state = 'snoozed' and c.waiting_since is not null and {seen}"
    return await db.read(sql, args)


async def _carried(db: Reading, person: Person) -> Rows:
    seen, args = sight(person, 1)
    sql = f"select c.id, c.channel, coalesce(c.owner, ''), c.waiting_since from conversation c where c.state = 'open' and {seen}"
    return await db.read(sql, args)


async def _stuck(db: Reading, person: Person) -> tuple[Stuck, ...]:
    seen, args = sight(person, 1)
    sql = (
        "select distinct c.id, c.channel, coalesce(c.owner, ''), m.delivery from message m"
        f" join conversation c on c.id = m.conversation where m.{UNSETTLED} and m.delivery in ('held', 'unknown') and {seen}"
    )
    return tuple(Stuck(r[0], r[1], r[2], r[3] == "unknown") for r in await db.read(sql, args))


_PUT = "r.id, r.conversation, c.channel, coalesce(c.owner, ''), r.department, r.at, r.due, r.state"


async def _pending(db: Reading, person: Person) -> Rows:
    seen, args = sight(person, 1)
    sql = (
        f"select {_PUT}, null from request r join conversation c on c.id = r.conversation"
        f" where {_PENDING} and r.state != 'answered' and {seen}"
    )
    return await db.read(sql, args)


async def _answered(db: Reading, person: Person, since: datetime) -> list[Row]:
    """Return the requests whose answer stands: those accepted since a moment or later, and all that wait to be accepted.

    When an answer was given says the fact that gave it; it was never given after the request last changed. An answer that
    was known already is no department's work.
    """
    found: list[Row] = []
    for states, args in (
        (f"{_PENDING} and r.state = 'answered'", []),
        ("r.state = 'accepted' and r.changed_at > $1 and r.source = 0", [rows.stamp(since)]),
    ):
        seen, more = sight(person, len(args) + 1)
        sql = (
            f"select {_PUT}, f.at from request r join conversation c on c.id = r.conversation"
            f" left join feed f on f.number = r.version where {states} and {seen}"
        )
        found += await db.read(sql, [*args, *more])
    return found


async def _departments(db: Reading) -> dict[str, Department]:
    return {r[0]: rows.department(r) for r in await db.read(f"select {rows.DEPARTMENT} from department")}


def _put(r: Row, departments: dict[str, Department]) -> Put:
    state, target = RequestState(r[7]), (departments.get(r[4]) or Department("")).answers_in
    at, due, answered = rows.when(r[5]), rows.moment(r[6]), rows.moment(r[8])
    return Put(r[0], r[1], r[2], r[3], r[4], at, due, state in PENDING, state in AT_DEPARTMENT, answered, target)
