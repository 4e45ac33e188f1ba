"""Routine work as rows, and rows as routine work; the part of a write and of a store that knows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from inbox.domain.model import Person
from inbox.domain.picture import Picture
from inbox.domain.rules.templates import fits
from inbox.domain.templates import Template
from inbox.storage import rows
from inbox.storage.database import Database, Reading, Writing
from inbox.storage.rows import Row

TEMPLATE = "id, name, text, salt, channels, owner, by, at"


def template(r: Row) -> Template:
    """Read a template from TEMPLATE's columns."""
    return Template(r[0], r[1], rows.words(r[2], r[3]), tuple(json.loads(r[4])), r[5], r[6], rows.when(r[7]))


def _listed(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


WRITE: dict[str, tuple[str, str, Callable[[Any], Row]]] = {
    "templates": (
        "template",
        TEMPLATE,
        lambda k: (k.id, k.name, k.words.text, k.words.salt, _listed(k.channels), k.owner, k.by, rows.stamp(k.at)),
    ),
}
"""As `rows.WRITE`."""


async def nouns(db: Reading) -> dict[str, dict[Any, Any]]:
    """Read all routine work that stands."""
    return {"templates": {r[0]: template(r) for r in await db.read(f"select {TEMPLATE} from template order by id")}}


class Routine:
    """Routine work of a write."""

    _writing: Writing
    picture: Picture

    async def load_routine(self) -> None:
        """Load templates."""
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
