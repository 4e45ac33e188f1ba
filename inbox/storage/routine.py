"""Routine work as rows, and rows as routine work; the part of a write and of a store that knows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from inbox.domain.automation import Rule
from inbox.domain.hours import Hours, Told
from inbox.domain.mentions import Mention
from inbox.domain.model import Person
from inbox.domain.people import in_channels
from inbox.domain.rules.automation import sees_rule
from inbox.domain.rules.templates import fits
from inbox.domain.rules.views import sees_view
from inbox.domain.templates import Template
from inbox.domain.views import ME, NOBODY, Filter, SavedView
from inbox.errors import NotFound
from inbox.ports.desk import View
from inbox.ports.routine import Called, Saved, Trial
from inbox.storage import listing, rows, targets, trying
from inbox.storage.asking import Asking
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import chunks, holes
from inbox.storage.rows import Row

TEMPLATE = "id, name, text, salt, channels, owner, by, at"
VIEW = "id, name, base, channel, of, tag, state, visibility, owner"
MENTION = "id, conversation, note, person, by, at, seen"


def template(r: Row) -> Template:
    """Read a template from TEMPLATE's columns."""
    return Template(r[0], r[1], rows.words(r[2], r[3]), tuple(json.loads(r[4])), r[5], r[6], rows.when(r[7]))


def view(r: Row) -> SavedView:
    """Read a saved view from VIEW's columns."""
    return SavedView(r[0], r[1], r[2], Filter(*r[3:8]), r[8])


def mention(r: Row) -> Mention:
    """Read a mention from MENTION's columns."""
    return Mention(r[0], r[1], r[2], r[3], r[4], rows.when(r[5]), bool(r[6]))


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
    "mentions": (
        "mention",
        MENTION,
        lambda m: (m.id, m.conversation, m.note, m.person, m.by, rows.stamp(m.at), int(m.seen)),
    ),
    "hours": ("hours", targets.HOURS, targets.hours_row),
    "told": ("target", targets.TOLD, targets.told_row),
    "rules": ("auto_rule", trying.RULE, trying.rule_row),
}
"""As `rows.WRITE`."""


async def nouns(db: Reading) -> dict[str, dict[Any, Any]]:
    """Read all routine work that stands."""
    return {
        "templates": {r[0]: template(r) for r in await db.read(f"select {TEMPLATE} from template order by id")},
        "views": {r[0]: view(r) for r in await db.read(f"select {VIEW} from saved_view order by id")},
        "hours": await targets.hours(db),
        "rules": await trying.rules(db),
    }


class Routine(Asking):
    """Routine work of a write."""

    async def load_routine(self) -> None:
        """Load templates, saved views, hours and rules."""
        for kind, found in (await nouns(self._writing)).items():
            getattr(self.picture, kind).update(found)

    async def load_hours(self) -> None:
        """Load when channels are attended."""
        self.picture.hours.update(await targets.hours(self._writing))

    async def load_rules(self) -> None:
        """Load the automatic rules, and where one is on, the hours and what it asks of the conversations that are loaded."""
        self.picture.rules.update(await trying.rules(self._writing))
        if any(rule.on for rule in self.picture.rules.values()):
            await self.load_hours()
        if any(rule.on and any(then.deed == "close" for then in rule.then) for rule in self.picture.rules.values()):
            for id in list(self.picture.conversations):
                await self.load_requests_of(id)

    async def load_targets(self, conversations: Sequence[int]) -> None:
        """Load what people were told of conversations whose contacts wait."""
        self.picture.told |= await told_here(self._writing, conversations)

    async def load_mentions(self, person: str) -> None:
        """Load where somebody was named."""
        for r in await self._writing.read(f"select {MENTION} from mention where person = $1", (person,)):
            self.picture.mentions[r[0]] = mention(r)


async def told_here(db: Reading, ids: Sequence[int]) -> dict[int, Told]:
    """Read what people were told of some conversations."""
    found: dict[int, Told] = {}
    for some in chunks(ids):
        sql = f"select {targets.TOLD} from target where conversation in ({holes(len(some))})"
        found |= {r[0]: targets.told(r) for r in await db.read(sql, some)}
    return found


async def mentions_here(db: Reading, ids: Sequence[int]) -> dict[int, Mention]:
    """Read who was named in some conversations."""
    sql = f"select {MENTION} from mention where conversation in ({holes(len(ids))})"
    return {r[0]: mention(r) for r in await db.read(sql, ids)}


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
        found.sort(key=lambda k: (k.owner == "", k.name.casefold(), k.id))
        held = [await listing.count(self._db, person, View(k.base), k.narrow) for k in found]
        here = {r[0] for r in await self._db.read("select name from person where active = 1")} | {"", ME, NOBODY}
        return tuple(Saved(k, n, gone=k.narrow.owner not in here) for k, n in zip(found, held, strict=True))

    async def mentions(self, person: Person, *, seen: bool, before: int | None, limit: int) -> tuple[Called, ...]:
        """Return where somebody was named and can read it, latest first; those looked at only if asked for."""
        args: list[object] = [person.name, 2**62 if before is None else before]
        here, more = listing.sight(person, 3)
        columns = ", ".join(f"m.{name.strip()}" for name in MENTION.split(","))
        sql = (
            f"select {columns}, k.name, n.text from mention m join conversation c on c.id = m.conversation"
            " join contact k on k.id = c.contact left join note n on n.id = m.note"
            f" where m.person = $1 and m.id < $2 and {here}{'' if seen else ' and m.seen = 0'} order by m.id desc limit {int(limit)}"
        )
        return tuple(Called(mention(r[:7]), r[7] or "", r[8] or "") for r in await self._db.read(sql, args + more))

    async def hours(self, person: Person) -> tuple[Hours, ...]:
        """Return when the channels somebody sees are attended."""
        found = (await targets.hours(self._db)).values()
        return tuple(k for k in found if not k.channel or in_channels(person, k.channel))

    async def waiting_long(self, now: datetime) -> list[int]:
        """Return conversations whose contact waits nearly too long, or too long, and of which nobody was warned yet."""
        return await targets.waiting_long(self._db, now)

    async def rules(self, person: Person) -> tuple[Rule, ...]:
        """Return the automatic rules about channels of a person, oldest first."""
        found = (await trying.rules(self._db)).values()
        return tuple(k for k in found if sees_rule(person, k) or k.if_.channel == "")

    async def rehearsed(self, person: Person, rule: int, since: datetime) -> Trial:
        """Return what a rule would have done since a moment. Raises: NotFound."""
        found = (await trying.rules(self._db)).get(rule)
        if found is None or not sees_rule(person, found):
            raise NotFound("There is no rule {name} here for you.", name=rule)
        people = [
            rows.person(r) for r in await self._db.read("select name, roles, departments, channels, active from person")
        ]
        async with self._db.snapshot() as then:
            return await trying.tried(then, person, found, since, people)
