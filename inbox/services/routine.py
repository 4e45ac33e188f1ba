"""A desk's part in routine work: its templates, filled for a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from inbox.domain.automation import Rule
from inbox.domain.filling import Filled, fill, values
from inbox.domain.hours import Hours
from inbox.domain.people import Act, Reach, reach, require
from inbox.domain.rules.templates import fits
from inbox.domain.sound import see
from inbox.domain.templates import Template
from inbox.domain.when import LOCAL
from inbox.errors import NotFound
from inbox.ports.routine import Called, Saved, Trial
from inbox.services.sitting import Sitting

MOST = 501
"""Mentions in one answer."""


class RoutineDesk(Sitting):
    """What `inbox.ports.routine.RoutineWork` promises, over a store in this process."""

    async def templates(self) -> tuple[Template, ...]:
        """Return the templates this person may use."""
        return await self._store.templates(await self._now())

    async def filled(self, conversation: int, template: int, said: Mapping[str, str] | None = None) -> Filled:
        """Return a template filled for a conversation."""
        see(conversation, template, *(said or {}), *(said or {}).values())
        person = await self._now()
        rows = await self._store.rows(person, [conversation])
        if not rows:
            raise NotFound("There is no conversation {id} here for you.", id=conversation)
        row = rows[0]
        usable = (k for k in await self._store.templates(person) if k.id == template)
        found = next((k for k in usable if fits(k, person, row.conversation.channel)), None)
        if found is None:
            raise NotFound("There is no template {name} here for you.", name=template)
        here = self._office.now().astimezone(LOCAL)
        known = values(row.conversation, row.contact, row.platform, person.name, here)
        return fill(str(found.words), known, said)

    async def saved(self) -> tuple[Saved, ...]:
        """Return the views this person has."""
        return await self._store.saved(await self._now())

    async def mentions(self, *, seen: bool = False, before: int | None = None, limit: int = 200) -> tuple[Called, ...]:
        """Return where colleagues named this person."""
        see(before, limit)
        return await self._store.mentions(await self._now(), seen=seen, before=before, limit=max(0, min(limit, MOST)))

    async def hours(self) -> tuple[Hours, ...]:
        """Return when the channels this person sees are attended."""
        return await self._store.hours(await self._now())

    async def rules(self) -> tuple[Rule, ...]:
        """Return the automatic rules about channels of this person, and those about all."""
        person = await self._now()
        return await self._store.rules(person) if reach(person, Act.READ) is Reach.ALL else ()

    async def rehearsed(self, rule: int, since: datetime) -> Trial:
        """Return what a rule would have done since a moment."""
        see(rule, since)
        person = await self._now()
        require(person, Act.ROUTINE)
        return await self._store.rehearsed(person, rule, since)
