"""Reads the lists: views of conversations, their counts, who carries how much.

Every list is a keyset page over a partial index; what a row needs from other tables is read for the
rows of the page only. A person sees their own channels: one predicate for list and single row.
"""

from __future__ import annotations

import base64
import binascii
import json
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from inbox.domain.hours import Hours, of, target
from inbox.domain.model import AT_DEPARTMENT, PENDING, Delivery, Person, Request, State
from inbox.domain.people import Act, Reach, reach
from inbox.domain.urgency import ball, due, since
from inbox.domain.views import ME, NOBODY, Filter
from inbox.errors import BadInput
from inbox.ports.desk import Counts, Load, Row, View
from inbox.ports.page import Page
from inbox.storage import rows, targets
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import holes

_PENDING = "('open', 'taken', 'answered', 'returned')"
_UNSETTLED = "('held', 'queued', 'sending', 'unknown')"

WHERE = {
    View.MINE: "c.state = 'open' and c.owner = $1",
    View.UNOWNED: "c.state = 'open' and c.owner is null and $1 != ''",
    View.WAITING: "c.state = 'open' and c.turn < '~' and $1 != ''",
    View.SNOOZED: "c.state = 'snoozed' and $1 != ''",
    View.REQUESTS: f"c.id in (select conversation from request where state in {_PENDING}) and $1 != ''",
    View.HELD: f"c.id in (select conversation from message where delivery in {_UNSETTLED} and delivery = 'held') and $1 != ''",
    View.UNKNOWN: f"c.id in (select conversation from message where delivery in {_UNSETTLED} and delivery = 'unknown') and $1 != ''",
    View.ALL: "$1 != ''",
}
"""What belongs into a view; $1 is the person's name in all of them, so that one text serves.

A delivery is named twice, because SQLite uses a partial index only where its own condition stands in the query.
"""

ORDER = {
    View.MINE: ("turn", "asc"),
    View.UNOWNED: ("turn", "asc"),
    View.WAITING: ("turn", "asc"),
    View.SNOOZED: ("snoozed_until", "asc"),
}
LATEST = ("last_at", "desc")
_NEWEST = "select o.delivery from message o where o.conversation = c.id and o.direction = 'out' order by o.number desc limit 1"
"""What became of a conversation's newest outgoing message."""


def sight(person: Person, start: int) -> tuple[str, list[object]]:
    """Return the predicate for what a person may read, and its arguments from `$start` on."""
    if reach(person, Act.READ) is not Reach.ALL:
        return "1 = 0", []
    if not person.channels:
        return "1 = 1", []
    names: list[object] = [*sorted(person.channels)]
    # The empty text keeps SQLite from walking the channel's index: the order of the list is worth more.
    return f"c.channel || '' in ({holes(len(names), start)})", names


def to_cursor(*keys: object) -> str:
    """Write where a page ended."""
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


def from_cursor(text: str, *kinds: type) -> list[object]:
    """Read where a page ended: values of these kinds. Raises: BadInput."""
    try:
        keys = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error) as cause:
        raise BadInput("{cursor} is no cursor; use the `next` of the page before.", cursor=repr(text)) from cause
    if not isinstance(keys, list) or [type(k) for k in keys] != list(kinds) or not all(map(_small, keys)):
        raise BadInput("{cursor} is no cursor; use the `next` of the page before.", cursor=repr(text))
    return list(keys)


def _small(key: str | int) -> bool:
    """Tell whether a database can hold a value."""
    return key.isprintable() if isinstance(key, str) else abs(key) <= 2**62


