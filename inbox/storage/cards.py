"""Goals and guidelines as rows, and rows as goals and guidelines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from inbox.domain.goals import Card, CardKind, CardScope
from inbox.domain.incoming import Visibility
from inbox.storage import rows
from inbox.storage.rows import Row

CARD = (
    "id, card, version, kind, title, title_salt, wanted, wanted_salt, unwanted, unwanted_salt, measure, measure_salt, "
    "channels, visibility, tags, topics, by, at, until, ended, ended_by"
)


def card(r: Row) -> Card:
    """Read a card from CARD's columns."""
    channels, tags, topics = (tuple(json.loads(r[n])) for n in (12, 14, 15))
    title, do, dont, measure = (rows.words(r[n], r[n + 1]) for n in (4, 6, 8, 10))
    return Card(
        r[0],
        r[1],
        r[2],
        CardKind(r[3]),
        title,
        do,
        dont,
        measure,
        CardScope(channels, Visibility(r[13]) if r[13] else None, tags, topics),
        r[16],
        rows.when(r[17]),
        rows.moment(r[18]),
        rows.moment(r[19]),
        r[20],
    )


def _listed(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _card_row(k: Card) -> Row:
    texts = [part for w in (k.title, k.do, k.dont, k.measure) for part in (w.text, w.salt)]
    scope = k.scope
    return (
        k.id, k.card, k.version, k.kind, *texts, _listed(scope.channels), scope.visibility or "", _listed(scope.tags),
        _listed(scope.topics), k.by, rows.stamp(k.at), rows.stamp(k.until), rows.stamp(k.ended), k.ended_by,
    )  # fmt: skip


WRITE: dict[str, tuple[str, str, Callable[[Any], Row]]] = {"cards": ("card", CARD, _card_row)}
"""As `rows.WRITE`."""
