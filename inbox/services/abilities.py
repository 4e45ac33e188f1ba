"""The part of a desk that knows competences, absences and handing over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from inbox.domain.abilities import Ability
from inbox.domain.absence import Absence
from inbox.domain.candidates import Candidate, Carried, candidate, ranked
from inbox.domain.competence import Competence
from inbox.domain.covering import Gap, Levels, Need, Source, lacking, smallest
from inbox.domain.handover import Card, next_step, promised, still_open
from inbox.domain.model import Person, unanswered
from inbox.domain.needing import Seen, needs, read_rules
from inbox.domain.needing_usual import USUAL
from inbox.domain.people import Act, Reach, reach, require
from inbox.domain.rules.ownership import can_own
from inbox.domain.sound import see
from inbox.errors import BadInput
from inbox.ports.desk import Row, Thread
from inbox.services.sitting import Sitting

LOOKED_AT = 200
"""Latest messages of a conversation in which promises are looked for."""
SAID, LOOKED_THROUGH = 100, 20_000
"""Latest messages of the contact, and characters of them, that are looked through for what a conversation needs."""
_DEPARTMENT_COST, _HERE_COST = 100, 10
"""Between sets of the same size: people before departments, whoever is here before whoever is not, then who carries less."""


class AbleLocalDesk(Sitting):
    """Reads of competences, absences and handovers. See `inbox.ports.abilities.AbleDesk`."""

    def _acting(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows with who acts for their owner, where that is somebody else now."""
        if not self._instead:
            return list(rows)
        return [replace(r, acting=self._instead.get(r.conversation.owner or "", "")) for r in rows]

    async def abilities(self) -> tuple[Ability, ...]:
        """Return one's own levels; for a lead everybody's."""
        person = await self._now()
        found = await self._office.store.abilities()
        if reach(person, Act.COMPETENCES) is Reach.ALL:
            return found
        return tuple(a for a in found if a.holder == person.name and not a.department)

    async def need_rules(self) -> str:
        """Return the house's own rules about what conversations need."""
        await self._now()
        return await self._office.store.need_rules()

    async def absences(self) -> tuple[Absence, ...]:
        """Return who is away or will be."""
        await self._now()
        now = self._office.now()
        return tuple(a for a in await self._office.store.absences() if a.ends > now)

    async def gap(self, conversation: int) -> Gap:
        """Return what a conversation needs, what lacks of it, and who covers that."""
        see(conversation)
        person = await self._now()
        store = self._office.store
        thread = await store.thread(person, conversation, None, 50)
        needed = await self._needed(thread)
        owner = thread.row.conversation.owner
        who = self._instead.get(owner, owner) if owner else person.name
        levels = _levels(await store.abilities())
        lacks = lacking(needed, levels.get((who, False), {}))
        support, nobody = smallest(lacks, await self._sources(person, thread, levels, who) if lacks else ())
        return Gap(conversation, who, needed, lacks, support, nobody, bool(levels))

    async def _needed(self, thread: Thread) -> tuple[Need, ...]:
        """Return what rules and people say that a conversation needs. A house's broken rules count as none."""
        c, store = thread.row.conversation, self._office.store
        latest = [str(m.words) for m in unanswered(thread.messages)]
        said = dict.fromkeys((str(c.subject or ""), *latest, *await store.contact_said(c.id, SAID)))
        seen = Seen("\n".join(said)[:LOOKED_THROUGH], c.channel, c.visibility, c.tags)
        try:
            rules = read_rules(await store.need_rules() or USUAL)
        except BadInput:
            rules = ()
        return needs(rules, seen, await store.needs(c.id))

    async def _sources(
        self, viewer: Person, thread: Thread, levels: dict[tuple[str, bool], Levels], but: str
    ) -> list[Source]:
        """Return who could be brought in: who may own the conversation, who can be asked, and departments with somebody there."""
        store, here, carried = self._office.store, self._here(viewer), await self._office.store.carried()
        people, departments, found = await store.people(), await store.departments(), []
        asked = {p.name: p.departments for p in people if p.active and reach(p, Act.ANSWER) is not Reach.NONE}
        known = {d.name for d in departments}
        for p in people:
            may = can_own(p, thread.row.conversation) or bool(known & asked.get(p.name, frozenset()))
            if p.name != but and p.name not in self._instead and may and (p.name, False) in levels:
                load = carried.get(p.name, Carried())
                cost = _HERE_COST * (p.name not in here) + min(9, load.waiting)
                found.append(Source(p.name, department=False, levels=levels[p.name, False], cost=cost))
        return found + [
            Source(d.name, department=True, levels=levels[d.name, True], cost=_DEPARTMENT_COST)
            for d in departments
            if (d.name, True) in levels and any(d.name in there for there in asked.values())
        ]

    def _here(self, viewer: Person) -> frozenset[str]:
        """Return who is at a screen now, as far as this person may know."""
        return frozenset(p.person for p in self._office.presence.around(viewer, "").here)

    async def candidates(self, conversation: int) -> tuple[Candidate, ...]:
        """Return whom a conversation suits."""
        see(conversation)
        person = await self._now()
        store = self._office.store
        thread = await store.thread(person, conversation, None, 50)
        require(person, Act.TAKE)
        needed, levels = await self._needed(thread), _levels(await store.abilities())
        here, carried = self._here(person), await store.carried()
        return ranked(
            [
                candidate(
                    p.name,
                    needed if levels else (),
                    levels.get((p.name, False), {}),
                    carried.get(p.name, Carried()),
                    here=p.name in here,
                    stand_in=self._instead.get(p.name, ""),
                    signed=reach(p, Act.SEND) is Reach.APPROVAL,
                )
                for p in await store.people()
                if p.name != thread.row.conversation.owner and can_own(p, thread.row.conversation)
            ]
        )

    async def handover(self, conversations: Sequence[int]) -> tuple[Card, ...]:
        """Return handover cards, in the order asked for."""
        see(conversations)
        ids = list(dict.fromkeys(conversations))
        found = await self._office.store.threads(await self._now(), ids, LOOKED_AT)
        # Beside the loop: looking for promises in long dialogues takes its time.
        return await asyncio.to_thread(lambda: tuple(map(self._card, found)))

    def _card(self, thread: Thread) -> Card:
        row, c = thread.row, thread.row.conversation
        step, about = next_step(c, row.ball, thread.requests, thread.messages, thread.draft)
        return Card(
            c.id,
            row.contact,
            c.owner or "",
            self._instead.get(c.owner or "", ""),
            promised(thread.messages),
            still_open(thread.requests),
            step,
            about,
            row.due,
            c.waiting_since,
        )


def _levels(abilities: Sequence[Ability]) -> dict[tuple[str, bool], Levels]:
    """Return the levels of each holder, by name and whether it is a department."""
    found: dict[tuple[str, bool], dict[Competence, int]] = {}
    for a in abilities:
        found.setdefault((a.holder, a.department), {})[a.competence] = a.level
    return dict(found)
