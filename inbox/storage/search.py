"""Finds words in messages, notes, requests with their answers, and contacts, newest first.

A word finds its spellings with and without umlauts, ü, ue and u, ß and ss, because the index and the
question are folded alike. Newest first costs a page, whatever the word; ids grow with time, so the
newest hits are those with the highest ids.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from inbox.domain.model import Person, State
from inbox.errors import BadInput
from inbox.ports.desk import Hit
from inbox.ports.page import Page
from inbox.storage import lexemes, rows
from inbox.storage.database import Database, Dialect
from inbox.storage.excerpt import LONG, excerpts, parts
from inbox.storage.indexing import whole
from inbox.storage.lexemes import Asked
from inbox.storage.listing import from_cursor, holding, sight, tagged, to_cursor
from inbox.storage.threads import shown, visible

OPERATORS = ("from", "owner", "channel", "is", "before", "after", "tag")
HAS = "f.words @@ cast(cast(? as text) as tsquery)"
CANDIDATE = f"{HAS} and (f.rough = 1 or {HAS})"
"""What PostgreSQL's index finds: rows that hold the words, and rough ones that may."""
MOST = 50
"""Words and conditions in one search."""


@dataclass(slots=True)
class Query:
    """What was asked: words and phrases to find, conditions on the conversation, and which page of it.

    `wanted` are the words as PostgreSQL's index has them. `narrowed` tells that something about the conversation is asked, which only its readers may know.
    """

    person: Person
    limit: int
    below: int
    dialect: Dialect
    words: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    args: list[object] = field(default_factory=list)
    narrowed: bool = False
    dated: bool = False
    wanted: list[Asked] = field(default_factory=list)

    def need(self, sql: str, value: object) -> None:
        """Add a condition; `?` in it stands for the value."""
        self.args.append(value)
        self.where.append(sql.replace("?", f"${len(self.args)}"))


def match(words: Iterable[str]) -> str:
    """Return the FTS5 expression for words that must all occur; the last may be unfinished (`*`)."""
    return " AND ".join(f'"{" ".join(parts(word))}"{"*" if word.endswith("*") else ""}' for word in words)


def parse(text: str, person: Person, limit: int, below: int, dialect: Dialect = "sqlite") -> Query:
    """Read what was asked. Raises: BadInput, naming what would do."""
    try:
        lexer = shlex.shlex(text, posix=True)
        lexer.whitespace_split, lexer.commenters, lexer.quotes, lexer.escape = True, "", '"', ""
        tokens = list(lexer)
    except ValueError as cause:
        raise BadInput("A quotation mark is open; close it.") from cause
    if len(tokens) > MOST:
        raise BadInput("Look for at most {most} words at once.", most=MOST)
    query = Query(person, limit, below, dialect)
    for token in tokens:
        name, colon, value = token.partition(":")
        if not colon or name.lower() not in OPERATORS:
            if parts(token):
                query.words.append(token)
        elif not value:
            raise BadInput("{name}: wants a value right behind it, like {name}:anna.", name=name)
        else:
            _condition(query, name.lower(), value)
    if not query.words and not query.where:
        raise BadInput("Write a word to find, or one of {operators}.", operators=" ".join(f"{o}:" for o in OPERATORS))
    return query


def _condition(query: Query, name: str, value: str) -> None:
    match name:
        case "from":
            _from(query, value)
        case "owner":
            query.need("c.owner = ?", query.person.name if value == "me" else value)
        case "channel":
            query.need("c.channel = ?", value)
        case "tag":
            query.need(tagged("?"), holding(value))
        case "is":
            _is(query, value)
        case _:
            query.need(f"h.at {'<' if name == 'before' else '>='} ?", _day(name, value))
            query.dated = True
            return
    query.narrowed = True


def _from(query: Query, value: str) -> None:
    if not parts(value):
        raise BadInput("{name}: wants a value right behind it, like {name}:anna.", name="from")
    name = [value.rstrip("*") + "*"]
    if query.dialect == "sqlite":
        query.need("k.id in (select rowid from found_contact where found_contact match ?)", match(name))
    else:
        sql = "k.id in (select id from found_contact where words @@ cast(cast(? as text) as tsquery))"
        query.need(sql, lexemes.query(lexemes.asked(name)))


def _is(query: Query, value: str) -> None:
    leaves = "p.planned is not null and p.delivery in ('queued', 'held')"
    planned = f"c.id in (select p.conversation from message p where {leaves})"
    special = {
        "waiting": "c.turn < ?",
        "unowned": "c.owner is null and ? = '~'",
        "planned": f"{planned} and ? = '~'",
    }
    if value in special:
        query.need(special[value], "~")
    elif value in ("public", "private"):
        query.need("c.visibility = ?", value)
    elif value in set(State):
        query.need("c.state = ?", value)
    else:
        raise BadInput(
            "The filter is: knows {values}.", values="open, snoozed, closed, waiting, planned, unowned, public, private"
        )


def _day(name: str, value: str) -> str | None:
    try:
        day = datetime.combine(date.fromisoformat(value), datetime.min.time(), UTC)
        return rows.stamp(day + timedelta(days=1) if name == "after" else day)
    except (ValueError, OverflowError) as cause:
        raise BadInput("{name}: wants a day like 2026-05-31.", name=name) from cause


