"""How a crowd feels, how far it is above what is usual, and who of it is there for the same. Pure counting.

While far more people write than usual, most of what comes is of what made them write, in whatever words and tones: at
five times the usual that is four of five. So what comes then belongs to it, unless its words are the usual ones.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inbox.domain.hearing import Heard
from inbox.domain.usual import Usual, oddness

LATELY, LATEST = timedelta(minutes=45), 24
"""How far back it is looked how many people write, and how many of them are looked at."""
TROUBLED = 0.35
"""Part of a storm that has trouble, at least."""
GLADDER = 1.5
"""How many times as many have trouble in a storm as are glad or curious."""
GLAD, GLAD_ALL = 0.1, 0.25
"""Part of a crowd that may be glad where it just asks, and where it is far more of everything."""
ONE, EACH = 0.55, 0.3
"""Part of a crowd that says the same where it is one topic, and of each of two where it is both."""
LEANS = 10.0
"""Messages that a crowd's words lean on what is usual, as if it had said them itself."""
RARE = 0.002
"""Part of the messages that a word must be in to be usual; what is rarer tells nothing by being new."""
LEAST, MOST = -0.7, 1.2
"""How much one word may tell against, and for, a message being of a crowd (log10 of the odds)."""
TELL = 3
"""Words of a message that tell for it, and that tell against it."""
SURE = 0.6
"""Weight from which a message is of a crowd."""


@dataclass(slots=True)
class Pace:
    """Who wrote on one channel lately, whatever it belongs to."""

    lately: deque[tuple[datetime, str]] = field(default_factory=deque)

    def hear(self, at: datetime, author: str) -> None:
        """Take in that somebody wrote; one who goes on counts once."""
        while self.lately and (at - self.lately[0][0] > LATELY or len(self.lately) >= LATEST):
            self.lately.popleft()
        if all(author != other for _, other in self.lately):
            self.lately.append((at, author))

    def part(self, crowd: Sequence[Heard]) -> float:
        """Return which part of those who wrote lately, since a crowd began, are of it."""
        authors, since = {h.author for h in crowd}, [author for at, author in self.lately if at >= crowd[0].at]
        return sum(author in authors for author in since) / max(1, len(since))

    def odds(self, at: datetime, usual: Usual) -> float:
        """Return the odds (their log10) that who writes now is one of those who are more than usual."""
        if not self.lately:
            return -1.0
        return _odds(len(self.lately), usual.expected(self.lately[0][0], at))


def _odds(n: float, usual: float) -> float:
    return min(0.9, math.log10(max(0.1, n - usual) / max(0.5, usual)))


def more(seeds: Sequence[Heard], usual: float) -> float:
    """Return the odds (their log10) that one of these is there because more people write than usual."""
    return _odds(len(seeds), usual)


def weight(heard: Heard, crowd: Sequence[Heard], usual: Usual) -> float:
    """Return how much the words of a message tell that it is of a crowd, and not of the usual (log10 of the odds)."""
    told = []
    n = len(crowd) - any(h.id == heard.id for h in crowd)
    for term in heard.terms:
        said = sum(term in h.terms for h in crowd if h.id != heard.id)
        share = usual.share(term)
        if said or share >= RARE:
            share = max(share, RARE)
            told.append(math.log10((said + LEANS * share) / (n + LEANS) / share))
    told.sort()
    against = sum(max(LEAST, w) for w in told[:TELL] if w < 0)
    return against + sum(min(MOST, w) for w in told[-TELL:] if w > 0)


def ill(seeds: Sequence[Heard], usual: Usual, expected: float) -> bool:
    """Tell whether those who are more than expected have trouble, rather than being glad or curious."""
    expected = min(expected, 0.9 * len(seeds))
    troubled = sum(h.troubled for h in seeds) - expected * usual.troubled
    keen = sum(h.keen for h in seeds) - expected * usual.keen
    return troubled >= max(3, TROUBLED * (len(seeds) - expected)) and troubled > GLADDER * keen


def in_trouble(members: Sequence[Heard]) -> bool:
    """Tell whether those who write have trouble, whatever is usual, rather than being glad or curious."""
    troubled = sum(h.troubled for h in members)
    return troubled >= TROUBLED * len(members) and troubled > GLADDER * sum(h.keen for h in members)


def plain(seeds: Sequence[Heard], part: float = GLAD) -> bool:
    """Tell whether hardly anybody is glad."""
    return sum(h.glad for h in seeds) <= part * len(seeds)


def oddity(seeds: Sequence[Heard], usual: Usual) -> float:
    """Return how odd it is what a crowd says: that so many echo each other, and are troubled or in words new here (−log10)."""
    n = len(seeds)
    odd = max(
        oddness(sum(h.new for h in seeds), n, usual.marks[2]),
        oddness(sum(h.troubled for h in seeds), n, usual.troubled),
    )
    return odd + oddness(sum(h.echo for h in seeds), n, usual.echoes)


def one_topic(seeds: Sequence[Heard], usual: float) -> bool:
    """Tell whether most of those who are more than usual say one and the same word."""
    most = Counter(t for h in seeds for t in sorted(h.terms)).most_common(1)
    return bool(most) and most[0][1] >= ONE * max(1.0, len(seeds) - usual)


def apart(seeds: Sequence[Heard]) -> bool:
    """Tell whether a crowd is two: many say one word, as many another one, and hardly anybody both."""
    said = Counter(t for h in seeds for t in sorted(h.terms))
    often = [t for t, k in said.most_common(6) if k >= EACH * len(seeds)]
    both = (sum(a in h.terms and b in h.terms for h in seeds) for a in often for b in often if a < b)
    return any(k <= 0.05 * len(seeds) for k in both)
