"""What came lately on one channel, word by word, beside what is usual there: what a storm may have begun with."""

from __future__ import annotations

from collections import deque
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from inbox.domain.crowd import Pace
from inbox.domain.hearing import Heard
from inbox.domain.usual import Usual

KEEPS = timedelta(hours=3)
"""How far back a storm may have begun, at most."""
MOST = 600
"""Messages looked back at, at most."""
AGAIN = timedelta(hours=1)
"""For how long one who wrote counts once."""
ECHOES, SELDOM = 20, 0.004
"""How many messages back an echo is looked for, and in which part of the messages a word is rare."""


@dataclass(slots=True)
class Stream:
    """One channel, or all together: what is usual there, and what came lately, also word by word."""

    usual: Usual = field(default_factory=Usual)
    lately: deque[Heard] = field(default_factory=deque)
    counted: list[Heard] = field(default_factory=list)
    about: dict[str, deque[Heard]] = field(default_factory=dict)
    wrote: dict[str, datetime] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)

    def take(self, heard: Heard) -> Heard:
        """Remember a message; what is too old for a storm becomes what is usual."""
        last = self.wrote.get(heard.author)
        counts = last is None or heard.at - last >= AGAIN
        self.settle(heard.at)
        heard = replace(heard, counts=counts, new=self.usual.new(heard.terms), echo=counts and self._echoes(heard))
        self.lately.append(heard)
        if counts:
            self.wrote[heard.author] = heard.at
            self.counted.append(heard)
            for term in heard.terms:
                self.about.setdefault(term, deque()).append(heard)
        return heard

    def _echoes(self, heard: Heard) -> bool:
        """Tell whether one of the last messages said a rare word of this one."""
        if not self.counted:
            return False
        since = self.counted[-min(ECHOES, len(self.counted))].at
        return any(
            said[-1].at >= since and self.usual.share(t) < SELDOM for t in heard.terms if (said := self.about.get(t))
        )

    def settle(self, at: datetime) -> None:
        """Learn what no storm can have begun with any more."""
        while self.lately and (at - self.lately[0].at > KEEPS or len(self.lately) >= MOST):
            old = self.lately.popleft()
            self._forget(old)
            self.usual.learn(old)
        self.usual.pass_to(at - KEEPS)
        if len(self.wrote) > 4 * MOST:
            self.wrote = {who: when for who, when in self.wrote.items() if at - when < AGAIN}

    def _forget(self, old: Heard) -> None:
        if not old.counts:
            return
        self.counted.pop(0)
        for term in old.terms:
            said = self.about[term]
            said.popleft()
            if not said:
                del self.about[term]

    def without(self, gone: AbstractSet[int]) -> None:
        """Keep these messages out of what came lately, and so out of what becomes usual."""
        kept = [h for h in self.lately if h.id not in gone]
        self.lately, self.about = deque(kept), {}
        self.counted = [h for h in kept if h.counts]
        for one in self.counted:
            for term in one.terms:
                self.about.setdefault(term, deque()).append(one)
