"""A bulk step: the same done to many conversations at once, so that it can be taken back at once; the events about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inbox.domain.happened import Event


class What(StrEnum):
    """What a bulk step changed of its conversations."""

    OWNER = "owner"
    CLOSED = "closed"
    SNOOZED = "snoozed"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class MoveBegun(Event):
    """Several conversations changed at once; each has a fact with this `id`: Assigned, Closed, Snoozed or Tagged, by `what`.

    `own` says that who moved them handed on what was theirs, or of somebody they acted for.
    """

    id: int
    of: str
    to: str
    what: What = What.OWNER
    own: bool = False


@dataclass(frozen=True, slots=True)
class MoveUndone(Event):
    """A bulk step was taken back, where nobody had changed the same since."""

    move: int
