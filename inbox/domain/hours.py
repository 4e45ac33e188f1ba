"""Business hours and response targets: when somebody is there, and until when a contact has an answer. Pure.

Days are counted in the hours' own zone, spans in real time, so that a day on which the clocks change is as long as it is. The rules
of the zones are those Python finds (`zoneinfo`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from inbox.domain.happened import Event
from inbox.domain.incoming import Visibility
from inbox.domain.intent import Command
from inbox.domain.model import Conversation
from inbox.errors import BadInput

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GERMAN = {"mo": "mon", "di": "tue", "mi": "wed", "do": "thu", "fr": "fri", "sa": "sat", "so": "sun"}
_WORDS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
)  # fmt: skip
_TO, _CLOCK = r"\s*(?:-|–|bis|to)\s*", r"(\d{1,2}(?:[:.]\d\d)?)(?:\s*uhr)?"
_PART = re.compile(rf"([a-z]+)\.?(?:{_TO}([a-z]+)\.?)?\s+(?:von\s+|from\s+)?{_CLOCK}{_TO}{_CLOCK}")
FARTHEST = 400
"""Days that are looked ahead or back for open ones."""
USUAL = timedelta(hours=1)
"""How long a contact waits at most where nobody has set a target; open time where there are hours."""
Week = tuple[tuple[tuple[int, int], ...], ...]
"""For each day from Monday on the open spans, in minutes of the day."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a channel is attended ("": every channel without hours of its own), and how soon it answers.

    `times` are the open ones as `week` reads them; `within` the open minutes until an answer (0: no target), `public` the same for
    public conversations (0: as the others), `warn_at` the share of it in percent after which people are warned.
    """

    channel: str
    zone: str
    times: str
    holidays: tuple[str, ...] = ()
    within: int = 0
    public: int = 0
    warn_at: int = 75


@dataclass(frozen=True, slots=True)
class Told:
    """That people were warned of a conversation whose contact waits since a moment; `missed`: that it was too late.

    `excused`: that this wait has no target.
    """

    conversation: int
    since: datetime
    missed: bool
    excused: bool = False


@lru_cache(maxsize=64)
def week(times: str) -> Week:
    """Read open times such as `mon-fri 9:00-17:00, sat 10-14` or `Mo-Fr 9-17 Uhr`. Raises: BadInput."""
    spans: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for part in times.lower().split(","):
        found = _PART.fullmatch(" ".join(part.split()))
        if found is None:
            raise BadInput(
                "{part} are no open times; write them like {example}.",
                part=repr(part.strip()),
                example="mon-fri 9:00-17:00, sat 10-14",
            )
        first = _day(found[1])
        last = _day(found[2]) if found[2] else first
        begin, end = _minute(found[3]), _minute(found[4])
        if begin >= end:
            raise BadInput(
                "{part} ends before it begins; hours of a night are written as two parts: {example}.",
                part=repr(part.strip()),
                example="mon-sun 22-24, mon-sun 0-6",
            )
        for day in range(first, last + 1 if last >= first else last + 8):
            spans[day % 7].append((begin, end))
    return tuple(_joined(day) for day in spans)


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return tuple(found)


def weekday(name: str) -> int | None:
    """Return which day of the week a name means in German or English, 0 for Monday; None for none."""
    short = _GERMAN.get(name[:2], name[:3]) if name[:3] not in DAYS else name[:3]
    return DAYS.index(short) if short in DAYS else None


def _day(name: str) -> int:
    found = weekday(name)
    if found is None:
        raise BadInput("{day} is no day; there are: {known}.", day=repr(name), known=", ".join(DAYS))
    return found


def named_days(times: str) -> None:
    """See that every day in open times is named by a word for a day, or by how one begins. Raises: BadInput."""
    for part in _PART.finditer(times.lower()):
        for name in filter(None, part.group(1, 2)):
            if len(name) < 2 or not any(word.startswith(name) for word in _WORDS):
                raise BadInput("{day} is no day; there are: {known}.", day=repr(name), known=", ".join(DAYS))


def _minute(text: str) -> int:
    hour, _, minute = text.replace(".", ":").partition(":")
    found = int(hour) * 60 + int(minute or 0)
    if found > 24 * 60 or int(minute or 0) > 59:
        raise BadInput("{time} is no time of a day.", time=text)
    return found


@lru_cache(maxsize=16)
def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name. Raises: BadInput."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as cause:
        raise BadInput("There is no time zone {name}; write it like Europe/Berlin.", name=repr(name)) from cause


@lru_cache(maxsize=4096)
def _open(hours: Hours, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Return the open spans of a day, in UTC; a report asks for the same day again and again."""
    if day.isoformat() in hours.holidays:
        return ()
    here = zone(hours.zone)
    return tuple((_at(day, begin, here), _at(day, end, here)) for begin, end in week(hours.times)[day.weekday()])


