"""Routine work as rows, and rows as routine work; the part of a write and of a store that knows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from inbox.domain.model import Person
from inbox.domain.picture import Picture
from inbox.domain.rules.templates import fits
from inbox.domain.rules.views import sees_view
from inbox.domain.templates import Template
from inbox.domain.views import Narrow, SavedView
from inbox.ports.desk import Filter, View
from inbox.ports.routine import Saved
from inbox.storage import listing, rows
from inbox.storage.database import Database, Reading, Writing
from inbox.storage.rows import Row

TEMPLATE = "id, name, text, salt, channels, owner, by, at"
VIEW = "id, name, base, channel, of, tag, state, visibility, owner"


def template(r: Row) -> Template:
    """Read a template from TEMPLATE's columns."""
    return Template(r[0], r[1], rows.words(r[2], r[3]), tuple(json.loads(r[4])), r[5], r[6], rows.when(r[7]))


def view(r: Row) -> SavedView:
    """Read a saved view from VIEW's columns."""
    return SavedView(r[0], r[1], r[2], Narrow(*r[3:8]), r[8])


def _listed(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _view_row(k: SavedView) -> Row:
    n = k.narrow
    return k.id, k.name, k.base, n.channel, n.owner, n.tag, n.state, n.visibility, k.owner


WRITE: dict[str, tuple[str, str, Callable[[Any], Row]]] = {
    "templates": (
        "template",
        TEMPLATE,
        lambda k: (k.id, k.name, k.words.text, k.words.salt, _listed(k.channels), k.owner, k.by, rows.stamp(k.at)),
    ),
    "views": ("saved_view", VIEW, _view_row),
}
"""As `rows.WRITE`."""


async def nouns(db: Reading) -> dict[str, dict[Any, Any]]:
    """Read all routine work that stands."""
    return {
        "templates": {r[0]: template(r) for r in await db.read(f"select {TEMPLATE} from template order by id")},
        "views": {r[0]: view(r) for r in await db.read(f"select {VIEW} from saved_view order by id")},
    }


class Routine:
    """Routine work of a write."""

    _writing: Writing
    picture: Picture

    async def load_routine(self) -> None:
        """Load templates and saved views."""
        for kind, found in (await nouns(self._writing)).items():
            getattr(self.picture, kind).update(found)


class RoutineReads:
    """The part of a store that knows routine work."""

    _db: Database

    async def templates(self, person: Person) -> tuple[Template, ...]:
        """Return the templates somebody may use, their own first, by name."""
        found = await self._db.read(f"select {TEMPLATE} from template")
        fitting = (k for k in map(template, found) if fits(k, person))
        return tuple(sorted(fitting, key=lambda k: (k.owner == "", k.name.casefold(), k.id)))

    async def saved(self, person: Person) -> tuple[Saved, ...]:
        """Return the views somebody has, their own first, by name, with how many conversations each holds."""
        found = [k for k in map(view, await self._db.read(f"select {VIEW} from saved_view")) if sees_view(person, k)]
        held = []
        for k in sorted(found, key=lambda k: (k.owner == "", k.name.casefold(), k.id)):
            held.append(Saved(k, await listing.count(self._db, person, View(k.base), Filter(*astuple(k.narrow)))))
        return tuple(held)
