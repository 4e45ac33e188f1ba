"""Reads the times people type: `2h`, `tomorrow 9:00`, `freitag`, `18:00`, or ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from inbox.errors import BadInput

_UNITS = {
    **dict.fromkeys(("m", "min", "minute", "minutes", "minuten"), "minutes"),
    **dict.fromkeys(("h", "std", "hour", "hours", "stunde", "stunden"), "hours"),
    **dict.fromkeys(("d", "t", "day", "days", "tag", "tage", "tagen"), "days"),
    **dict.fromkeys(("w", "week", "weeks", "woche", "wochen"), "weeks"),
}
_SPAN = re.compile(rf"(?:in\s+)?(\d{{1,4}})\s*({'|'.join(_UNITS)})")
_DAYS = {
    "mo": 0, "tu": 1, "di": 1, "we": 2, "mi": 2, "th": 3, "do": 3, "fr": 4, "sa": 5, "su": 6, "so": 6,
}  # fmt: skip
_NAMES = (
    "monday", "montag", "tuesday", "dienstag", "wednesday", "mittwoch", "thursday", "donnerstag",
    "friday", "freitag", "saturday", "samstag", "sunday", "sonntag",
)  # fmt: skip
MORNING, EVENING = time(9), time(23, 59)
"""When a day begins that was named without an hour, and when it ends."""


class _Local(tzinfo):
    """The system's zone with its summer and winter, where `astimezone()` alone freezes today's offset."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, dt: datetime) -> datetime:
        return dt.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


LOCAL: tzinfo = _Local()
"""Where this computer stands; `now.astimezone(LOCAL)` makes "monday 9:00" right across a change of the clocks."""


def span(text: str) -> timedelta:
    """Read a length of time such as 45m, 4h, 2d. Raises: BadInput."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise BadInput("{text} is no length of time; write 45m, 4h or 2d.", text=repr(text))
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def when(text: str, now: datetime, *, ends: bool = False) -> datetime:
    """Read a time to come, in the zone of `now`, and return it in UTC.

    A day without an hour is its morning, or with `ends` its end: what holds until then holds all of it. Raises: BadInput.
    """
    words, hour = text.strip().lower(), EVENING if ends else MORNING
    try:
        if _SPAN.fullmatch(words):
            return now.astimezone(UTC) + span(words)
        return (_named(words, now, hour) or _iso(text.strip(), now, hour)).astimezone(UTC)
    except (ValueError, OverflowError) as cause:
        raise BadInput(
            "{text} is no time; write 2h, 18:00, tomorrow, friday 9:00 or 2026-05-31T14:00.", text=repr(text)
        ) from cause


def past(text: str, now: datetime, *, ends: bool = False) -> datetime:
    """Read a time that is over, in the zone of `now`, and return it in UTC: `7d` ago, `yesterday`, `monday`, a day, an hour.

    A day is its beginning, or with `ends` its end. Raises: BadInput.
    """
    words = text.strip().lower()
    try:
        if _SPAN.fullmatch(words):
            return now.astimezone(UTC) - span(words)
        day = _gone(words, now)
        if day is not None:
            return datetime.combine(day + timedelta(days=ends), time(), now.tzinfo).astimezone(UTC)
        if re.fullmatch(r"\d{1,2}:\d{2}", words):
            at = datetime.combine(now.date(), _hour(words), now.tzinfo)
            return (at if at <= now else at - timedelta(days=1)).astimezone(UTC)
        return _iso(text.strip(), now, MORNING).astimezone(UTC)
    except (ValueError, OverflowError) as cause:
        raise BadInput(
            "{text} is no time that is over; write 7d, yesterday, monday, 8:00 or 2026-05-31T14:00.", text=repr(text)
        ) from cause


def _gone(words: str, now: datetime) -> date | None:
    """Read a day that is not to come; None where this is none."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return date.fromisoformat(words)
    if words in ("today", "heute", "yesterday", "gestern"):
        return now.date() - timedelta(days=words in ("yesterday", "gestern"))
    if words in _NAMES or (len(words) == 2 and words in _DAYS):
        return now.date() - timedelta(days=(now.weekday() - _DAYS[words[:2]] - 1) % 7 + 1)
    return None


def _iso(text: str, now: datetime, bare: time) -> datetime:
    found = datetime.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        found = datetime.combine(found.date(), bare)
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def _named(words: str, now: datetime, bare: time) -> datetime | None:
    """Read `[day] [hour]`; None where this is neither."""
    day, _, hour = words.partition(" ")
    if re.fullmatch(r"\d{1,2}:\d{2}", day) and not hour:
        at = datetime.combine(now.date(), _hour(day), now.tzinfo)
        return at if at > now else at + timedelta(days=1)
    ahead = _ahead(day, now)
    if ahead is None:
        return None
    return datetime.combine(now.date() + timedelta(days=ahead), _hour(hour) if hour else bare, now.tzinfo)


def _hour(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute or 0))


def _ahead(day: str, now: datetime) -> int | None:
    if day in ("tomorrow", "morgen"):
        return 1
    if day in ("today", "heute"):
        return 0
    if day in _NAMES or (len(day) == 2 and day in _DAYS):
        return (_DAYS[day[:2]] - now.weekday() - 1) % 7 + 1
    return None
