"""Says which messages belong to one storm: those that sound and speak like its first ones, and unlike the usual ones.

A message is weighed by what is there: how much more often is this said in the storm than usual? That a word is missing
that nearly all of them have, counts against it. (A naive Bayes of two classes, with the usual as the other one; what
is usual among the first ones is taken off before they are counted.)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from inbox.domain.crowd import SURE, more, weight
from inbox.domain.hearing import Heard
from inbox.domain.topics import alike
from inbox.domain.usual import Usual

ENOUGH = 0.7
"""Weight from which a message belongs to a storm: the odds are five to one for it."""
NAMED = 0.3
"""Part of a storm that a word must be in to name it."""
LOOKED = 40
"""Messages that are held against each other, the latest ones."""
RARE = 0.12
"""Part of a storm that a word must be in to tell it."""
CLOSE = 0.35
"""How alike two messages are that may be about the same."""
REMEMBERED = 120
"""Messages of a storm that are remembered, the latest ones."""
TOLD = 0.5
"""Weight of a word that tells a storm from what is usual."""
SOURED = 0.5
"""Part of a group that is sour where it is a storm beside another one."""
LASTS = timedelta(days=1)
"""For how long after its last message a crowd is thought to be still there."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a storm is about, and how to tell what belongs to it.

    `said` weighs the words that are there, `missed` those that are not; `marks` weigh how it sounds: (sour, hostile, in
    words that are new here), each with its weight where it is so and where it is not. One about no one `topic` is told
    by these alone.
    """

    topic: str
    members: tuple[Heard, ...]
    said: dict[str, float]
    missed: dict[str, float]
    marks: tuple[tuple[float, float], ...]
    alike: float = 0.0
    wide: bool = False

    @property
    def channels(self) -> frozenset[str]:
        """Where it is said."""
        return frozenset(h.channel for h in self.members)

    def owns(self, heard: Heard) -> bool:
        """Tell whether a message belongs to it by what it says."""
        said = sorted((self.said[t] for t in heard.terms if t in self.said), reverse=True)[:4]
        weight = sum(said) - sum(w for t, w in self.missed.items() if t not in heard.terms)
        weight += self._sounds(heard)
        return weight >= ENOUGH and (not self.topic or bool(said and said[0] > TOLD))

    def _sounds(self, heard: Heard) -> float:
        return sum(mark[0] if is_ else mark[1] for mark, is_ in zip(self.marks, heard.marks, strict=True))

    def draws(self, heard: Heard, usual: Usual, odds: float) -> bool:
        """Tell whether a message belongs to it because far more people write than usual: these are the `odds` without its words."""
        return self.wide and odds + self._sounds(heard) + weight(heard, self.members, usual) >= SURE

    def near(self, other: Group) -> bool:
        """Tell whether another group is more of the same: most of it says what is said here, or neither has one topic."""
        if not self.topic and not other.topic:
            return True
        told = {t for t, w in self.said.items() if w > TOLD} if self.topic else set[str]()
        if 2 * sum(bool(told & h.terms) for h in other.members) > len(other.members):
            return True
        mine = [h.terms for h in self.members[-LOOKED:]]
        also = sum(any(alike(h.terms, m) >= CLOSE for m in mine) for h in other.members[-LOOKED:])
        return also > 0.4 * min(LOOKED, len(other.members))

    def crowded(self, other: Group) -> bool:
        """Tell whether another group, in other words, comes of the same crowd: on the same channels within a day.

        One crowd is raised once, since whatever many people write about they put in many words, and in two languages; what is
        sour is a storm of its own even so.
        """
        mine, new = self.members, other.members
        if not mine or new[0].at - mine[-1].at > LASTS or not self.channels & other.channels:
            return False
        return sum(h.sour for h in new) < SOURED * len(new)

    def joined(self, heard: Heard) -> Group:
        """Return this group with one more message; only the latest are remembered."""
        return replace(self, members=(*self.members, heard)[-REMEMBERED:])

    def widened(self, other: Group) -> Group:
        """Return this group with another in it."""
        said = {t: max(self.said.get(t, 0.0), w) for t, w in (self.said | other.said).items()}
        missed = {} if set(self.missed) - set(other.missed) else self.missed
        members = {h.id: h for h in (*self.members, *other.members)}
        return replace(
            self, members=tuple(members.values())[-REMEMBERED:], said=said, missed=missed, wide=self.wide or other.wide
        )


def grouped(seeds: Sequence[Heard], lately: Sequence[Heard], usual: Usual, expected: float) -> Group:
    """Gather what belongs to the first ones of a storm, of which so many are usual, from what came since it began."""
    n, new = len(seeds), max(1.0, len(seeds) - expected)
    counts = Counter(term for h in seeds for term in sorted(h.terms))

    def part(k: float, share: float) -> float:
        """The part of a storm that is so, without what is usual."""
        return min(1.0, max(0.0, k - expected * share) / new)

    parts = {t: part(k, usual.share(t)) for t, k in counts.items() if k >= max(3 if n >= 6 else 2, RARE * n)}
    lifts = {t: math.log10((p + 0.005) / (usual.share(t) + 0.003)) for t, p in parts.items()}
    said = {t: min(1.5, lift) for t, lift in lifts.items() if lift > 0.3}
    missed = {
        t: math.log10((1 - usual.share(t) + 0.05) / (1 - parts[t] + 0.1))
        for t in said
        if parts[t] > 0.6 and lifts[t] > TOLD
    }
    named = sorted((t for t in said if parts[t] >= NAMED and lifts[t] > TOLD), key=lambda t: (-parts[t] * lifts[t], t))
    if named:
        # What is never said together with its name is something else.
        beside = {t for h in seeds if named[0] in h.terms for t in h.terms}
        said = {t: w for t, w in said.items() if t in beside}
        missed = {t: w for t, w in missed.items() if t in beside}
    named = [t for t in named[:2] if t == named[0] or _together(named[0], t, seeds)]
    marks = []
    for is_, q in zip(zip(*(h.marks for h in seeds), strict=True), usual.marks, strict=True):
        p = part(sum(is_), q)
        marks.append((math.log10((p + 0.03) / (q + 0.03)), math.log10((1 - p + 0.05) / (1 - q + 0.05))))
    told = Group(_name(named, seeds), (), said, missed, tuple(marks))
    members = tuple(h for h in lately if told.owns(h))
    if len(members) < n / 3:
        members = tuple(seeds)
    return replace(told, members=members, alike=likeness(members))


def drawn(seeds: Sequence[Heard], lately: Sequence[Heard], usual: Usual, expected: float) -> Group:
    """Gather a crowd that is there for one thing and says it in many words: all that came, without what sounds usual."""
    told, odds = grouped(seeds, lately, usual, expected), more(seeds, expected)
    crowd = replace(told, members=tuple(lately), wide=True)
    for _ in range(2):
        members = tuple(h for h in lately if crowd.draws(h, usual, odds))
        if len(members) < len(seeds) / 3:
            members = tuple(seeds)
        crowd = replace(crowd, members=members)
    return replace(crowd, alike=likeness(crowd.members))


def _together(term: str, other: str, seeds: Sequence[Heard]) -> bool:
    """Tell whether two words name the same thing: they stand in the same messages."""
    said = [h for h in seeds if term in h.terms]
    return sum(other in h.terms for h in said) >= 0.4 * len(said)


def _name(terms: Sequence[str], seeds: Sequence[Heard]) -> str:
    """Name a topic by its words as most people spell them."""
    return " ".join(Counter(h.words[t] for h in seeds if t in h.words).most_common(1)[0][0] for t in terms)


def likeness(said: Sequence[Heard]) -> float:
    """Return the part of messages that nearly say what somebody else's says too."""
    said = said[-LOOKED:]
    if len(said) < 2:
        return 0.0
    close = sum(
        any(o.author != h.author and len(h.terms) > 1 and alike(h.terms, o.terms) >= 0.6 for o in said) for h in said
    )
    return close / len(said)
