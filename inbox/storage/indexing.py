"""Keeps the full-text index with the nouns: takes old words out of it, and says how the new ones get in.

SQLite's is an FTS5 table without content, which wants the old words to delete them (sqlite.org/fts5.html §6.3), so this
runs before the rows change. PostgreSQL's holds a `tsvector` a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inbox.domain.model import Words
from inbox.domain.picture import Picture
from inbox.domain.text import folded_if_any
from inbox.storage import rows
from inbox.storage.database import Dialect, Writing
from inbox.storage.gaps import chunks, holes
from inbox.storage.lexemes import lexemes, vector

Statement = tuple[str, list[tuple[object, ...]]]
Texts = tuple[str | None, ...]

FOUND = (
    ("messages", "found_message", ("subject", "text")),
    ("notes", "found_note", ("text",)),
    ("requests", "found_request", ("question", "answer")),
    ("contacts", "found_contact", ("name",)),
)
"""What is found by its words: kind of noun, index, columns."""
WHOLE = {"found_message": "text"}
"""Indexes in SQLite that have the texts of a row in one column, and its name."""


async def unfind(writing: Writing, picture: Picture, fresh_above: int) -> list[Statement]:
    """Take the old words of what was touched out of the index; return the statements that put the new ones in."""
    put: list[Statement] = []
    for kind, table, columns in FOUND:
        ids = sorted(k for t, k in picture.touched if t == kind and isinstance(k, int))
        if not ids:
            continue
        known = getattr(picture, kind)
        fresh: dict[int, Texts] = {i: tuple(_text(known[i], c) for c in columns) for i in ids if i in known}
        names = ", ".join(columns)
        gone: list[tuple[object, ...]] = []
        for chunk in chunks([i for i in ids if i <= fresh_above]):
            sql = f"select id, {names} from {rows.WRITE[kind][0]} where id in ({holes(len(chunk))})"
            for id, *old in await writing.read(sql, chunk):
                if fresh.get(id) == tuple(old):
                    del fresh[id]
                else:
                    gone.append((id, *whole(table, tuple(old))))
        if gone and writing.dialect == "sqlite":
            kept = WHOLE.get(table, names)
            sql = f"insert into {table} ({table}, rowid, {kept}) values ('delete', {holes(len(gone[0]))})"
            await writing.run_all(sql, gone)
        elif gone:
            await writing.run_all(f"delete from {table} where id = $1", [(id,) for id, *_ in gone])
        put.append(indexed(writing.dialect, table, columns, fresh))
    return put


def indexed(dialect: Dialect, table: str, columns: Sequence[str], fresh: Mapping[int, Texts]) -> Statement:
    """Return the statement that puts words into an index."""
    names = WHOLE.get(table, ", ".join(columns))
    return _matches(table, names, fresh) if dialect == "sqlite" else _vectors(table, fresh)


def whole(table: str, texts: Texts) -> Texts:
    """Return the texts of a row as an index has them."""
    if table in WHOLE:
        *before, text = texts
        texts = (None if text is None else "\n".join([*(one for one in before if one), text]),)
    return tuple(map(folded_if_any, texts))


def _matches(table: str, names: str, fresh: Mapping[int, Texts]) -> Statement:
    marks = holes(2 + names.count(","))
    new: list[tuple[object, ...]] = [(i, *whole(table, texts)) for i, texts in fresh.items()]
    return f"insert into {table} (rowid, {names}) values ({marks})", new


def _vectors(table: str, fresh: Mapping[int, Texts]) -> Statement:
    there = {id: whole(table, texts) for id, texts in fresh.items()}
    apart = iter(lexemes([text or "" for texts in there.values() for text in texts]))
    values: list[tuple[object, ...]] = [(id, *vector([next(apart) for _ in texts])) for id, texts in there.items()]
    return f"insert into {table} (id, words, rough) values ($1, cast($2 as tsvector), $3)", values


def _text(noun: object, column: str) -> str | None:
    words: Words | None = getattr(noun, "words" if column == "text" else column)
    return None if words is None else words.text
