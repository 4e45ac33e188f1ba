"""What is usual: how much customers write on a channel by hour of the week, how sour, and about what. Learnt, not set.

An hour of the week is known by itself only after weeks; until then it leans on the hour of the day, and that on the
whole. What is learnt fades, so that a company that grows has a new usual. A storm is never learnt: its messages are
kept out by whoever hears them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

from inbox.domain.hearing import Heard

HOUR = 3600.0
WEEK = 168
LEANS = 2.0
"""Hours of its like that a bin leans on as if it had seen them itself."""
FADES_WEEK, FADES_DAY, FADES_HOUR, FADES_LEVEL = 0.8, 0.93, 0.998, 0.9
"""What is left of a bin's past each time it comes round; of the level each hour."""
LONGEST_GAP = WEEK * 4
"""Hours of silence that are learnt; more of them only say that nothing was connected."""
RIPE_DAY, RIPE = 24.0, 168.0
"""Hours heard after which a rhythm by day, and by week, is known."""
UNRIPE, YOUNG = 2.0, 1.4
"""By how much more is thought usual before that."""
TERMS = 3000
"""Words remembered, the most frequent ones."""
ROUND = 20_000.0
"""Messages after which the words remembered are halved, so that what nobody says any more fades."""
UNEVENEST, EVENEST = 5.0, 40.0
SMALL = 0.3
"""Messages an hour that are usual everywhere: what is rarer tells nothing."""


@dataclass(slots=True)
class Bin:
    """Messages in hours of one kind, and how many such hours were heard; both fade."""

    n: float = 0.0
    hours: float = 0.0

    def add(self, n: float, fades: float) -> None:
        """Take in one more hour."""
        self.n, self.hours = self.n * fades + n, self.hours * fades + 1

    def rate(self, before: float) -> float:
        """Return messages an hour, leaning on what is known before."""
        return (self.n + LEANS * before) / (self.hours + LEANS)


