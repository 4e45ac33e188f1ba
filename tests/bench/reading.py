"""Measures a view's first page and a search through a desk beside the bare SQL on the same file."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from inbox.domain.text import folded
from inbox.ports.desk import Desk, View
from tests.bench.figures import Figure, lasting, timed, timed_here

ROUNDS = 60
COUNTED = (
    "select count(*) from conversation where state = 'open' and turn < '~'",
    "select count(*) from conversation where state = 'open' and owner = 'anna'",
    "select count(*) from conversation where state = 'open' and owner is null",
    "select count(*) from conversation",
)
PAGE = (
    "select c.*, k.name, h.platform, m.delivery from conversation c join contact k on k.id = c.contact"
    " left join channel h on h.name = c.channel"
    " left join message m on m.conversation = c.id and m.number = c.last_number where {where} limit 51"
)
BARE = {
    View.WAITING: PAGE.format(where="c.state = 'open' and c.turn < '~' order by c.turn, c.id"),
    View.MINE: PAGE.format(where="c.state = 'open' and c.owner = 'anna' order by c.turn, c.id"),
    View.UNOWNED: PAGE.format(where="c.state = 'open' and c.owner is null order by c.turn, c.id"),
    View.ALL: PAGE.format(where="1 order by c.last_at desc, c.id desc"),
}
NEWEST = "select * from message where conversation = ? order by number desc limit 51"
FIND = (
    "select m.id, m.conversation, k.name, m.at, m.text from found_message f"
    " join message m on m.id = f.rowid join conversation c on c.id = m.conversation join contact k on k.id = c.contact"
    " where found_message match ? order by f.rowid desc limit 51"
)


async def measure(desk: Desk, file: Path, words: dict[str, str]) -> list[Figure]:
    """Read pages and search words in turns with plain sqlite3."""
    figures = []
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        db.execute("pragma cache_size=-32000")
        conversations = db.execute("select count(*) from conversation").fetchone()[0]
        for view, sql in BARE.items():
            ours, limit = [], []
            for _ in range(ROUNDS):
                ours.append(await timed(lambda v=view: desk.conversations(v)))
                limit.append(timed_here(lambda s=sql: db.execute(s).fetchall()))
            figures.append(lasting(f"view {view}, first page of {conversations:,}", ours, limit, "the bare SQL"))
        for name, word in words.items():
            wanted = (f'"{folded(word)}"',)
            hits = db.execute("select count(*) from found_message where found_message match ?", wanted).fetchone()[0]
            ours, limit = [], []
            for _ in range(ROUNDS):
                ours.append(await timed(lambda w=word: desk.search(w)))
                limit.append(timed_here(lambda w=wanted: db.execute(FIND, w).fetchall()))
            figures.append(lasting(f"search, {name} word ({hits:,} hits)", ours, limit, "the bare FTS query"))
        figures += await _wholes(desk, db)
        ours, limit = [], []
        ids = [row[0] for row in db.execute("select id from conversation order by random() limit ?", (ROUNDS,))]
        for id in ids:
            ours.append(await timed(lambda i=id: desk.thread(i)))
            limit.append(timed_here(lambda i=id: db.execute(NEWEST, (i,)).fetchall()))
        figures.append(lasting("thread, newest 50", ours, limit, "the bare SQL"))
    return figures


async def _wholes(desk: Desk, db: sqlite3.Connection) -> list[Figure]:
    """Measure what grows with the inbox: the ids of a whole view, and the counts of all views."""
    ours, limit, counted, limit_counted = [], [], [], []
    ids = "select id from conversation where state = 'open' and turn < '~' order by turn, id"
    for _ in range(ROUNDS // 4):
        ours.append(await timed(lambda: desk.index(View.WAITING)))
        limit.append(timed_here(lambda: db.execute(ids).fetchall()))
        counted.append(await timed(desk.counts))
        limit_counted.append(timed_here(lambda: [db.execute(sql).fetchall() for sql in COUNTED]))
    return [
        lasting("ids of the whole view waiting", ours, limit, "the bare SQL"),
        lasting("counts of all views", counted, limit_counted, "four counts in bare SQL"),
    ]
