"""Hands the feed to everybody who follows it: each fact is read once for all who see the same, and written once.

A follower misses nothing and gets nothing twice: what lies between its number and the hub's is read for it alone,
everything behind that comes from the hub. Whenever a fact about the house itself passes, everybody is asked for anew.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inbox.domain.access import TokenMade, TokenRevoked
from inbox.domain.events import ContactSeen, ContactsLinked, ContactsUnlinked, LinkDismissed, Recorded
from inbox.domain.model import Person
from inbox.ports.gate import TooMany
from inbox.ports.serving import Serving
from inbox.server.door import Caller, Door
from inbox.wire import fact_to_json

_log = logging.getLogger("inbox")
PATIENCE = 15.0
"""Seconds after which followers hear that all is well, where nothing happens."""
BATCH = 500
"""Facts that are read at once."""
RECENT = 2000
"""Facts that are kept as they were written, for whoever comes a moment later."""
BACKLOG = 4 * 2**20
"""Bytes that may wait for a follower; who is slower than that is let go, and comes again with its number."""
EACH = 100
"""Followers that one person may have: twenty screens have forty, and nobody else's line may depend on a loop of somebody's."""
AT_ONCE = 8
"""Followers that are asked for anew at once: nothing is handed out meanwhile, and a database has only so many lines."""
_OF_CONTACTS = (ContactSeen, ContactsLinked, ContactsUnlinked, LinkDismissed)


class Line(NamedTuple):
    """One fact, written."""

    number: int
    body: bytes


Sight = tuple[frozenset[str], frozenset[str], frozenset[str]]
"""What decides what somebody sees: roles, departments, channels."""


def sight_of(person: Person) -> Sight:
    """Return what decides what somebody sees."""
    return frozenset(map(str, person.roles)), person.departments, person.channels


_NOBODY = Person("", frozenset())


class Told(NamedTuple):
    """Facts that were told, and the same as bytes of a stream, put together once for all who see them."""

    lines: Sequence[Line]
    frame: bytes


def told(lines: Sequence[Line]) -> Told:
    """Put facts together for streams."""
    return Told(lines, framed(b"".join(line.body + b"\n" for line in lines))) if lines else Told(lines, b"")


def framed(part: bytes) -> bytes:
    """Return a part of an answer that does not end, as HTTP/1.1 sends it (RFC 9112 §7.1)."""
    return b"%x\r\n%b\r\n" % (len(part), part)


def word(name: str, value: object) -> bytes:
    """Return what a stream says beside facts."""
    return json.dumps({name: value}).encode() + b"\n"


class Follower:
    """Somebody who follows the feed from a number on."""

    def __init__(self, caller: Caller, after: int) -> None:
        self.caller = caller
        self.person = _NOBODY
        self.after = after
        self.goodbye = ""
        self.timer: asyncio.TimerHandle | None = None
        self.direct: asyncio.Transport | None = None
        self.over = asyncio.Event()
        self._waiting: list[Line] = []
        self._size = 0
        self._rung = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing comes any more."""
        return bool(self.goodbye)

    def say(self, all: Told) -> None:
        """Put facts before it that it does not have yet."""
        if not all.lines or self.ended:
            return
        if self.direct is not None and all.lines[0].number > self.after:
            self._write(self.direct, all.frame)
            return
        fresh = [line for line in all.lines if line.number > self.after]
        if self.direct is not None:
            self._write(self.direct, told(fresh).frame)
        elif fresh:
            self._waiting += fresh
            self._size += sum(len(line.body) for line in fresh)
            if self._size > BACKLOG:
                self.end("slow")
            self._rung.set()

    def ring(self, at: int) -> None:
        """Let it hear that all is well, and up to where."""
        if self.direct is not None:
            self._write(self.direct, framed(word("at", max(at, self.after))))
        self._rung.set()

    def _write(self, direct: asyncio.Transport, frame: bytes) -> None:
        if direct.get_write_buffer_size() > BACKLOG:
            self.end("slow")
        elif frame and not direct.is_closing():
            direct.write(frame)

    def end(self, why: str) -> None:
        """Let it go."""
        if self.timer is not None:
            self.timer.cancel()
        self.goodbye = self.goodbye or why
        self.over.set()
        self._rung.set()

    async def next(self) -> list[Line]:
        """Return what waits, or nothing where all is well or all is over."""
        if not self._waiting:
            await self._rung.wait()
        return self.now()

    def now(self) -> list[Line]:
        """Return what waits."""
        if not self.ended:
            self._rung.clear()
        found, self._waiting, self._size = self._waiting, [], 0
        return found


class _Shared:
    """What those who see the same were told lately: everything behind `floor`."""

    def __init__(self, floor: int) -> None:
        self.floor = floor
        self.lines: deque[Line] = deque()

    def add(self, lines: Sequence[Line]) -> None:
        self.lines += lines
        while len(self.lines) > RECENT:
            self.floor = self.lines.popleft().number


