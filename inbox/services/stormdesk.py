"""The part of a desk that knows storms: who may read dialogues sees how the weather is on their channels."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from inbox.domain.hearing import Said, heard
from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, in_channels, reach
from inbox.domain.replay import PREVIEW
from inbox.domain.sound import see
from inbox.domain.statement import PROPOSED, language
from inbox.domain.usual import Usual
from inbox.errors import NotAllowed, NotFound
from inbox.ports.storms import Gauge, StormView, Weather
from inbox.services.sitting import Sitting

HOUR = timedelta(hours=1)
MOST = 2000
"""Messages of the last hour that the gauge looks at, the latest ones."""


class StormReading(Sitting):
    """The storms of one person's desk."""

    async def _reader(self) -> Person:
        person = await self._now()
        if reach(person, Act.READ) is not Reach.ALL:
            raise NotAllowed("As {roles} {person} may not see storms.", roles=_roles(person), person=person.name)
        return person

    async def weather(self, *, gauges: bool = True) -> Weather:
        """Return how the weather is."""
        person, store = await self._reader(), self._store
        standing = await store.freezes()
        freezes = tuple(f for f in standing if not f.channels or any(in_channels(person, name) for name in f.channels))
        stopped = tuple(await store.stopped(person)) if freezes else ()
        storms = tuple(await store.storms(person))
        measured = await self._gauges(person) if gauges else ()
        return Weather(storms, freezes, stopped, measured, await store.thresholds())

    async def _gauges(self, person: Person) -> tuple[Gauge, ...]:
        """Return what was measured on a person's channels, at most so long ago."""
        found = await self._office.gauged.measured(self._measured)
        return tuple(one for one in found if in_channels(person, one.channel))

    async def _measured(self) -> tuple[Gauge, ...]:
        """Count who wrote in the last hour on every channel, and lay what is usual beside it."""
        now = self._office.now()
        # Hundreds of texts are listened to: that must not keep the desk from its other work.
        lately, sour = await asyncio.to_thread(_counted, await self._store.said_since(now - HOUR, MOST))
        known = await self._store.usual()
        found = []
        for row in await self._store.channel_rows():
            name = row.channel.name
            if not row.channel.active:
                continue
            usual = self._office.storms.learnt(name, known[name]) if name in known else Usual()
            expected = usual.expected(now - HOUR, now) if usual.first else 0.0
            percent = round(100 * sour[name] / lately[name]) if lately[name] else 0
            found.append(Gauge(name, lately[name], round(expected, 1), percent))
        return tuple(found)

    async def storm(self, storm: int) -> StormView:
        """Return one storm with its threads, and what could be told to everybody for now."""
        see(storm)
        person = await self._now()
        if reach(person, Act.READ) is not Reach.ALL:
            raise NotFound("There is no storm {id} here for you.", id=storm)
        view = await self._store.storm_view(person, storm)
        known = view.row.storm.statements
        most = language(one.last_words for one in view.threads)
        texts = {lang: str(known[lang].words) if lang in known else said for lang, said in PROPOSED.items()}
        waits = tuple(lang for lang, said in known.items() if said.holds)
        threads = []
        for one in view.threads:
            lang = language([one.last_words], most)
            way = one.in_the_way or ("statement" if lang in waits else "")
            cut = "…" if len(one.last_words) >= PREVIEW else ""
            threads.append(replace(one, lang=lang, in_the_way=way, last_words=one.last_words + cut))
        return replace(view, proposed=texts[most], texts=tuple(texts.items()), waits=waits, threads=tuple(threads))


def _counted(said: Sequence[Said]) -> tuple[Counter[str], Counter[str]]:
    """Return how many people wrote, and how many of them angrily, by channel."""
    lately, sour = Counter[str](), Counter[str]()
    for channel, _, is_sour in {(s.channel, s.author, heard(s).sour): None for s in said}:
        lately[channel] += 1
        sour[channel] += is_sour
    return lately, sour


def _roles(person: Person) -> str:
    return ", ".join(sorted(person.roles)) or "no role"
