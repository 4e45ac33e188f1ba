"""Lets the storm watch hear what customers write, raises storms, and keeps what it learnt. It works where the watch's lease is.

What was learnt is kept every quarter of an hour; whoever goes on with it hears again what had not been learnt by then,
so that nothing is lost or learnt twice. A storm that is known is told anew by its own messages after a restart.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from inbox.domain.commands import CalmStorm, Command, JoinStorm, RaiseStorm
from inbox.domain.events import Recorded, StormRaised
from inbox.domain.gathering import Group, grouped
from inbox.domain.hearing import Said, heard
from inbox.domain.lately import KEEPS
from inbox.domain.storm import Storm, StormState
from inbox.domain.stormwatch import ALL, Alarm, Watcher
from inbox.domain.usual import Usual
from inbox.ports.leases import Lease
from inbox.ports.store import Store
from inbox.wire import noun_from_json, noun_to_json

PAST = timedelta(weeks=6)
"""How far back is learnt from where nothing was learnt yet."""
MOST = 50_000
"""Messages learnt from then, the latest ones."""
AT_ONCE = 200
"""Messages heard in one look."""
KEPT = timedelta(minutes=15)
"""How often what was learnt is kept."""
FRESH = timedelta(hours=24)
HARMLESS = timedelta(days=14)
"""For how long a storm that is over, or was none, is known, so that more of it is not another one."""
TOLD = 60
"""Messages by which a storm is told after a restart, the first ones."""
OFTEN = 3
"""A word is kept once so many messages said it: a rarer one may be somebody's name."""
Perform = Callable[[Command], Awaitable[Sequence[Recorded]]]