def literal(text: str) -> str:
    """Return a text as a pattern that matches only itself, where a backslash escapes."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def tagged(value: str) -> str:
    """Return the predicate for conversations with a tag; `value` stands for what `holding` makes of it."""
    return f"c.id in (select tagged.id from conversation tagged where tagged.tags != '[]' and tagged.tags like {value} escape '\\')"


def holding(tag: str) -> str:
    """Return the pattern of a list that holds a tag."""
    return f"%{literal(json.dumps(tag, ensure_ascii=False))}%"


def _asked(view: View, person: Person, narrow: Filter) -> tuple[str, list[object]]:
    args: list[object] = [person.name]
    where = [WHERE[view]]
    if view is View.MINE and person.stands_for:
        args += sorted(person.stands_for)
        where = [f"c.state = 'open' and c.owner in ({holes(len(args))})"]
    owner = person.name if narrow.owner == ME else narrow.owner
    if owner == NOBODY:
        where.append("c.owner is null")
        owner = ""
    columns = ("channel", narrow.channel), ("owner", owner), ("state", narrow.state), ("visibility", narrow.visibility)
    for column, value in columns:
        if value:
            args.append(value)
            where.append(f"c.{column} = ${len(args)}")
    if narrow.tag:
        args.append(holding(narrow.tag))
        where.append(tagged(f"${len(args)}"))
    seen, more = sight(person, len(args) + 1)
    return " and ".join([*where, seen]), args + more


async def conversations(db: Database, person: Person, view: View, narrow: Filter, limit: int, after: str) -> Page[Row]:
    """Return one page of a view.

    A conversation that moves while somebody walks through the pages would be lost where it moves to a page
    walked already. So a cursor knows the feed's number when the walk began, and what has changed since comes
    at the end, where it may be a second time.
    """
    where, args = _asked(view, person, narrow)
    column, way = ORDER.get(view, LATEST)
    if after:
        key, id, began, rest = from_cursor(after, str, int, int, int)
    else:
        key, id, began, rest = "", 0, (await db.read("select feed from counter where one = 1"))[0][0], 0
    found: list[rows.Row] = []
    if not rest:
        bound, ends = where, list(args)
        if after:
            ends += [key, id]
            bound += f" and (c.{column}, c.id) {'>' if way == 'asc' else '<'} (${len(ends) - 1}, ${len(ends)})"
        sql = f"select c.id, c.{column} from conversation c where {bound} order by c.{column} {way}, c.id {way} limit {int(limit) + 1}"
        found = await db.read(sql, ends)
    ids, next_ = [r[0] for r in found[:limit]], None
    if len(found) > limit:
        next_ = to_cursor(found[limit - 1][1], found[limit - 1][0], began, 0)
    elif after:
        moved = await _moved(db, where, args, began, id if rest else 0, limit)
        moved = [i for i in moved if i not in ids]
        room = limit - len(ids)
        if len(moved) > room:
            next_ = to_cursor("", moved[room - 1] if room else 0, began, 1)
        ids += moved[:room]
    return Page(tuple(await read_rows(db, person, ids)), next_)


async def _moved(db: Database, where: str, args: list[object], began: object, above: object, limit: int) -> list[int]:
    """Return ids of conversations that facts behind a number are about, in the order of ids."""
    n = len(args)
    changed = f"c.id in (select conversation from feed where number > ${n + 1} and conversation is not null)"
    sql = f"select c.id from conversation c where {where} and {changed} and c.id > ${n + 2} order by c.id limit {2 * int(limit) + 1}"
    return [r[0] for r in await db.read(sql, [*args, began, above])]


async def count(db: Database, person: Person, view: View, narrow: Filter) -> int:
    """Return how many conversations a view holds."""
    where, args = _asked(view, person, narrow)
    return int((await db.read(f"select count(*) from conversation c where {where}", args))[0][0])


async def index(db: Database, person: Person, view: View, narrow: Filter) -> array[int]:
    """Return the ids of a whole view in its order."""
    where, args = _asked(view, person, narrow)
    column, way = ORDER.get(view, LATEST)
    sql = f"select c.id from conversation c where {where} order by c.{column} {way}, c.id {way}"
    return array("q", [r[0] for r in await db.read(sql, args)])


async def read_rows(db: Reading, person: Person, ids: Sequence[int]) -> list[Row]:
    """Return the rows of conversations in the order asked for, those a person may read."""
    found: dict[int, Row] = {}
    for start in range(0, len(ids), 200):
        found |= await rows_of(db, person, ids[start : start + 200])
    return [found[i] for i in ids if i in found]


async def rows_of(db: Reading, person: Person | None, ids: Sequence[int]) -> dict[int, Row]:
    """Return at most 200 rows by id: those a person may read, or all of them for the inbox itself (None)."""
    if not ids:
        return {}
    gaps = holes(len(ids))
    seen, more = sight(person, len(ids) + 1) if person else ("1 = 1", [])
    columns = ", ".join(f"c.{name.strip()}" for name in rows.CONVERSATION.split(","))
    conversations = await db.read(
        f"select {columns}, k.name, h.platform, h.settings, m.delivery, d.conversation, ({_NEWEST}) from conversation c"
        " join contact k on k.id = c.contact left join channel h on h.name = c.channel"
        " left join message m on m.conversation = c.id and m.number = c.last_number"
        f" left join draft d on d.conversation = c.id where c.id in ({gaps}) and {seen}",
        [*ids, *more],
    )
    requests: dict[int, list[Request]] = defaultdict(list)
    sql = f"select {rows.REQUEST} from request where conversation in ({gaps}) and state in {_PENDING}"
    for r in await db.read(sql, ids):
        requests[r[1]].append(rows.request(r))
    unsettled: dict[int, list[Delivery]] = defaultdict(list)
    held: dict[int, datetime] = {}
    planned: dict[int, datetime] = {}
    sql = f"select conversation, delivery, at, planned from message where conversation in ({gaps}) and delivery in {_UNSETTLED}"
    for id, delivery, at, leaves in await db.read(sql, ids):
        unsettled[id].append(Delivery(delivery))
        if delivery == Delivery.QUEUED and leaves is not None:
            planned[id] = min(rows.when(leaves), planned.get(id, rows.when(leaves)))
        if delivery == Delivery.HELD:
            held[id] = min(rows.when(at), held.get(id, rows.when(at)))
    found = {
        r[0]: replace(_row(r, requests[r[0]], unsettled[r[0]], held.get(r[0])), planned=planned.get(r[0]))
        for r in conversations
    }
    kept = await targets.hours(db)
    if not kept:
        return found
    excused = await targets.excused(db, ids)
    return {id: _targeted(row, kept, excused.get(id)) for id, row in found.items()}


def _targeted(row: Row, kept: dict[str, Hours], excused: datetime | None) -> Row:
    here = row.conversation
    if here.state is not State.OPEN or here.waiting_since == excused:
        return row
    both = target(of(kept, here.channel), here)
    return replace(row, near=both[0], target=both[1]) if both else row


def _row(r: rows.Row, requests: list[Request], unsettled: list[Delivery], held: datetime | None) -> Row:
    conversation = rows.conversation(r[: rows.CONVERSATION.count(",") + 1])
    name, platform, settings, delivery, draft, newest = r[-6:]
    deliveries = [*unsettled, Delivery.FAILED] if newest == Delivery.FAILED else unsettled
    back = [q for q in requests if q.state not in AT_DEPARTMENT]
    shown = dict(json.loads(settings)).get("pretends", platform) if settings and "pretends" in settings else platform
    return Row(
        conversation,
        name or "",
        shown or "?",
        ball(conversation, requests, deliveries),
        due(conversation, requests),
        len([q for q in requests if q.state in PENDING]),
        Delivery(delivery) if delivery else None,
        draft is not None,
        max(((q.changed_at, (q.department, q.state)) for q in back), default=(None, None))[1],
        since=since(conversation, requests, ball(conversation, requests, deliveries), held),
    )


async def counts(db: Database, person: Person, now: datetime) -> Counts:
    """Return how many each view holds, and what waits for the person's departments."""
    views: dict[str, int] = {}
    for view in View:
        views[view] = await count(db, person, view, Filter())
    here, args = served(person)
    sql = f"select count(*), sum(case when r.due <= $1 then 1 else 0 end) from request r where $1 != '' and r.state in ('open', 'taken') and {here}"
    waiting, overdue = (await db.read(sql, [rows.stamp(now), *args]))[0]
    seen, args = sight(person, 2)
    sql = (
        "select count(*) from mention m join conversation c on c.id = m.conversation"
        f" where m.person = $1 and m.seen = 0 and {seen}"
    )
    named = (await db.read(sql, [person.name, *args]))[0][0]
    return Counts(views, waiting, overdue or 0, named)


