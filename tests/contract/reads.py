"""Every read of a desk, asked in the simplest way: for what holds of all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from inbox.domain.figures import Figure
from inbox.ports.desk import Desk, View
from tests.world import NOON

READS: dict[str, Callable[[Desk], Awaitable[object]]] = {
    "conversations": lambda desk: desk.conversations(View.ALL),
    "index": lambda desk: desk.index(View.ALL),
    "rows": lambda desk: desk.rows([1]),
    "counts": lambda desk: desk.counts(),
    "thread": lambda desk: desk.thread(1),
    "fetch": lambda desk: desk.fetch(1),
    "fit": lambda desk: desk.fit(1, "x"),
    "portrait": lambda desk: desk.portrait(1),
    "across": lambda desk: desk.across(1),
    "requests": lambda desk: desk.requests(),
    "request": lambda desk: desk.request(1),
    "cards": lambda desk: desk.cards(),
    "versions": lambda desk: desk.versions(1),
    "reasons": lambda desk: desk.reasons(1),
    "why": lambda desk: desk.why(1),
    "check": lambda desk: desk.check("x"),
    "held": lambda desk: desk.held(),
    "risks": lambda desk: desk.risks(),
    "guards": lambda desk: desk.guards(),
    "prepare": lambda desk: desk.prepare(1, "legal"),
    "similar": lambda desk: desk.similar("x"),
    "knowledge": lambda desk: desk.knowledge(),
    "correspondents": lambda desk: desk.correspondents(),
    "search": lambda desk: desk.search("x"),
    "overview": lambda desk: desk.overview(),
    "report": lambda desk: desk.report(),
    "behind": lambda desk: desk.behind(Figure.OPEN),
    "people": lambda desk: desk.people(),
    "departments": lambda desk: desk.departments(),
    "channels": lambda desk: desk.channels(),
    "undoable": lambda desk: desk.undoable(),
    "feed": lambda desk: desk.feed(0),
    "last": lambda desk: desk.last(),
    "look_at": lambda desk: desk.look_at(1),
    "around": lambda desk: desk.around(),
    "tokens": lambda desk: desk.tokens(),
    "verify": lambda desk: desk.verify(),
    "abilities": lambda desk: desk.abilities(),
    "absences": lambda desk: desk.absences(),
    "candidates": lambda desk: desk.candidates(1),
    "gap": lambda desk: desk.gap(1),
    "handover": lambda desk: desk.handover([1]),
    "need_rules": lambda desk: desk.need_rules(),
    "weather": lambda desk: desk.weather(),
    "storm": lambda desk: desk.storm(1),
    "templates": lambda desk: desk.templates(),
    "filled": lambda desk: desk.filled(1, 1),
    "saved": lambda desk: desk.saved(),
    "mentions": lambda desk: desk.mentions(),
    "hours": lambda desk: desk.hours(),
    "rules": lambda desk: desk.rules(),
    "rehearsed": lambda desk: desk.rehearsed(1, NOON),
}
"""By the name of the method."""
