"""Makes figures of rows: how much there is, how long it took, who carries it, and which conversations are behind a figure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from inbox.domain.figures import (
    By,
    Carried,
    Evidence,
    Figure,
    Group,
    Hour,
    Put,
    Report,
    Sent,
    Spread,
    Stuck,
    Wait,
)
from inbox.errors import BadInput

USUAL = timedelta(days=7)
"""The period of a report where none is named."""
LONGEST = timedelta(days=366)
HOUR = timedelta(hours=1)


def period(since: datetime | None, until: datetime | None, at: datetime) -> tuple[datetime, datetime]:
    """Return the period a report is about: behind its beginning, with its end.

    What is not named is a week, or ends now. Raises: BadInput.
    """
    end = min(until or at, at)
    begin = since if since is not None else end - USUAL
    if begin >= end:
        raise BadInput("A report begins before it ends, and before now.")
    if end - begin > LONGEST:
        raise BadInput("A report covers at most {days} days.", days=LONGEST.days)
    return begin, end


def weight(carried: Carried, requests: int, at: datetime) -> float:
    """Return what an open conversation weighs: 1; 1 more where the contact waits, and 1 for each day of it, at most 3; half for each request."""
    if carried.since is None:
        return 1 + requests / 2
    days = max(0, (at - carried.since) // timedelta(days=1))
    return 2 + min(3, days) + requests / 2


def spread(took: Iterable[tuple[timedelta, timedelta]]) -> Spread:
    """Return how lengths of time, each with its target, are spread; the 90th percentile is by nearest rank."""
    pairs = [(max(0, round(length.total_seconds())), length <= target) for length, target in took]
    if not pairs:
        return Spread()
    seconds = sorted(length for length, _ in pairs)
    place = (9 * len(seconds) + 9) // 10
    return Spread(len(seconds), int(median(seconds)), seconds[place - 1], sum(within for _, within in pairs))


def report(rows: Evidence, since: datetime, until: datetime, by: By | None, at: datetime) -> Report:
    """Return the figures of a period."""
    total = _group("", rows, since, until, at)
    groups: tuple[Group, ...] = ()
    if by is not None:
        parts = parted(rows, by)
        found = (_group(key, part, since, until, at) for key, part in parts.items())
        titles = dict(rows.titles)
        seen = (replace(_seen(g, by), title=titles.get(g.key, "") if by is By.GOAL else "") for g in found)
        groups = tuple(sorted(seen, key=_first))
    return Report(at, since, until, by, total, groups, backlog(rows.waits, since, until))


def _first(group: Group) -> tuple[float, int, int, str]:
    return -(group.load or 0), -(group.requests or 0), -(group.replies or 0), group.key


def _seen(group: Group, by: By) -> Group:
    """Leave out what a department has not, nothing but requests says which it is about; and all but replies of a goal."""
    if by not in (By.DEPARTMENT, By.GOAL):
        return group
    bare = replace(group, open=None, waiting=None, oldest=None, load=None, held=None, unknown=None, first=None)
    if by is By.DEPARTMENT:
        return replace(bare, replies=None)
    return replace(bare, requests=None, overdue=None, turnaround=None)


def _group(key: str, rows: Evidence, since: datetime, until: datetime, at: datetime) -> Group:
    asked = Counter(p.conversation for p in rows.put if p.pending)
    waiting = [c.since for c in rows.carried if c.since is not None]
    return Group(
        key,
        open=len(rows.carried),
        waiting=len(waiting),
        oldest=min(waiting, default=None),
        load=sum(weight(c, asked[c.conversation], at) for c in rows.carried),
        requests=asked.total(),
        overdue=len([p for p in rows.put if _late(p, at)]),
        held=len([s for s in rows.stuck if not s.unknown]),
        unknown=len([s for s in rows.stuck if s.unknown]),
        replies=len([s for s in rows.sent if since < s.at <= until]),
        first=spread((_took(w), w.target) for w in rows.waits if _was_answered(w, since, until)),
        turnaround=spread((_turned(p), p.target) for p in rows.put if _was_turned(p, since, until)),
    )


def _late(put: Put, at: datetime) -> bool:
    return put.pending and put.theirs and put.due is not None and put.due <= at


def _took(wait: Wait) -> timedelta:
    return (wait.ended or wait.since) - wait.since


def _was_answered(wait: Wait, since: datetime, until: datetime) -> bool:
    return wait.answered and wait.ended is not None and since < wait.ended <= until


def _turned(put: Put) -> timedelta:
    return (put.answered or put.at) - put.at


def _was_turned(put: Put, since: datetime, until: datetime) -> bool:
    return put.answered is not None and since < put.answered <= until


# --- parts

_KEYS: dict[By, dict[str, Callable[[Any], str | tuple[str, ...] | None]]] = {
    By.OWNER: {
        "carried": lambda c: c.owner,
        "stuck": lambda s: s.owner,
        "waits": lambda w: w.writer if w.answered else None,
        "sent": lambda s: s.writer,
        "put": lambda p: p.owner,
    },
    By.DEPARTMENT: {"put": lambda p: p.department},
    By.CHANNEL: dict.fromkeys(("carried", "stuck", "waits", "sent", "put"), lambda row: row.channel),
    By.GOAL: {"sent": lambda s: s.cards or ("",)},
}


def parted(rows: Evidence, by: By) -> dict[str, Evidence]:
    """Return the rows of each owner, department, channel or goal that has any; one row may count for several."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for kind, key_of in _KEYS[by].items():
        for row in getattr(rows, kind):
            keys = key_of(row)
            for key in (keys,) if isinstance(keys, str) else keys or ():
                found[key][kind].append(row)
    return {key: Evidence(**{kind: tuple(some) for kind, some in kinds.items()}) for key, kinds in found.items()}


