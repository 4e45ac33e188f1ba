"""Finds words in messages, notes, requests, answers and contacts, newest first.

A word finds its spellings with and without umlauts: ü, ue and u; ß and ss. Newest first costs a
page, whatever the word; ids grow with time, so the newest hits are those with the highest ids.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from inbox.domain.model import Person, State
from inbox.errors import BadInput
from inbox.ports.desk import Hit, Page
from inbox.storage import rows
from inbox.storage.listing import from_cursor, sight, to_cursor
from inbox.storage.sqlite import Database

OPERATORS = ("from", "owner", "channel", "is", "before", "after", "tag")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(slots=True)
class Query:
    """What was asked: words and phrases to find, conditions on the conversation."""

    words: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    args: list[object] = field(default_factory=list)

    def need(self, sql: str, value: object) -> None:
        """Add a condition; `?` in it stands for the value."""
        self.args.append(value)
        self.where.append(sql.replace("?", f"${len(self.args)}"))


def spellings(word: str) -> list[str]:
    """Return the ways a word may be written in a text."""
    low = word.casefold() if "ß" not in word else word.lower()
    back = re.sub(r"[aou]e", lambda m: m.group()[0], low)
    sharp = low.replace("ss", "ß")
    found = [low, low.translate(_FOLD), low.translate(_SPELT), back, sharp, back.replace("ss", "ß")]
    return list(dict.fromkeys(found))


def match(words: list[str]) -> str:
    """Return the FTS5 expression for words that must all occur; the last may be unfinished (`*`)."""
    parts = []
    for word in words:
        prefix = "*" if word.endswith("*") else ""
        ways = [f'"{s.replace(chr(34), "")}"{prefix}' for s in spellings(word.rstrip("*"))]
        parts.append(f"({' OR '.join(ways)})")
    return " AND ".join(parts)


def parse(text: str, person: Person) -> Query:
    """Read what was asked. Raises: BadInput, naming what would do."""
    try:
        lexer = shlex.shlex(text, posix=True)
        lexer.whitespace_split, lexer.commenters, lexer.quotes, lexer.escape = True, "", '"', ""
        tokens = list(lexer)
    except ValueError as cause:
        raise BadInput("A quotation mark is open; close it.") from cause
    query = Query()
    for token in tokens:
        name, colon, value = token.partition(":")
        if not colon or name.lower() not in OPERATORS:
            if re.search(r"\w", token):
                query.words.append(token)
        elif not value:
            raise BadInput("{name}: wants a value right behind it, like {name}:anna.", name=name)
        else:
            _condition(query, name.lower(), value, person)
    if not query.words and not query.where:
        raise BadInput("Write a word to find, or one of {operators}.", operators=" ".join(f"{o}:" for o in OPERATORS))
    return query


def _condition(query: Query, name: str, value: str, person: Person) -> None:
    match name:
        case "from":
            query.need("k.name like ?", f"%{value}%")
        case "owner":
            query.need("c.owner = ?", person.name if value == "me" else value)
        case "channel":
            query.need("c.channel = ?", value)
        case "tag":
            query.need("c.tags like ?", f'%"{value}"%')
        case "is":
            _is(query, value)
        case _:
            query.need(f"h.at {'<' if name == 'before' else '>='} ?", _day(name, value))


def _is(query: Query, value: str) -> None:
    special = {"waiting": "c.turn < ?", "unowned": "c.owner is null and ? = '~'"}
    if value in special:
        query.need(special[value], "~")
    elif value in ("public", "private"):
        query.need("c.visibility = ?", value)
    elif value in set(State):
        query.need("c.state = ?", value)
    else:
        raise BadInput(
            "The filter is: knows {values}.", values="open, snoozed, closed, waiting, unowned, public, private"
        )


def _day(name: str, value: str) -> str | None:
    try:
        day = date.fromisoformat(value)
    except ValueError as cause:
        raise BadInput("{name}: wants a day like 2026-05-31.", name=name) from cause
    return rows.stamp(
        datetime.combine(day, datetime.min.time(), UTC) + (timedelta(days=1) if name == "after" else timedelta())
    )


_SOURCES = (
    ("message", "found_message", "message h on h.id = f.rowid", "h.conversation", "h.at", 0),
    ("note", "found_note", "note h on h.id = f.rowid", "h.conversation", "h.at", 0),
    ("request", "found_request", "request h on h.id = f.rowid", "h.conversation", "h.at", -1),
)


async def search(db: Database, person: Person, text: str, limit: int, after: str) -> Page[Hit]:
    """Return one page of hits, newest first."""
    query = parse(text, person)
    below = int(str(from_cursor(after, 1)[0])) if after else 2**62
    found: list[Hit] = []
    for kind, table, join, conversation, at, column in _SOURCES:
        found += await _hits(db, person, query, below, limit, kind, table, join, conversation, at, column)
    if query.words:
        found += await _contacts(db, person, query, below, limit)
    found.sort(key=lambda hit: hit.id, reverse=True)
    return Page(tuple(found[:limit]), to_cursor(found[limit - 1].id) if len(found) > limit else None)


async def _hits(
    db: Database, person: Person, query: Query, below: int, limit: int,
    kind: str, table: str, join: str, conversation: str, at: str, column: int,
) -> list[Hit]:  # fmt: skip
    args: list[object] = [*query.args, below]
    where = [*query.where, f"h.id < ${len(args)}"]
    seen, more = sight(person, len(args) + 1)
    args += more
    where.append(seen)
    if query.words:
        args.append(match(query.words))
        where.append(f"{table} match ${len(args)}")
        source, snippet = f"{table} f join {join}", f"snippet({table}, {column}, char(2), char(3), '…', 12)"
        order = "f.rowid"
    else:
        source, order = join.partition(" on ")[0], "h.id"
        snippet = "substr(h.question, 1, 120)" if kind == "request" else "substr(h.text, 1, 120)"
    sql = (
        f"select h.id, {conversation}, k.name, {at}, {snippet} from {source}"
        f" join conversation c on c.id = {conversation} join contact k on k.id = c.contact"
        f" where {' and '.join(where)} order by {order} desc limit {int(limit) + 1}"
    )
    return [Hit(kind, r[0], r[1], r[2] or "", rows.when(r[3]), r[4] or "") for r in await db.read(sql, args)]


async def _contacts(db: Database, person: Person, query: Query, below: int, limit: int) -> list[Hit]:
    if any("h.at" in w for w in query.where):
        return []
    args: list[object] = [*query.args, below]
    where = [*query.where, f"k.id < ${len(args)}"]
    seen, more = sight(person, len(args) + 1)
    args += [*more, match(query.words)]
    where += [seen, f"found_contact match ${len(args)}"]
    sql = (
        "select k.id, max(c.id), k.name, max(c.last_at) from found_contact f join contact k on k.id = f.rowid"
        f" join conversation c on c.contact = k.id where {' and '.join(where)} group by k.id, k.name order by k.id desc limit {int(limit) + 1}"
    )
    return [Hit("contact", r[0], r[1], r[2] or "", rows.when(r[3]), r[2] or "") for r in await db.read(sql, args)]
