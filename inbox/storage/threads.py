"""Reads one conversation, and requests with what their department was given to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from inbox.domain.automation import Applied, RuleApplied
from inbox.domain.events import Recorded
from inbox.domain.limits import Standing
from inbox.domain.model import Channel, Identity, Message, Note, Person, Request, RequestState, Words
from inbox.domain.people import Act, Reach, reach
from inbox.errors import NotFound
from inbox.ports.desk import RequestRow, Row, Thread
from inbox.ports.page import Page
from inbox.storage import rows
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import chunks, holes
from inbox.storage.listing import from_cursor, read_rows, sight, to_cursor

_PENDING = "('open', 'taken', 'answered', 'returned')"
TOGETHER = 50
"""Conversations read at once."""


async def thread(db: Database, person: Person, id: int, before: int | None, limit: int) -> Thread:
    """Return a conversation with its newest messages, or those before a message number. Raises: NotFound."""
    async with db.snapshot() as then:
        found = await read_rows(then, person, [id])
        if not found:
            raise NotFound("There is no conversation {id} here for you.", id=id)
        sql = f"select {rows.MESSAGE} from message where conversation = $1 and number < $2 order by number desc limit {int(limit) + 1}"
        messages = [rows.message(r) for r in reversed(await then.read(sql, (id, before or 2**62)))]
        return (await _threads(then, found, messages, limit))[0]


async def threads(db: Database, person: Person, ids: Sequence[int], limit: int) -> list[Thread]:
    """Return conversations with their newest messages, in the order asked for; what is not visible is left out."""
    columns = ", ".join(f"m.{name.strip()}" for name in rows.MESSAGE.split(","))
    # Counted, not reckoned from the last number: replies that were taken back left holes.
    first = f"(select o.number from message o where o.conversation = c.id order by o.number desc limit 1 offset {int(limit)})"
    found: list[Thread] = []
    for chunk in chunks(ids, TOGETHER):
        async with db.snapshot() as then:
            here = await read_rows(then, person, chunk)
            sql = (
                f"select {columns} from conversation c join message m on m.conversation = c.id and m.number >= coalesce({first}, 0)"
                f" where c.id in ({holes(len(chunk))}) order by m.conversation, m.number"
            )
            found += await _threads(then, here, [rows.message(r) for r in await then.read(sql, chunk)], limit)
    return found


async def _threads(db: Reading, found: Sequence[Row], messages: Sequence[Message], limit: int) -> list[Thread]:
    """Return conversations with messages, oldest first and one more than wanted if there is, and with all that stands beside these."""
    if not found:
        return []
    ids = [row.conversation.id for row in found]
    here = f"conversation in ({holes(len(ids))})"
    said: dict[int, list[Message]] = {id: [] for id in ids}
    noted: dict[int, list[Note]] = {id: [] for id in ids}
    asked: dict[int, list[Request]] = {id: [] for id in ids}
    applied: dict[int, list[Applied]] = {id: [] for id in ids}
    for message in messages:
        if message.conversation in said:
            said[message.conversation].append(message)
    for r in await db.read(f"select {rows.NOTE} from note where {here} order by id", ids):
        noted[r[1]].append(rows.note(r))
    drafts = {r[0]: rows.draft(r) for r in await db.read(f"select {rows.DRAFT} from draft where {here}", ids)}
    for request in await read_requests(db, f"{here} order by id", ids):
        asked[request.conversation].append(request)
    sql = f"select number, at, by, conversation, kind, body from feed where {here} and kind = 'RuleApplied' order by number"
    for r in await db.read(sql, ids):
        applied[r[3]].append(_applied(rows.recorded(r)))

    def whole(row: Row) -> Thread:
        id = row.conversation.id
        shown, notes, requests = tuple(said[id][-limit:]), tuple(noted[id]), tuple(asked[id])
        return Thread(row, shown, notes, requests, drafts.get(id), len(said[id]) > limit, tuple(applied[id]))

    return [whole(row) for row in found]


def _applied(fact: Recorded) -> Applied:
    assert isinstance(fact.event, RuleApplied)
    return Applied(fact.number, fact.at, fact.event.name, fact.event.done)


async def message(db: Database, person: Person, id: int) -> tuple[Message, str]:
    """Return a message a person may read, and its channel. Raises: NotFound, the same for absent and foreign."""
    seen, args = shown(person, 2)
    sql = f"select c.channel from message h join conversation c on c.id = h.conversation where h.id = $1 and {seen}"
    if not (channels := await db.read(sql, [id, *args])):
        raise NotFound("There is no message {id} here for you.", id=id)
    found = await _messages(db, [id])
    return found[id], channels[0][0]


async def standing(db: Database, person: Person, id: int) -> tuple[Channel, Standing]:
    """Return what a platform's rules look at before a reply in a conversation. Raises: NotFound."""
    async with db.snapshot() as then:
        found = await read_rows(then, person, [id])
        if not found:
            raise NotFound("There is no conversation {id} here for you.", id=id)
        here = found[0].conversation
        channels = await then.read(
            "select name, platform, settings, active from channel where name = $1", (here.channel,)
        )
        handles = await then.read(
            "select kind, value from handle where contact = $1 order by kind, value", (here.contact,)
        )
        last = await then.read("select at from message where conversation = $1 and number = $2", (id, here.last_in))
    to = tuple(Identity(kind, value) for kind, value in handles)
    channel = rows.channel(channels[0]) if channels else Channel(here.channel, "?")
    at = rows.when(last[0][0]) if last else None
    return channel, Standing(here.visibility, str(here.key), at, here.window, to)