# --- hours


def backlog(waits: Sequence[Wait], since: datetime, until: datetime) -> tuple[Hour, ...]:
    """Return how many waited for us, hour by hour; the last hour ends where the period does."""
    began = sorted(w.since for w in waits)
    ended = sorted(w.ended for w in waits if w.ended is not None)
    hours, at = [], since.replace(minute=0, second=0, microsecond=0)
    while at < until:
        end = min(at + HOUR, until)
        came = bisect_right(began, end) - bisect_right(began, at)
        left = bisect_right(ended, end) - bisect_right(ended, at)
        hours.append(Hour(at, came, left, bisect_right(began, end) - bisect_right(ended, end)))
        at += HOUR
    return tuple(hours)


def _waited(wait: Wait, moment: datetime) -> bool:
    return wait.since <= moment and (wait.ended is None or wait.ended > moment)


# --- lists behind figures


def behind(rows: Evidence, figure: Figure, since: datetime, until: datetime, at: datetime) -> tuple[int, ...]:
    """Return the conversations behind a figure, each once, what is worst first; the backlog is that of the moment `until`."""
    return tuple(dict.fromkeys(row.conversation for row in _LISTS[figure](rows, since, until, at)))


def _carried(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Carried]:
    asked = Counter(p.conversation for p in rows.put if p.pending)
    return sorted(rows.carried, key=lambda c: (-weight(c, asked[c.conversation], at), c.since or at, c.conversation))


def _waiting(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Carried]:
    return sorted((c for c in rows.carried if c.since is not None), key=lambda c: (c.since or at, c.conversation))


def _due(put: Put) -> tuple[bool, datetime, int]:
    return put.due is None, put.due or put.at, put.request


def _requests(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Put]:
    return sorted((p for p in rows.put if p.pending), key=_due)


def _overdue(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Put]:
    return sorted((p for p in rows.put if _late(p, at)), key=_due)


def _stuck(rows: Evidence, *, unknown: bool) -> list[Stuck]:
    return sorted((s for s in rows.stuck if s.unknown is unknown), key=lambda s: s.conversation)


def _sent(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Sent]:
    return sorted((s for s in rows.sent if since < s.at <= until), key=lambda s: s.at, reverse=True)


def _answered(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Wait]:
    return sorted((w for w in rows.waits if _was_answered(w, since, until)), key=_took, reverse=True)


def _turned_around(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Put]:
    return sorted((p for p in rows.put if _was_turned(p, since, until)), key=_turned, reverse=True)


def _backlog(rows: Evidence, since: datetime, until: datetime, at: datetime) -> list[Wait]:
    return sorted((w for w in rows.waits if _waited(w, until)), key=lambda w: (w.since, w.conversation))


_LISTS: dict[Figure, Callable[[Evidence, datetime, datetime, datetime], Sequence[Any]]] = {
    Figure.OPEN: _carried,
    Figure.WAITING: _waiting,
    Figure.REQUESTS: _requests,
    Figure.OVERDUE: _overdue,
    Figure.HELD: lambda rows, *_: _stuck(rows, unknown=False),
    Figure.UNKNOWN: lambda rows, *_: _stuck(rows, unknown=True),
    Figure.REPLIES: _sent,
    Figure.FIRST: _answered,
    Figure.TURNAROUND: _turned_around,
    Figure.BACKLOG: _backlog,
}