@dataclass(frozen=True, slots=True)
class _Source:
    """Where words are looked for: a table `h`, its texts, and the predicate for who may read a row."""

    kind: str
    texts: tuple[str, ...]
    seen: Callable[[Person, int], tuple[str, list[object]]]


_SOURCES = (
    _Source("message", ("subject", "text"), shown),
    _Source("note", ("text",), sight),
    _Source("request", ("question", "answer"), lambda person, start: visible(person, start, "h")),
)


async def search(db: Database, person: Person, text: str, limit: int, after: str) -> Page[Hit]:
    """Return one page of hits, newest first."""
    below = int(str(from_cursor(after, int)[0])) if after else 2**62
    query = parse(text, person, limit, below, db.dialect)
    if db.dialect == "postgres" and query.words:
        query.wanted = lexemes.asked(query.words)
        if not all(one.words for one in query.wanted):
            return Page((), None)
    found: list[Hit] = []
    for source in _SOURCES:
        found += await (_worded if query.words else _listed)(db, query, source)
    if query.words and not query.dated:
        found += await _contacts(db, query)
    found.sort(key=lambda hit: hit.id, reverse=True)
    return Page(tuple(found[:limit]), to_cursor(found[limit - 1].id) if len(found) > limit else None)


async def _worded(db: Database, query: Query, source: _Source) -> list[Hit]:
    """Return hits of one source that hold the words."""
    table = f"found_{source.kind}"
    if query.dialect == "sqlite":
        origin = f"{table} f join {source.kind} h on h.id = f.rowid"
        return [hit for hit, _, _ in await _hits(db, query, source, origin, "f.rowid", f"{table} match ?")]
    origin = f"{table} f join {source.kind} h on h.id = f.id"
    found: list[Hit] = []
    below = query.below
    while True:
        page = await _hits(db, replace(query, below=below), source, origin, "f.id", CANDIDATE, "f.rough")
        found += [hit for hit, texts, rough in page if not rough or _holds(whole(table, texts), query)]
        if len(found) > query.limit or len(page) <= query.limit:
            return found
        below = page[-1][0].id


def _holds(texts: Sequence[str | None], query: Query) -> bool:
    return lexemes.holds(lexemes.lexemes([text or "" for text in texts]), query.wanted)


async def _listed(db: Database, query: Query, source: _Source) -> list[Hit]:
    """Return what of one source meets the conditions, where no word was asked for."""
    page = await _hits(db, query, source, f"{source.kind} h", "h.id", "1 = 1")
    return [hit for hit, _, _ in page]


async def _hits(
    db: Database, query: Query, source: _Source, origin: str, order: str, worded: str, rough: str = "0"
) -> list[tuple[Hit, tuple[str | None, ...], int]]:
    """Return hits with their texts, and whether these must still be looked at."""
    args = [*query.args, query.below]
    where = [*query.where, f"h.id < ${len(args)}", _matching(query, worded, args)]
    readable, more = sight(query.person, len(args) + 1)
    args += more
    seen = readable
    if not query.narrowed:
        seen, more = source.seen(query.person, len(args) + 1)
        args += more
    texts = ", ".join(f"h.{t}" for t in source.texts)
    sql = (
        f"select h.id, h.conversation, case when {readable} then k.name end, h.at, {rough}, {texts}"
        f" from {origin} join conversation c on c.id = h.conversation join contact k on k.id = c.contact"
        f" where {' and '.join([*where, seen])} order by {order} desc limit {int(query.limit) + 1}"
    )
    cut = excerpts(query.words)
    return [
        (Hit(source.kind, r[0], r[1], r[2] or "", rows.when(r[3]), _shown(r[5:], cut)), r[5:], r[4])
        for r in await db.read(sql, args)
    ]


def _matching(query: Query, worded: str, args: list[object]) -> str:
    """Return the condition for the words, and add what it asks for to the values."""
    values = [match(query.words)]
    if worded == CANDIDATE:
        values = [lexemes.query(query.wanted, loose=True), lexemes.query(query.wanted)]
        if values[0] == values[1]:
            # Said twice, the same condition would look twice as rare to the planner.
            worded, values = HAS, values[:1]
    for value in values[: worded.count("?")]:
        args.append(value)
        worded = worded.replace("?", f"${len(args)}", 1)
    return worded


def _shown(texts: Iterable[str | None], cut: Callable[[str], str | None]) -> str:
    """Return the place of the words in the first text that has them, else a beginning."""
    there = [text for text in texts if text]
    found = (place for place in map(cut, there) if place is not None)
    return next(found, there[0][:LONG] if there else "")


async def _contacts(db: Database, query: Query) -> list[Hit]:
    args = [*query.args, query.below]
    sqlite = query.dialect == "sqlite"
    worded = _matching(query, "found_contact match ?" if sqlite else CANDIDATE, args)
    where = [*query.where, f"k.id < ${len(query.args) + 1}", worded]
    seen, more = sight(query.person, len(args) + 1)
    sql = (
        "select k.id, max(c.id), k.name, max(c.last_at) from found_contact f"
        f" join contact k on k.id = f.{'rowid' if sqlite else 'id'} join conversation c on c.contact = k.id"
        f" where {' and '.join([*where, seen])} group by k.id, k.name order by k.id desc limit {int(query.limit) + 1}"
    )
    cut = excerpts(query.words)
    return [
        Hit("contact", r[0], r[1], r[2] or "", rows.when(r[3]), _shown((r[2],), cut))
        for r in await db.read(sql, [*args, *more])
    ]
