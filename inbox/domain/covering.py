"""What a conversation needs that its owner lacks, and the smallest set of colleagues and departments that covers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox.domain.competence import Competence

Levels = Mapping[Competence, int]
"""What somebody has, or what is needed."""


@dataclass(frozen=True, slots=True)
class Need:
    """A competence a conversation needs, and why: the words and conditions that said so, or who did by hand."""

    competence: Competence
    level: int
    because: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A need that is not covered: what there is of it, and what would be needed."""

    competence: Competence
    has: int
    needed: int


@dataclass(frozen=True, slots=True)
class Support:
    """Somebody, or a department, who would cover some of what is lacking."""

    name: str
    department: bool
    covers: tuple[Competence, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What a conversation needs, what `who` lacks of it, whom to bring in, and what nobody has.

    `mapped` tells whether anybody's competences are known here at all.
    """

    conversation: int
    who: str
    needs: tuple[Need, ...]
    lacks: tuple[Lack, ...]
    support: tuple[Support, ...]
    uncovered: tuple[Competence, ...]
    mapped: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody, or a department, who could be brought in; `cost` decides between sets of the same size (less is better)."""

    name: str
    department: bool
    levels: Levels
    cost: int = 0


def lacking(needs: Sequence[Need], levels: Levels) -> tuple[Lack, ...]:
    """Return the needs that these levels do not reach."""
    found = (Lack(n.competence, levels.get(n.competence, 0), n.level) for n in needs)
    return tuple(lack for lack in found if lack.has < lack.needed)


def smallest(lacks: Sequence[Lack], sources: Sequence[Source]) -> tuple[tuple[Support, ...], tuple[Competence, ...]]:
    """Return the smallest set of sources that covers everything that can be covered, and what nobody covers.

    Of several smallest sets the one with the least cost, then the one whose names come first. It is exact: every set of
    needs (at most 2^11) is reached by its best set of sources, one source after the other.
    """
    reached = {n: _covered(lacks, source.levels) for n, source in enumerate(sources)}
    possible = 0
    for mask in reached.values():
        possible |= mask
    best: dict[int, tuple[int, int, tuple[str, ...], tuple[int, ...]]] = {0: (0, 0, (), ())}
    for n, mask in sorted(reached.items(), key=lambda item: (sources[item[0]].name, sources[item[0]].department)):
        if not mask:
            continue
        for done, (size, cost, names, chosen) in list(best.items()):
            better = (size + 1, cost + sources[n].cost, (*names, sources[n].name), (*chosen, n))
            if mask & ~done and (done | mask not in best or better < best[done | mask]):
                best[done | mask] = better
    chosen = best[possible][3]
    nobody = tuple(lack.competence for bit, lack in enumerate(lacks) if not possible >> bit & 1)
    return _supports(lacks, [sources[n] for n in chosen]), nobody


def _covered(lacks: Sequence[Lack], levels: Levels) -> int:
    """Return which lacks are covered, as bits."""
    return sum(1 << bit for bit, lack in enumerate(lacks) if levels.get(lack.competence, 0) >= lack.needed)


def _supports(lacks: Sequence[Lack], chosen: Sequence[Source]) -> tuple[Support, ...]:
    covers = (
        Support(s.name, s.department, tuple(k.competence for k in lacks if s.levels.get(k.competence, 0) >= k.needed))
        for s in chosen
    )
    return tuple(sorted(covers, key=lambda s: (-len(s.covers), s.name, s.department)))