@dataclass(slots=True)
class Usual:
    """What is usual on one channel, or on all of them together. It is fed hour by hour."""

    first: int = 0
    """The first hour heard, counted since 1970; 0: nothing yet."""
    hour: int = 0
    """The hour that is being counted."""
    count: float = 0.0
    week: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(WEEK)])
    day: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(24)])
    whole: Bin = field(default_factory=Bin)
    is_: float = 0.0
    was: float = 0.0
    """How much came lately, and how much was usual then."""
    strays: float = 8.0
    squares: float = 100.0
    """How far hours were from what was usual in them, beyond mere chance; and the squares of that usual."""
    heard: float = 0.0
    marked: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    """How many of the messages heard were sour, hostile, in new words; see `Heard.marks`."""
    terms: dict[str, tuple[float, float]] = field(default_factory=dict)
    """How many of the messages heard said a word, and how many of those were sour."""
    felt: list[float] = field(default_factory=lambda: [30.0, 12.0, 9.0])
    """Messages heard, those of them that had trouble, and the keen ones; some are thought usual before much was heard."""
    echoed: float = 0.0
    """How many of the messages heard were echoes of one just before."""
    _rates: dict[int, float] = field(default_factory=dict, compare=False)
    """What was worked out for an hour, until another one is over."""

    def learn(self, heard: Heard) -> None:
        """Take in a message, oldest first; one that does not count (the same person goes on) only with its words."""
        self.pass_to(heard.at)
        self.count += heard.counts
        self.heard += 1
        for place, is_ in enumerate(heard.marks):
            self.marked[place] += is_
        for place, is_ in enumerate((True, heard.troubled, heard.keen)):
            self.felt[place] += is_
        self.echoed += heard.echo
        for term in heard.terms:
            n, s = self.terms.get(term, (0.0, 0.0))
            self.terms[term] = (n + 1, s + heard.sour)
        if self.heard > ROUND:
            self.heard, self.marked = self.heard / 2, [n / 2 for n in self.marked]
            self.felt, self.echoed = [n / 2 for n in self.felt], self.echoed / 2
            self.terms = {t: (n / 2, s / 2) for t, (n, s) in self.terms.items() if n > 1}
        if len(self.terms) > 2 * TERMS:
            self.terms = dict(sorted(self.terms.items(), key=lambda item: -item[1][0])[:TERMS])

    def pass_to(self, at: datetime) -> None:
        """Let the hours up to this one be over."""
        hour = int(at.timestamp() // HOUR)
        if not self.first:
            self.first = self.hour = hour
        if hour - self.hour > LONGEST_GAP:
            self.hour = hour - LONGEST_GAP
        while self.hour < hour:
            usual = self._rate(self.hour)
            self.is_, self.was = self.is_ * FADES_LEVEL + self.count, self.was * FADES_LEVEL + usual
            self.strays = self.strays * FADES_HOUR + (self.count - usual) ** 2 - usual
            self.squares = self.squares * FADES_HOUR + usual**2
            self.week[self.hour % WEEK].add(self.count, FADES_WEEK)
            self.day[self.hour % 24].add(self.count, FADES_DAY)
            self.whole.add(self.count, FADES_HOUR)
            self.count, self.hour = 0.0, self.hour + 1
            self._rates.clear()

    def _rate(self, hour: int) -> float:
        day = self.day[hour % 24].rate(self.whole.n / self.whole.hours if self.whole.hours else 0.0)
        return self.week[hour % WEEK].rate(day)

    @property
    def age(self) -> float:
        """Hours heard so far."""
        return float(self.hour - self.first) if self.first else 0.0

    @property
    def evenness(self) -> float:
        """How evenly customers write here, as the size of a negative binomial."""
        return min(EVENEST, max(UNEVENEST, self.squares / max(self.strays, 0.001)))

    def surprise(self, n: float, expected: float) -> float:
        """Return how surprising at least `n` messages are where so many are usual: −log10 of their probability."""
        return surprise(n, expected, self.evenness)

    @property
    def marks(self) -> tuple[float, ...]:
        """The usual part of messages that are sour, hostile, in new words; some are thought usual before much was heard."""
        return tuple((n + before) / (self.heard + 30) for n, before in zip(self.marked, (6, 1, 3), strict=True))

    @property
    def sourness(self) -> float:
        """The usual part of sour messages."""
        return self.marks[0]

    @property
    def troubled(self) -> float:
        """The usual part of messages that have trouble."""
        return self.felt[1] / self.felt[0]

    @property
    def echoes(self) -> float:
        """The usual part of messages that are echoes."""
        return (self.echoed + 9) / (self.heard + 30)

    @property
    def keen(self) -> float:
        """The usual part of messages that are glad or curious."""
        return self.felt[2] / self.felt[0]

    def new(self, terms: frozenset[str]) -> bool:
        """Tell whether most of these words are hardly ever said here."""
        rare = max(1.5, self.heard * 0.0004)
        return bool(terms) and 2 * sum(self.terms.get(t, (0.0, 0.0))[0] < rare for t in terms) > len(terms)

    def expected(self, since: datetime, until: datetime) -> float:
        """Return how many messages are usual between two moments."""
        a, b = since.timestamp() / HOUR, until.timestamp() / HOUR
        total, hour = 0.0, int(a)
        while hour < b:
            if (rate := self._rates.get(hour)) is None:
                rate = self._rates[hour] = self._reckoned(hour)
            total += (min(b, hour + 1) - max(a, hour)) * rate
            hour += 1
        return total

    def _reckoned(self, hour: int) -> float:
        """Return what is usual in an hour: with the hours beside it, because clocks are changed and mornings begin slowly."""
        beside = max(self._rate(hour - 1), self._rate(hour + 1))
        level = min(2.0, max(0.9, (self.is_ + 5) / (self.was + 5)))
        young = UNRIPE if self.age < RIPE_DAY else YOUNG if self.age < RIPE else 1.0
        return max(SMALL, self._rate(hour), 0.6 * beside) * level * young

    def share(self, term: str) -> float:
        """Return in which part of the messages a word is usual."""
        return (self.terms.get(term, (0.0, 0.0))[0] + 0.5) / (self.heard + 60)


def oddness(k: int, n: int, part: float) -> float:
    """Return how odd at least `k` of `n` are where such a `part` is usual: −log10 of their probability (binomial)."""
    if k <= n * part:
        return 0.0
    part = min(0.95, part)
    total = sum(math.comb(n, i) * part**i * (1 - part) ** (n - i) for i in range(k, n + 1))
    return -math.log10(max(total, 1e-30))


def surprise(n: float, expected: float, size: float) -> float:
    """Return how surprising at least `n` messages are where so many are usual: −log10 of their probability.

    Counted with a negative binomial, because customers write more unevenly than by mere chance; the greater `size`, the
    evener. https://en.wikipedia.org/wiki/Negative_binomial_distribution
    """
    n = math.floor(n)
    if n <= expected or n < 1:
        return 0.0
    p = expected / (size + expected)
    term = math.lgamma(n + size) - math.lgamma(size) - math.lgamma(n + 1) + size * math.log1p(-p) + n * math.log(p)
    total = ratio = 1.0
    k = n
    while ratio > 1e-4 and k < n + 500:
        ratio *= p * (k + size) / (k + 1)
        total += ratio
        k += 1
    return max(0.0, -(term + math.log(total)) / math.log(10))
