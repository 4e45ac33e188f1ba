"""Keeps in memory who looks at what and who writes, and tells the other servers of this inbox.

A server whispers what its screens do when that changes, and what they repeated meanwhile along with it, so that a
server which dies is forgotten by the others as a screen is: by silence. A whisper carries ids and names only.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, in_channels, reach
from inbox.ports.presence import GONE, Around, Present
from inbox.ports.store import WHISPER, Store

TOGETHER = 0.2
"""Seconds in which changes are gathered before whoever waits is told."""
ASIDE = 5.0
"""Seconds at least between two whispers that only repeat."""
LONGEST_WAIT = 30.0
"""Seconds that anybody waits for a change at most."""
MOST = 20
"""Screens one person may have; the one silent for longest makes room."""
LONGEST = 64
"""Letters a screen's name may have."""
Screen = tuple[str, str]
"""A person and the name of one of their screens."""


@dataclass(slots=True)
class _Look:
    """What a screen looks at, until when that is believed, and on whose word: ours is ""."""

    present: Present
    channel: str
    until: float
    node: str


def _shown(viewer: Person, look: _Look) -> bool:
    return reach(viewer, Act.READ) is Reach.ALL and in_channels(viewer, look.channel)


class Presence:
    """Who is here, on all servers. `now` returns aware UTC times, `pulse` seconds that never jump."""

    def __init__(self, store: Store, now: Callable[[], datetime], pulse: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._now = now
        self._pulse = pulse
        self._node = secrets.token_hex(8)
        self._looks: dict[Screen, _Look] = {}
        self._sums: dict[frozenset[str] | None, int] = {}
        self._untold: set[Screen] = set()
        self._whispered = -ASIDE
        self._bell = asyncio.Event()
        store.listen(self._hear)

    async def look(self, person: str, screen: str, conversation: int, channel: str, *, writing: bool) -> None:
        """Believe that a screen looks at a conversation, and tell. Raises: Unreachable where only others were not told."""
        key = person, screen[:LONGEST]
        known = self._looks.get(key)
        same = known is not None and (known.present.conversation, known.present.writing) == (conversation, writing)
        since = known.present.since if known is not None and same else self._now()
        present = Present(person, conversation, writing, since, key[1])
        if known is None:
            self._make_room(person)
        self._believe(key, _Look(present, channel, self._pulse() + GONE, ""))
        await self._tell(key, urgent=not same)

    async def leave(self, person: str, screen: str) -> None:
        """Forget a screen, and tell. Raises: Unreachable where only others were not told."""
        key = person, screen[:LONGEST]
        if self._looks.pop(key, None) is not None:
            self._ring()
            await self._tell(key, urgent=True)

    async def wait(self, viewer: Person, screen: str, after: int, seconds: float) -> None:
        """Return once this person's number is another than `after`, or the time is over; a burst of changes is one."""
        end = self._pulse() + min(seconds, LONGEST_WAIT)
        while self._number(viewer, screen) == after and (left := end - self._pulse()) > 0:
            try:
                async with asyncio.timeout(min(left, self._silence())):
                    await self._bell.wait()
                await asyncio.sleep(TOGETHER)
            except TimeoutError:
                continue  # somebody may have fallen silent

    def around(self, viewer: Person, screen: str) -> Around:
        """Return who is where this person may look, but for their own screen."""
        number, own = self._number(viewer, screen), (viewer.name, screen[:LONGEST])
        here = [look.present for key, look in self._looks.items() if key != own and _shown(viewer, look)]
        return Around(number, tuple(sorted(here, key=lambda p: (p.since, p.person, p.screen))))

    def _number(self, viewer: Person, screen: str) -> int:
        """Return what stands for all that this person is shown: a sum, so that whoever sees the same shares the work."""
        self._forget_silent()
        sight = viewer.channels if reach(viewer, Act.READ) is Reach.ALL else None
        if sight not in self._sums:
            self._sums[sight] = sum(hash(look.present) for look in self._looks.values() if _shown(viewer, look))
        own = self._looks.get((viewer.name, screen[:LONGEST]))
        mine = hash(own.present) if own is not None and _shown(viewer, own) else 0
        return (self._sums[sight] - mine) % 2**53

    def _believe(self, key: Screen, look: _Look) -> None:
        known = self._looks.get(key)
        self._looks[key] = look
        if known is None or known.present != look.present:
            self._ring()

    def _ring(self) -> None:
        self._sums.clear()
        rung, self._bell = self._bell, asyncio.Event()
        rung.set()

    def _forget_silent(self) -> None:
        """Forget who was silent for too long."""
        now = self._pulse()
        if silent := [key for key, look in self._looks.items() if look.until <= now]:
            for key in silent:
                del self._looks[key]
            self._ring()

    def _silence(self) -> float:
        """Return for how long nobody can fall silent."""
        return max(
            0.01, min((look.until for look in self._looks.values()), default=self._pulse() + GONE) - self._pulse()
        )

    def _make_room(self, person: str) -> None:
        mine = sorted((look.until, key) for key, look in self._looks.items() if key[0] == person)
        for _, key in mine[: 1 - MOST]:
            del self._looks[key]
            self._untold.add(key)

    # --- between servers

    async def _tell(self, key: Screen, *, urgent: bool) -> None:
        self._untold.add(key)
        if not urgent and self._pulse() - self._whispered < ASIDE:
            return  # said with the next whisper: nobody is forgotten for that
        self._whispered, untold, self._untold = self._pulse(), self._untold, set()
        for text in self._whispers(untold):
            await self._store.whisper(text)

    def _whispers(self, keys: set[Screen]) -> Iterator[str]:
        """Write what our screens look at, in as many whispers as it takes."""
        said: list[str] = []
        size = 0
        for key in sorted(keys):
            look = self._looks.get(key)
            if look is not None and look.node:
                continue  # it sits at another server by now, which tells
            p = look.present if look else None
            row = [*key, p.conversation, p.writing, p.since.isoformat(), look.channel] if p and look else [*key]
            text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            length = len(text.encode()) + 1
            if said and size + length > WHISPER - 64:
                yield self._whisper(said)
                said, size = [], 0
            said, size = [*said, text], size + length
        if said:
            yield self._whisper(said)

    def _whisper(self, rows: list[str]) -> str:
        return f'{{"node":"{self._node}","screens":[{",".join(rows)}]}}'

    def _hear(self, text: str) -> None:
        """Believe what another server says of its screens; what is no such line is nobody's word."""
        try:
            said = json.loads(text)
            node, screens = str(said["node"]), said["screens"]
            if node != self._node:
                for person, screen, *at in screens:
                    self._heard(node, (str(person), str(screen)), at)
        except (ValueError, TypeError, KeyError):
            return

    def _heard(self, node: str, key: Screen, at: list[object]) -> None:
        if at:
            conversation, writing, since, channel = at
            present = Present(key[0], int(str(conversation)), bool(writing), datetime.fromisoformat(str(since)), key[1])
            self._believe(key, _Look(present, str(channel), self._pulse() + GONE, node))
        # A screen that has moved on to a third server is not gone because the second one says so.
        elif (known := self._looks.get(key)) is not None and known.node == node:
            del self._looks[key]
            self._ring()
