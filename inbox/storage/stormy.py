"""Storms and freezes as rows and rows as nouns; the other nouns are in `rows`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from inbox.domain.storm import Freeze, Signals, Statement, Storm, StormState, Thresholds
from inbox.storage import rows, signing
from inbox.storage.sending import UNSETTLED

STORM = (
    "id, topic, topic_salt, at, last_at, signals, channels, conversations, owner, led, state, statement, statement_salt,"
    " ended_at, statement_en, statement_en_salt, stated"
)
FREEZE = "id, by, at, channels, storm, ended_at, ended_by"
WATCH = "name, times, people, sureness, calm"
HELD = f"m.{UNSETTLED} and m.delivery = 'held' and m.holds like '%[\"freeze\", %'"
"""Which replies a freeze holds, whatever else does."""
_SIGNALS = msgspec.json.Decoder(Signals)


def storm(r: rows.Row) -> Storm:
    """Read a storm from STORM's columns."""
    return Storm(
        r[0],
        rows.words(r[1], r[2]),
        rows.when(r[3]),
        rows.when(r[4]),
        _SIGNALS.decode(r[5]),
        tuple(json.loads(r[6])),
        tuple(json.loads(r[7])),
        r[8],
        bool(r[9]),
        StormState(r[10]),
        _statements(r),
        rows.moment(r[13]),
    )


def _statements(r: rows.Row) -> dict[str, Statement]:
    found, stated = {}, json.loads(r[16])
    for lang, words in (("de", rows.maybe(r[11], r[12])), ("en", rows.maybe(r[14], r[15]))):
        if words is not None:
            by, holds, cleared, released = stated.get(lang, ("", "[]", [], ""))
            found[lang] = Statement(words, by, signing.released("[]", "", holds)[2], tuple(cleared), released)
    return found


def freeze(r: rows.Row) -> Freeze:
    """Read a freeze from FREEZE's columns."""
    return Freeze(r[0], r[1], rows.when(r[2]), tuple(json.loads(r[3])), r[4], rows.moment(r[5]), r[6])


def watch(r: rows.Row) -> Thresholds:
    """Read thresholds from WATCH's columns."""
    return Thresholds(*r[1:5])


def _storm_row(s: Storm) -> rows.Row:
    de, en = ((one.words.text, one.words.salt) if (one := s.statements.get(n)) else (None, None) for n in ("de", "en"))
    told = {n: (o.by, signing.held(o.holds), o.cleared, o.released) for n, o in s.statements.items() if o.by}
    return (
        s.id, s.topic.text, s.topic.salt, rows.stamp(s.at), rows.stamp(s.last_at), msgspec.json.encode(s.signals).decode(),
        json.dumps(s.channels, ensure_ascii=False), json.dumps(s.conversations), s.owner, int(s.led), s.state, *de,
        rows.stamp(s.ended_at), *en, json.dumps(told, ensure_ascii=False),
    )  # fmt: skip


def _freeze_row(f: Freeze) -> rows.Row:
    names = json.dumps(f.channels, ensure_ascii=False)
    return (f.id, f.by, rows.stamp(f.at), names, f.storm, rows.stamp(f.ended_at), f.ended_by)


WRITE: dict[str, tuple[str, str, Callable[[Any], rows.Row]]] = {
    "storms": ("storm", STORM, _storm_row),
    "freezes": ("stop", FREEZE, _freeze_row),
    "watches": ("storm_watch", WATCH, lambda t: ("storms", t.times, t.people, t.sureness, t.calm)),
}
"""As `rows.WRITE`."""