class Hub:
    """Reads the feed for all who follow it."""

    def __init__(self, serving: Serving, door: Door) -> None:
        self._serving = serving
        self._door = door
        self._followers: set[Follower] = set()
        self._shared: dict[Sight, _Shared] = {}
        self._at = 0
        self._turn = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None
        self.leaving = False

    def __len__(self) -> int:
        return len(self._followers)

    @property
    def at(self) -> int:
        """The number up to which everybody was told."""
        return self._at

    @property
    def _runs(self) -> bool:
        return self._running is not None and not self._running.done()

    async def allows(self, caller: Caller) -> bool:
        """Tell whether somebody may follow still."""
        return await self._door.again(caller) is not None

    def room(self, caller: Caller) -> None:
        """See that somebody may follow once more. Raises: TooMany."""
        name = caller.known.person
        if sum(follower.caller.known.person == name for follower in self._followers) >= EACH:
            raise TooMany("{person} follows in {n} places already; close some.", retry_after=5, person=name, n=EACH)

    async def follow(self, caller: Caller, after: int) -> Follower:
        """Return somebody who follows from a number on, until `drop`. Raises: InboxError."""
        self.room(caller)
        follower = Follower(caller, after)
        # While nothing is handed out: who may not follow any more is found here, or when the fact of it passes.
        async with self._turn:
            if not self._runs:
                self._at, self._shared = await self._serving.last(), {}
            await self._ask_again([follower])
            shared = self._shared.get(sight_of(follower.person))
            if shared is not None and shared.floor <= after:
                follower.say(told(list(shared.lines)))
            elif after < self._at:
                follower.say(told(await self._between(follower.person, after, self._at)))
            follower.after = max(after, self._at)
            self._followers.add(follower)
            if not self._runs:
                self._running = asyncio.create_task(self._run())
        if self.leaving:
            follower.end("leaving")
        if (until := caller.known.until) is not None:
            seconds = max(0.0, (until - self._serving.now()).total_seconds())
            follower.timer = asyncio.get_running_loop().call_later(seconds, follower.end, "revoked")
        return follower

    def drop(self, follower: Follower) -> None:
        """Follow no longer."""
        self._followers.discard(follower)
        follower.end("gone")
        if not self._followers and self._running is not None:
            self._running.cancel()
            self._running = None

    def leave(self) -> None:
        """Say goodbye to everybody: the server ends."""
        self.leaving = True
        self._end_all("leaving")

    def _end_all(self, why: str) -> None:
        for follower in list(self._followers):
            follower.end(why)

    async def _between(self, person: Person, after: int, upto: int) -> Sequence[Line]:
        """Return what somebody sees between two numbers."""
        found: list[Line] = []
        while True:
            facts = await self._serving.facts(person, after, BATCH)
            found += [Line(fact.number, fact_to_json(fact)) for fact in facts if fact.number <= upto]
            if len(facts) < BATCH or facts[-1].number >= upto:
                return found
            after = facts[-1].number

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        tick = loop.time() + PATIENCE
        try:
            while True:
                await self._serving.wait(self._at, max(0.0, tick - loop.time()))
                if (last := await self._serving.last()) > self._at:
                    await self._pass_on(min(last, self._at + BATCH))
                if loop.time() >= tick:
                    tick = loop.time() + PATIENCE
                    await self._ask_again(self._followers)
                    for follower in self._followers:
                        follower.ring(self._at)
        # Whatever it is, followers must not wait for a hub that is gone: they come again with their numbers.
        except Exception as cause:
            _log.error("the feed cannot be read (%s)", type(cause).__name__, exc_info=cause)
            self._end_all("trouble")

    async def _pass_on(self, upto: int) -> None:
        """Hand out the facts up to a number."""
        async with self._turn:
            await self._handed(upto)

    async def _handed(self, upto: int) -> None:
        facts, seen = await asyncio.gather(self._serving.between(self._at + 1, upto), self._seen(upto))
        if concerned := [follower for follower in self._followers if any(_concerns(f, follower) for f in facts)]:
            await self._ask_again(concerned)
            seen = await self._seen(upto)
        shared = {sight: self._shared.get(sight) or _Shared(self._at) for sight in seen}
        self._at, self._shared = upto, shared
        for sight, lines in seen.items():
            shared[sight].add(lines)
        all = {sight: told(lines) for sight, lines in seen.items()}
        for follower in self._followers:
            follower.say(all[sight_of(follower.person)])
            follower.after = max(follower.after, upto)

    async def _seen(self, upto: int) -> dict[Sight, Sequence[Line]]:
        """Read what is new once for all who see the same."""
        kinds = {sight_of(follower.person): follower.person for follower in self._followers}
        found = await asyncio.gather(*(self._between(person, self._at, upto) for person in kinds.values()))
        return dict(zip(kinds, found, strict=True))

    async def _ask_again(self, followers: Iterable[Follower]) -> None:
        """See that whoever follows still may, with today's rights."""
        asked = list(followers)
        callers = {(f.caller.known.token, f.caller.known.person): f.caller for f in asked}
        turns = asyncio.Semaphore(AT_ONCE)

        async def again(caller: Caller) -> Person | None:
            async with turns:
                allowed = await self._door.again(caller)
                return await self._serving.person(caller.known.person) if allowed is not None else None

        people = dict(zip(callers, await asyncio.gather(*map(again, callers.values())), strict=True))
        for follower in asked:
            person = people[follower.caller.known.token, follower.caller.known.person]
            if person is None:
                follower.end("revoked")
            else:
                follower.person = person


def _concerns(fact: Recorded, follower: Follower) -> bool:
    """Tell whether a fact may change what somebody who follows is allowed: a login takes nothing from anybody."""
    if fact.conversation is not None or isinstance(fact.event, (*_OF_CONTACTS, TokenMade)):
        return False
    return not isinstance(fact.event, TokenRevoked) or fact.event.person == follower.caller.known.person
