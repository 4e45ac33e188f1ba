"""Whom a conversation suits: by what it needs, by what they carry, and by who is here; each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.domain.covering import Lack, Levels, Need, lacking

_LACK, _WAITING, _OPEN, _ASKED, _HERE, _TRAINEE = 12, 2, 1, 1, 3, 4
"""What counts how much: a missing level as much as six contacts who wait; being here as much as three open conversations."""
AWAY = 10_000
"""Puts whoever is away behind everybody else."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What somebody carries: open conversations, how many of them wait for us, requests that want something."""

    opened: int = 0
    waiting: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may own a conversation, with what speaks for and against it; less `weight` is better.

    `covers` of `needs` needs are theirs, `lacks` are not; `here` says that they are at a screen now; `stand_in` is who
    acts for them while they are away ("": they are not). `signed` says that their replies wait for a sign-off.
    """

    name: str
    covers: int
    needs: int
    lacks: tuple[Lack, ...]
    carried: Carried
    here: bool
    stand_in: str
    signed: bool
    weight: int


def candidate(
    name: str, needs: Sequence[Need], levels: Levels, carried: Carried, *, here: bool, stand_in: str, signed: bool
) -> Candidate:
    """Weigh one person for a conversation."""
    lacks = lacking(needs, levels)
    weight = (
        _LACK * sum(lack.needed - lack.has for lack in lacks)
        + _WAITING * carried.waiting
        + _OPEN * carried.opened
        + _ASKED * carried.requests
        - _HERE * here
        + _TRAINEE * signed
        + AWAY * bool(stand_in)
    )
    return Candidate(name, len(needs) - len(lacks), len(needs), lacks, carried, here, stand_in, signed, weight)


def ranked(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates, the most suitable first."""
    return tuple(sorted(candidates, key=lambda c: (c.weight, c.name)))
