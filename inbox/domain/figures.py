"""What the lead's report adds up: the rows it is made from, and the figures that come of them, each with its list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class By(StrEnum):
    """What a report is parted by."""

    OWNER = "owner"
    """What is open counts for its owner, what was said for its writer."""
    DEPARTMENT = "department"
    """Only requests are a department's."""
    CHANNEL = "channel"
    GOAL = "goal"
    """Only replies are a goal's, or a guideline's: each counts for all it was written under, else for none ("")."""


class Figure(StrEnum):
    """A figure that opens the list behind it."""

    OPEN = "open"
    WAITING = "waiting"
    REQUESTS = "requests"
    OVERDUE = "overdue"
    HELD = "held"
    UNKNOWN = "unknown"
    REPLIES = "replies"
    FIRST = "first"
    TURNAROUND = "turnaround"
    BACKLOG = "backlog"


NOW = frozenset({Figure.OPEN, Figure.WAITING, Figure.REQUESTS, Figure.OVERDUE, Figure.HELD, Figure.UNKNOWN})
"""Figures of this moment; the others are of a period."""


# --- what it is made from


class Kind(StrEnum):
    """A kind of rows that figures are made from."""

    CARRIED = "carried"
    """Open conversations."""
    LASTING = "lasting"
    """Waits that last."""
    ENDED = "ended"
    """Waits that ended in a period, and the replies."""
    STUCK = "stuck"
    PUT = "put"
    """Questions put to departments."""


BEHIND = {
    Figure.OPEN: {Kind.CARRIED, Kind.PUT},
    Figure.WAITING: {Kind.CARRIED},
    Figure.REQUESTS: {Kind.PUT},
    Figure.OVERDUE: {Kind.PUT},
    Figure.HELD: {Kind.STUCK},
    Figure.UNKNOWN: {Kind.STUCK},
    Figure.REPLIES: {Kind.ENDED},
    Figure.FIRST: {Kind.ENDED},
    Figure.TURNAROUND: {Kind.PUT},
    Figure.BACKLOG: {Kind.LASTING, Kind.ENDED},
}
"""What the list behind a figure is made from: a large inbox is not read whole for a short one."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An open conversation. `owner` is "" where nobody owns it; `since` when the contact began to wait (None: does not)."""

    conversation: int
    channel: str
    owner: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """A conversation with a reply that is held, or of which nobody knows whether it arrived (`unknown`)."""

    conversation: int
    channel: str
    owner: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """A contact's wait for us. `ended` None: it lasts; `answered` False: it lasts, the conversation was closed, or a reply
    is on its way or may have arrived.

    `writer` is who answered, "" where it was said elsewhere in our name; `target` how long it was to take at most.
    """

    conversation: int
    channel: str
    since: datetime
    ended: datetime | None = None
    answered: bool = False
    writer: str = ""
    target: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply that a person wrote here and that left. `at` is when nothing kept it any more.

    `cards` are the goals and guidelines it was written under, by number.
    """

    conversation: int
    channel: str
    writer: str
    at: datetime
    cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Put:
    """A question that was put to a department, as long as it wants something, and one whose answer stands.

    `owner` has the conversation; `theirs` tells that the department holds the ball; `answered` is when the answer that
    stands was given; `target` the department's usual time.
    """

    request: int
    conversation: int
    channel: str
    owner: str
    department: str
    at: datetime
    due: datetime | None
    pending: bool
    theirs: bool
    answered: datetime | None
    target: timedelta


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows that a report of one period is made from; `titles` are the latest of the goals and guidelines, by number."""

    carried: tuple[Carried, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    waits: tuple[Wait, ...] = ()
    sent: tuple[Sent, ...] = ()
    put: tuple[Put, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()


# --- what comes of it


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in seconds: `median` and `p90` (None: never happened), and how often it was `within` the target."""

    count: int = 0
    median: int | None = None
    p90: int | None = None
    within: int = 0

    @property
    def share(self) -> float | None:
        """How much of it was within the target, 0 to 1; None where it never happened."""
        return self.within / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of the whole (`key` ""), or of one owner ("": nobody, or elsewhere), department, channel or goal ("": none).

    `oldest` is since when the contact waits who waits longest; `load` weighs the open conversations; None is what a
    department, or a goal, has not. `title` is a goal's.
    """

    key: str
    open: int | None
    waiting: int | None
    oldest: datetime | None
    load: float | None
    requests: int | None
    overdue: int | None
    held: int | None
    unknown: int | None
    replies: int | None
    first: Spread | None
    turnaround: Spread | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the backlog: how many began to wait in it, how many no longer had to, how many waited at its end."""

    at: datetime
    came: int
    ended: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a period, and those of the moment `at`; times of an hour of the backlog are its beginning."""

    at: datetime
    since: datetime
    until: datetime
    by: By | None
    total: Group
    groups: tuple[Group, ...]
    backlog: tuple[Hour, ...]
