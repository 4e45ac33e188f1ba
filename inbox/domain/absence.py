"""Who is away and who acts for them meanwhile: the noun, its commands and its events.

Nothing changes hands: what somebody owns stays theirs, and while they are away their substitute owns it too. So all of
it is given back by itself at the very moment the absence ends, what came in meanwhile included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.domain.happened import Event
from inbox.domain.intent import Command


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from `begins` until `ends`, and `substitute` acts for them ("": nobody). Why is nobody's business here.

    `begun` and `over` say what was told to everybody; `over` also that it was called off.
    """

    id: int
    person: str
    substitute: str
    begins: datetime
    ends: datetime
    by: str
    begun: bool = False
    over: bool = False

    def lasts(self, at: datetime) -> bool:
        """Tell whether the person is away at a moment."""
        return not self.over and self.begins <= at < self.ends

    def meets(self, begins: datetime, ends: datetime) -> bool:
        """Tell whether it shares a moment with a time."""
        return not self.over and self.begins < ends and begins < self.ends


# --- commands


@dataclass(frozen=True, slots=True)
class PlanAbsence(Command):
    """Say that somebody will be away, and who acts for them ("" for who owns nothing). `begins` None: from now on."""

    person: str
    substitute: str
    ends: datetime
    begins: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndAbsence(Command):
    """Call an absence off, or be back early."""

    absence: int


@dataclass(frozen=True, slots=True)
class TurnAbsence(Command):
    """Tell everybody that an absence has begun, or is over (the inbox itself does this, no person)."""

    absence: int


# --- events


@dataclass(frozen=True, slots=True)
class AbsencePlanned(Event):
    """Somebody will be away; `substitute` acts for them meanwhile."""

    id: int
    person: str
    substitute: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class AbsenceBegun(Event):
    """Somebody is away from now on."""

    absence: int
    person: str
    substitute: str


@dataclass(frozen=True, slots=True)
class AbsenceEnded(Event):
    """Somebody is back, or will not be away after all; nobody acts for them any more."""

    absence: int
    person: str
    substitute: str