class StormKeeper:
    """Hears what customers write. `now` returns aware UTC times."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._watcher: Watcher | None = None
        self._upto = 0
        self._epoch: int | None = None
        self._storms: dict[int, Storm] = {}
        self._last: dict[int, datetime] = {}
        self._kept_at: datetime | None = None
        self._relearnt = False
        self._learnt: dict[str, tuple[int, Usual]] = {}

    def learnt(self, channel: str, known: tuple[int, str]) -> Usual:
        """Return what is usual on a channel, of what was kept; read once."""
        if self._learnt.get(channel, (-1, None))[0] != known[0]:
            self._learnt[channel] = known[0], noun_from_json(known[1].encode(), Usual)
        return self._learnt[channel][1]

    async def look(self, perform: Perform, lease: Lease | None) -> int:
        """Hear what is new, and return how many messages that was; what it means is done through `perform`."""
        epoch = lease.epoch if lease else None
        # Another node had the lease meanwhile: what it learnt counts.
        watcher = self._watcher if self._watcher and epoch == self._epoch else await self._begun()
        self._watcher, self._epoch = watcher, epoch
        new = await self._store.said(self._upto, AT_ONCE)
        await self._sync(watcher)
        joined: dict[int, list[int]] = defaultdict(list)
        for said in new:
            await self._hear(watcher, said, joined, perform)
            self._upto = said.id
        for storm, conversations in joined.items():
            if fresh := [c for c in dict.fromkeys(conversations) if c not in self._storms[storm].conversations]:
                await perform(JoinStorm(storm, tuple(fresh)))
        await self._calm(perform)
        due = self._kept_at is None or self._now() - self._kept_at >= KEPT
        if self._relearnt or (new and due):
            await self._keep(watcher, lease)
        return len(new)

    async def _begun(self) -> Watcher:
        """Go on with what was learnt, or learn from the past where nothing was."""
        known = await self._store.usual()
        usual = {name: noun_from_json(learnt.encode(), Usual) for name, (_, learnt) in known.items()}
        watcher = Watcher(await self._store.thresholds(), usual)
        self._upto, self._storms, self._last = known.get(ALL, (0, ""))[0], {}, {}
        if not known:
            await self._sync(watcher)
            past = await self._store.said_since(self._now() - PAST, MOST)
            for n, said in enumerate(s for s in past if self._now() - s.at > KEEPS):
                if self._storm_of(said.conversation) is None:
                    watcher.hear(said, judge=False)
                if n % AT_ONCE == 0:
                    await asyncio.sleep(0)  # the house has other work
            recent = [s.id for s in past if self._now() - s.at <= KEEPS]
            self._relearnt = bool(
                past
            )  # kept at once: it takes a second, and nobody is to learn it anew at every start
            self._upto = min(recent, default=max((s.id for s in past), default=0) + 1) - 1
        return watcher

    def _storm_of(self, conversation: int) -> int | None:
        return next((n for n, s in self._storms.items() if conversation in s.conversations), None)

    async def _sync(self, watcher: Watcher) -> None:
        """Know the storms that people, or another node, have changed since."""
        watcher.thresholds = await self._store.thresholds()
        rows = await self._store.storms(None)
        now, found = self._now(), {r.storm.id: r.storm for r in rows}
        for number, storm in found.items():
            known = self._storms.get(number)
            if storm.state is StormState.RISING and number not in watcher.open:
                watcher.reopen(number, await self._group(watcher, storm))
                self._last[number] = storm.last_at
            elif storm.state is not StormState.RISING and (known is None or number in watcher.open):
                until = (storm.ended_at or storm.at) + (HARMLESS if storm.state is StormState.HARMLESS else FRESH)
                if until > now:
                    group = watcher.open.get(number) or await self._group(watcher, storm)
                    watcher.rest(number, group, until)
        self._storms = found

    async def _group(self, watcher: Watcher, storm: Storm) -> Group:
        """Tell a storm by its first messages."""
        usual = watcher.streams[ALL].usual if ALL in watcher.streams else Usual()
        said = await self._store.said_in(storm.conversations[:TOLD], TOLD)
        first = [h for h in map(heard, said) if h.at >= storm.at - KEEPS] or [heard(s) for s in said]
        marked = [replace(h, new=usual.new(h.terms)) for h in first]
        return grouped(marked, marked, usual, 0.0) if marked else Group("", (), {}, {}, ((-1.0, -1.0),) * 3)

    async def _hear(self, watcher: Watcher, said: Said, joined: dict[int, list[int]], perform: Perform) -> None:
        if (storm := self._storm_of(said.conversation)) in watcher.open and storm is not None:
            self._last[storm] = max(self._last.get(storm, said.at), said.at)
            return
        match watcher.hear(said, judge=self._now() - said.at <= KEEPS):
            case int() as number:
                joined[number].append(said.conversation)
                self._last[number] = max(self._last.get(number, said.at), said.at)
            case Alarm() as alarm:
                await self._raise(watcher, alarm, perform)

    async def _raise(self, watcher: Watcher, alarm: Alarm, perform: Perform) -> None:
        known = self._storms.get(alarm.of)
        if known is not None and known.state is StormState.HARMLESS:
            watcher.forget(alarm)
            return
        of = alarm.of if known else 0
        facts = await perform(RaiseStorm(alarm.topic, alarm.signals, alarm.conversations, of))
        number = of or next(f.event.id for f in facts if isinstance(f.event, StormRaised))
        watcher.begun(number, alarm)
        self._last[number] = alarm.at
        await self._sync(watcher)

    async def _calm(self, perform: Perform) -> None:
        assert self._watcher is not None
        span = timedelta(minutes=self._watcher.thresholds.calm)
        for number in list(self._watcher.open):
            if self._now() - self._last.get(number, self._now()) > span:
                await perform(CalmStorm(number))
                self._watcher.rest(number, self._watcher.open[number], self._now() + FRESH)

    async def _keep(self, watcher: Watcher, lease: Lease | None) -> None:
        """Keep what was learnt, up to the first message that was not."""
        waiting = [s.lately[0].id for s in watcher.streams.values() if s.lately]
        upto = min([*waiting, self._upto + 1]) - 1
        self._kept_at, self._relearnt = self._now(), False
        async with self._store.writing(lease) as unit:
            for name, stream in watcher.streams.items():
                usual = replace(
                    stream.usual, terms={t: n for t, n in stream.usual.terms.items() if n[0] >= OFTEN}, _rates={}
                )
                await unit.keep_usual(name, upto, self._kept_at, noun_to_json(usual).decode())
