"""Abilities, needs and absences as rows, what a write loads of them, and what is read of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from inbox.domain.abilities import ALL, Ability, ByHand, NeedRules
from inbox.domain.absence import Absence
from inbox.domain.acting import stand_ins, standing
from inbox.domain.candidates import Carried
from inbox.domain.competence import Competence
from inbox.domain.model import Person, Words
from inbox.domain.picture import Picture
from inbox.storage import rows
from inbox.storage.database import Database, Reading, Writing
from inbox.storage.rows import Row, stamp

ABILITY = "key, holder, department, competence, level, at, by, evidence, evidence_salt, doubt, doubt_salt, doubted_at"
NEED = "conversation, by_hand"
NEED_RULES = "one, body"
ABSENCE = "id, person, substitute, begins, ends, by, begun, ended"
_CURRENT = f"select {ABSENCE} from absence where ended = 0 order by begins, id"


def ability(r: Row) -> Ability:
    """Read an ability from ABILITY's columns."""
    evidence, doubt = rows.words(r[7], r[8]), rows.maybe(r[9], r[10])
    return Ability(r[1], bool(r[2]), Competence(r[3]), r[4], rows.when(r[5]), r[6], evidence, doubt, rows.moment(r[11]))


def by_hand(r: Row) -> ByHand:
    """Read what was said by hand from NEED's columns."""
    return ByHand(r[0], tuple((Competence(c), level, by) for c, level, by in json.loads(r[1])))


def absence(r: Row) -> Absence:
    """Read an absence from ABSENCE's columns."""
    return Absence(r[0], r[1], r[2], rows.when(r[3]), rows.when(r[4]), r[5], bool(r[6]), bool(r[7]))


def _words(words: Words | None) -> tuple[str | None, str | None]:
    return (None, None) if words is None else (words.text, words.salt)


def _ability_row(a: Ability) -> Row:
    said = (*_words(a.evidence), *_words(a.doubt), stamp(a.doubted_at))
    return a.key, a.holder, int(a.department), str(a.competence), a.level, stamp(a.at), a.by, *said


def _absence_row(a: Absence) -> Row:
    return a.id, a.person, a.substitute, stamp(a.begins), stamp(a.ends), a.by, int(a.begun), int(a.over)


WRITE: dict[str, tuple[str, str, Callable[[Any], Row]]] = {
    "abilities": ("ability", ABILITY, _ability_row),
    "needs": ("need", NEED, lambda n: (n.conversation, json.dumps([list(need) for need in n.needs]))),
    "need_rules": ("need_rules", NEED_RULES, lambda n: (ALL, n.text)),
    "absences": ("absence", ABSENCE, _absence_row),
}
"""For each kind of noun: its table, its columns (the first is the key), and how it becomes a row."""


class Abled:
    """The part of a write that knows who is able to do what, and who acts for whom."""

    _writing: Writing
    picture: Picture

    async def load_absences(self) -> None:
        """Load the absences that are not over."""
        for r in await self._writing.read(_CURRENT):
            self.picture.absences[r[0]] = absence(r)

    async def load_absence(self, id: int) -> None:
        """Load an absence; nothing where there is none."""
        for r in await self._writing.read(f"select {ABSENCE} from absence where id = $1", (id,)):
            self.picture.absences[r[0]] = absence(r)

    async def load_abilities(self, holder: str) -> None:
        """Load what somebody, or a department of that name, is able to do."""
        for r in await self._writing.read(f"select {ABILITY} from ability where holder = $1", (holder,)):
            self.picture.abilities[r[0]] = ability(r)

    async def load_needs(self, conversation: int) -> None:
        """Load what was said by hand that a conversation needs."""
        for r in await self._writing.read(f"select {NEED} from need where conversation = $1", (conversation,)):
            self.picture.needs[r[0]] = by_hand(r)

    async def load_need_rules(self) -> None:
        """Load the house's own rules about needs."""
        for r in await self._writing.read(f"select {NEED_RULES} from need_rules"):
            self.picture.need_rules[r[0]] = NeedRules(r[1])