async def read_requests(db: Reading, where: str, args: Sequence[object]) -> list[Request]:
    """Return the requests that a condition is true of, with their remarks."""
    found = await db.read(f"select {rows.REQUEST} from request where {where}", args)
    remarks: dict[int, list[rows.Row]] = {r[0]: [] for r in found}
    if found:
        sql = f"select {rows.REMARK} from remark where request in ({holes(len(found))}) order by request, n"
        for r in await db.read(sql, [r[0] for r in found]):
            remarks[r[0]].append(r)
    return await _marked(db, [rows.request(r, remarks[r[0]]) for r in found])


async def _marked(db: Reading, found: list[Request]) -> list[Request]:
    """Return requests of which those whose answer stands here again are out of date where its source is."""
    sources = sorted({r.source for r in found if r.source and not r.outdated_by})
    if not sources:
        return found
    sql = f"select id, outdated_by, outdated_at from request where id in ({holes(len(sources))}) and outdated_by != ''"
    old = {r[0]: (r[1], rows.moment(r[2])) for r in await db.read(sql, sources)}
    return [
        replace(r, outdated_by=old[r.source][0], outdated_at=old[r.source][1])
        if r.source in old and not r.outdated_by
        else r
        for r in found
    ]


def _served(person: Person, start: int, r: str) -> tuple[str, list[object]]:
    """Which requests (rows `r`) a person reads because they serve them: pending ones, and those they answered."""
    if reach(person, Act.ANSWER) is Reach.NONE or not person.departments:
        return "1 = 0", []
    names = sorted(person.departments)
    how = f"{r}.department in ({holes(len(names), start)}) and ({r}.state in {_PENDING} or {r}.answered_by = ${start + len(names)})"
    return how, [*names, person.name]


def visible(person: Person, start: int, r: str = "r") -> tuple[str, list[object]]:
    """Which requests (rows `r`) a person may read: those of readable conversations, and those they serve."""
    readable, args = sight(person, start)
    served, more = _served(person, start + len(args), r)
    how = f"(exists (select 1 from conversation c where c.id = {r}.conversation and {readable}) or {served})"
    return how, args + more


def shown(person: Person, start: int) -> tuple[str, list[object]]:
    """Which messages (rows `h` of conversations `c`) a person may read: readable ones, and those shown to whom they serve."""
    readable, args = sight(person, start)
    served, more = _served(person, start + len(args), "r")
    # What was barred as it stood is read in its excerpt; changed since, the message itself is nobody's there any more.
    named = "replace(replace(r.{ids}, '[', ' '), ']', ',') like '% ' || h.id || ',%'"
    chosen = f"{named.format(ids='shown')} and (h.edited = 0 or not {named.format(ids='redacted')})"
    how = f"({readable} or exists (select 1 from request r where r.conversation = h.conversation and {served} and {chosen}))"
    return how, args + more