def _at(day: date, minute: int, here: ZoneInfo) -> datetime:
    if minute == 24 * 60:
        day, minute = day + timedelta(days=1), 0
    return datetime.combine(day, time(minute // 60, minute % 60), here).astimezone(UTC)


def worked(hours: Hours, begin: datetime, end: datetime) -> timedelta:
    """Return how much open time lies between two moments."""
    total, here = timedelta(), zone(hours.zone)
    day, last = begin.astimezone(here).date(), end.astimezone(here).date()
    while day <= last:
        total += sum((max(timedelta(), min(b, end) - max(a, begin)) for a, b in _open(hours, day)), timedelta())
        day += timedelta(days=1)
    return total


def later(hours: Hours, at: datetime, span: timedelta) -> datetime | None:
    """Return when this much open time will have passed since a moment; None where that is farther than anybody looks."""
    left, day = span, at.astimezone(zone(hours.zone)).date()
    for _ in range(FARTHEST):
        for begin, end in _open(hours, day):
            room = end - max(begin, at)
            if room > timedelta() and left <= room:
                return max(begin, at) + left
            left -= max(timedelta(), room)
        day += timedelta(days=1)
    return None


def earlier(hours: Hours, at: datetime, span: timedelta) -> datetime | None:
    """Return since when somebody has to wait so that this much open time has passed by now; the latest such moment."""
    left, day = span, at.astimezone(zone(hours.zone)).date()
    for _ in range(FARTHEST):
        for begin, end in reversed(_open(hours, day)):
            room = min(end, at) - begin
            if room > timedelta() and left <= room:
                return min(end, at) - left
            left -= max(timedelta(), room)
        day -= timedelta(days=1)
    return None


def of(all_: dict[str, Hours], channel: str) -> Hours | None:
    """Return the hours of a channel: its own, else everybody's."""
    return all_.get(channel) or all_.get("")


def spans(hours: Hours, visibility: Visibility) -> tuple[timedelta, timedelta] | None:
    """Return after how much open time people are warned, and until when there is an answer; None without a target."""
    minutes = hours.public if visibility is Visibility.PUBLIC and hours.public else hours.within
    whole = timedelta(minutes=minutes)
    return (whole * hours.warn_at / 100, whole) if minutes else None


def allowed(hours: Hours | None, visibility: Visibility, since: datetime) -> timedelta:
    """Return how long a contact who waits since a moment waits at most, closed hours included, for a report to measure by."""
    if hours is None:
        return USUAL
    both = spans(hours, visibility)
    due = later(hours, since, both[1] if both else USUAL)
    return due - since if due is not None else USUAL


def target(hours: Hours | None, conversation: Conversation) -> tuple[datetime, datetime] | None:
    """Return when people are warned of a conversation, and until when it has to be answered; None where nobody waits."""
    if hours is None or conversation.waiting_since is None or (both := spans(hours, conversation.visibility)) is None:
        return None
    near, due = (later(hours, conversation.waiting_since, span) for span in both)
    return (near, due) if near is not None and due is not None else None


# --- commands


@dataclass(frozen=True, slots=True)
class SetHours(Command):
    """Say when a channel is attended ("": all without hours of their own) and how soon it answers."""

    channel: str
    times: str
    zone: str = "Europe/Berlin"
    holidays: tuple[str, ...] = ()
    within: int = 0
    public: int = 0
    warn_at: int = 75


@dataclass(frozen=True, slots=True)
class RemoveHours(Command):
    """Forget the hours of a channel ("": those of all)."""

    channel: str


@dataclass(frozen=True, slots=True)
class Warn(Command):
    """Warn of a conversation whose contact waits nearly too long, or too long (the inbox itself does this)."""

    conversation: int


# --- events


@dataclass(frozen=True, slots=True)
class HoursSet(Event):
    """A channel is attended at these times."""

    hours: Hours


@dataclass(frozen=True, slots=True)
class HoursRemoved(Event):
    """A channel has no hours of its own any more."""

    channel: str


@dataclass(frozen=True, slots=True)
class TargetNear(Event):
    """A contact who waits `since` a moment has to have an answer by `due`, which is near."""

    since: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class TargetMissed(Event):
    """A contact who waits `since` a moment should have had an answer by `due`."""

    since: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class TargetExcused(Event):
    """A contact who waits `since` a moment has no target: what they said then was brought in from a file, long after."""

    since: datetime


@dataclass(frozen=True, slots=True)
class WaitEnded(Event):
    """The wait that lasted `since` a moment ended when the conversation was closed; the contact came back and waits `again`."""

    since: datetime
    again: datetime