def served(person: Person) -> tuple[str, list[object]]:
    """Return the predicate for requests of the person's own departments; `$1` is taken by the caller."""
    names = sorted(person.departments)
    if reach(person, Act.ANSWER) is Reach.NONE or not names:
        return "1 = 0", []
    return f"r.department in ({holes(len(names), 2)})", list(names)


async def loads(db: Database, person: Person) -> tuple[list[Load], Load]:
    """Return what each owner carries, and what nobody owns."""
    seen, args = sight(person, 1)
    # Grouped by the owner alone SQLite walks the index over open ones; the turn of a contact who waits is when they began to.
    sql = (
        "select c.owner, count(*), sum(case when c.turn < '~' then 1 else 0 end), min(c.turn)"
        f" from conversation c where c.state = 'open' and {seen} group by c.owner"
    )
    owned = await db.read(sql, args)
    sql = (
        "select c.owner, count(*) from request r join conversation c on c.id = r.conversation"
        f" where r.state in {_PENDING} and c.state = 'open' and {seen} group by c.owner"
    )
    asked: dict[str | None, int] = dict(await db.read(sql, args))
    found = {
        name: Load(name or "", open_, waiting, rows.moment(first) if waiting else None, asked.get(name, 0))
        for name, open_, waiting, first in owned
    }
    unowned = found.pop(None, Load("", 0, 0, None, 0))
    return list(found.values()), unowned