async def requests(
    db: Database, person: Person, department: str, state: RequestState | None, limit: int, after: str
) -> Page[RequestRow]:
    """Return a page of requests: pending ones earliest due first, or those in a state, latest first."""
    seen, args = visible(person, 1)
    column, way = ("coalesce(r.due, '~')", "asc") if state is None else ("r.changed_at", "desc")
    where = [seen, f"r.state in {_PENDING}" if state is None else f"r.state = ${len(args) + 1}"]
    args += [] if state is None else [str(state)]
    if department:
        args.append(department)
        where.append(f"r.department = ${len(args)}")
    if after:
        args += from_cursor(after, str, int)
        where.append(f"({column}, r.id) {'>' if way == 'asc' else '<'} (${len(args) - 1}, ${len(args)})")
    sql = f"select r.id, {column} from request r where {' and '.join(where)} order by {column} {way}, r.id {way} limit {int(limit) + 1}"
    found = await db.read(sql, args)
    page = await request_rows(db, person, [r[0] for r in found[:limit]])
    return Page(tuple(page), to_cursor(found[limit - 1][1], found[limit - 1][0]) if len(found) > limit else None)


async def overdue(db: Database, person: Person, now: datetime) -> list[RequestRow]:
    """Return requests a department has not answered in time, longest overdue first, at most 200."""
    seen, args = visible(person, 2)
    sql = f"select r.id from request r where r.state in ('open', 'taken') and r.due <= $1 and {seen} order by r.due, r.id limit 200"
    return await request_rows(db, person, [r[0] for r in await db.read(sql, [rows.stamp(now), *args])])


async def request_rows(db: Database, person: Person, ids: Sequence[int]) -> list[RequestRow]:
    """Return requests in the order asked for, with the messages chosen for their department."""
    if not ids:
        return []
    found = {r.id: r for r in await read_requests(db, f"id in ({holes(len(ids))})", ids)}
    readable = {r.conversation.id: r for r in await read_rows(db, person, [r.conversation for r in found.values()])}
    chosen = await _messages(db, [m for r in found.values() for m in (*r.shown, *r.redacted)])
    platforms = await _platforms(db, [r.conversation for r in found.values()])
    return [_row(found[i], chosen, platforms, readable) for i in ids if i in found]


def _row(
    request: Request, chosen: dict[int, Message], platforms: dict[int, str], readable: dict[int, Row]
) -> RequestRow:
    barred = request.texts
    ids = sorted({*request.shown, *request.redacted} & chosen.keys())
    shown = tuple(
        _barred(chosen[m], barred.get(m, ""), whole=m in request.shown) if m in request.redacted else chosen[m]
        for m in ids
    )
    return RequestRow(request, shown, platforms.get(request.conversation, "?"), readable.get(request.conversation))


def _barred(message: Message, text: str, *, whole: bool) -> Message:
    """Return a message with nothing but what its department may read of it; `whole` as long as it is what it was."""
    if whole and not message.edited:
        return replace(message, words=Words(text, message.words.salt))
    return Message(
        message.id,
        message.conversation,
        message.number,
        message.direction,
        message.author,
        message.at,
        Words(text),
        message.visibility,
        message.delivery,
        automatic=message.automatic,
    )


async def _messages(db: Database, ids: Sequence[int]) -> dict[int, Message]:
    if not ids:
        return {}
    sql = f"select {rows.MESSAGE} from message where id in ({holes(len(ids))})"
    return {r[0]: rows.message(r) for r in await db.read(sql, ids)}


async def _platforms(db: Database, ids: Sequence[int]) -> dict[int, str]:
    sql = f"select c.id, h.platform, h.settings from conversation c join channel h on h.name = c.channel where c.id in ({holes(len(ids))})"
    channels = await db.read(sql, ids)
    return {id: rows.channel(("", platform, settings, 1)).shown_platform for id, platform, settings in channels}


async def request(db: Database, person: Person, id: int) -> RequestRow:
    """Return one request. Raises: NotFound, the same for absent and foreign."""
    seen, args = visible(person, 2)
    found = await db.read(f"select r.id from request r where r.id = $1 and {seen}", [id, *args])
    if not found:
        raise NotFound("There is no request {id} here for you.", id=id)
    return (await request_rows(db, person, [id]))[0]