class Abilities:
    """The part of a store that reads who is able to do what, and who acts for whom."""

    _db: Database

    async def seated(self, name: str, now: datetime) -> tuple[Person, Mapping[str, str]] | None:
        """Return somebody who works here with those they stand in for, and who acts for whom now."""
        sql = (
            "select name, roles, departments, channels, active, (select count(*) from absence where ended = 0)"
            " from person where active = 1 and name = $1"
        )
        found = await self._db.read(sql, (name,))
        if not found:
            return None
        person, instead = rows.person(found[0][:5]), {}
        if found[0][5]:
            instead = stand_ins(await self.absences(), now)
        return standing(person, instead), instead

    async def absences(self) -> tuple[Absence, ...]:
        """Return the absences that are not over, in the order in which they begin."""
        return tuple(absence(r) for r in await self._db.read(_CURRENT))

    async def abilities(self, holder: str = "") -> tuple[Ability, ...]:
        """Return what everybody is able to do, or one holder of a name."""
        where, args = ("where holder = $1", (holder,)) if holder else ("", ())
        sql = f"select {ABILITY} from ability {where} order by department, holder, competence"
        return tuple(ability(r) for r in await self._db.read(sql, args))

    async def needs(self, conversation: int) -> ByHand | None:
        """Return what was said by hand that a conversation needs."""
        found = await self._db.read(f"select {NEED} from need where conversation = $1", (conversation,))
        return by_hand(found[0]) if found else None

    async def contact_said(self, conversation: int, most: int) -> tuple[str, ...]:
        """Return what the contact said since a conversation was last closed, the latest first."""
        closed = "select at from feed where conversation = $1 and kind = 'Closed' order by number desc limit 1"
        sql = (
            "select text from message where conversation = $1 and direction = 'in' and deleted = 0 and automatic = 0"
            f" and at > coalesce(({closed}), '') order by number desc limit {most}"
        )
        return tuple(str(r[0] or "") for r in await self._db.read(sql, (conversation,)))

    async def need_rules(self) -> str:
        """Return the house's own rules about needs; "" where it has none."""
        found = await self._db.read(f"select {NEED_RULES} from need_rules")
        return str(found[0][1]) if found else ""

    async def turning(self, now: datetime) -> list[int]:
        """Return the absences of which it has to be told that they have begun or are over."""
        sql = "select id from absence where ended = 0 and (ends <= $1 or (begun = 0 and begins <= $1)) order by id"
        return [r[0] for r in await self._db.read(sql, (stamp(now),))]

    async def carried(self) -> dict[str, Carried]:
        """Return what each owner carries on all channels."""
        # Grouped by the owner alone SQLite walks the index over open ones; without nobody it takes twenty times as long.
        sql = (
            "select owner, count(*), sum(case when turn < '~' then 1 else 0 end) from conversation"
            " where state = 'open' group by owner"
        )
        owned = await self._db.read(sql)
        sql = (
            "select c.owner, count(*) from request r join conversation c on c.id = r.conversation"
            " where r.state in ('open', 'taken', 'answered', 'returned') and c.state = 'open' and c.owner is not null group by c.owner"
        )
        asked: dict[str, int] = dict(await self._db.read(sql))
        return {r[0]: Carried(r[1], r[2] or 0, asked.get(r[0], 0)) for r in owned if r[0] is not None}


async def house(db: Reading) -> dict[str, dict[Any, Any]]:
    """Read what of this belongs to the house itself, all of it."""
    return {
        "abilities": {r[0]: ability(r) for r in await db.read(f"select {ABILITY} from ability")},
        "need_rules": {r[0]: NeedRules(r[1]) for r in await db.read(f"select {NEED_RULES} from need_rules")},
        "absences": {r[0]: absence(r) for r in await db.read(f"select {ABSENCE} from absence")},
    }
