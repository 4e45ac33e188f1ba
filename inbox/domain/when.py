"""Reads the times people type: `1h30m`, `tomorrow 9:00`, `freitag 9 Uhr`, `28.11.`, `Dec 25`, `18:00`, or ISO 8601."""

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
_PIECE = rf"(\d{{1,4}}(?:[.,]\d)?)\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})"
_SPAN = re.compile(rf"(?:in\s+)?{_PIECE}(?:\s*{_PIECE})*")
_CLOCK = re.compile(r"(?:(?:um|at)\s+)?(\d{1,2})(?:[:.](\d\d))?\s*(uhr|am|pm)?")
_MONTHS = {
    **dict.fromkeys(("jan", "jän"), 1), "feb": 2, **dict.fromkeys(("mar", "mär", "mrz"), 3), "apr": 4,
    **dict.fromkeys(("may", "mai"), 5), "jun": 6, "jul": 7, "aug": 8, "sep": 9, **dict.fromkeys(("oct", "okt"), 10),
    "nov": 11, **dict.fromkeys(("dec", "dez"), 12),
}  # fmt: skip
_DATES = (
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?:\s?(?P<year>\d{4}))?(?![\d:.])"),
    re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[a-zä]{3,9})\.?(?:,?\s+(?P<year>\d{4}))?(?![\d:])"),
    re.compile(r"(?P<month>[a-zä]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?(?![\d:.])"),
)
"""How people write a day, in German and in English; without its year it is the nearest."""
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
    words = text.strip().lower()
    if _SPAN.fullmatch(words) is None:
        raise BadInput("{text} is no length of time; write 45m, 4h, 1h30m or 2d.", text=repr(text))
    found = re.findall(_PIECE, words)
    return sum((timedelta(**{_UNITS[unit]: float(n.replace(",", "."))}) for n, unit in found), timedelta())


def day(text: str, today: date) -> date:
    """Read a day to come: 2026-12-25, 25.12.2026, 25.12., Dec 25, friday. Raises: BadInput."""
    words = " ".join(text.strip().lower().split())
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
            return date.fromisoformat(words)
        if (found := _dated(words, today, 1)) is not None and not found[1]:
            return found[0]
        if (ahead := _ahead(words, today)) is not None:
            return today + timedelta(days=ahead)
    except ValueError:
        pass  # said below
    raise BadInput("{text} is no day; write 25.12.2026, Dec 25, friday or 2026-12-25.", text=repr(text))


def when(text: str, now: datetime, *, ends: bool = False) -> datetime:
    """Read a time to come, in the zone of `now`, and return it in UTC.

    A day without an hour is its morning, or with `ends` its end: what holds until then holds all of it. Raises: BadInput.
    """
    words, hour = " ".join(text.strip().lower().split()), EVENING if ends else MORNING
    try:
        if _SPAN.fullmatch(words):
            return now.astimezone(UTC) + span(words)
        return (_named(words, now, hour) or _iso(text.strip(), now, hour)).astimezone(UTC)
    except (ValueError, OverflowError) as cause:
        raise BadInput(
            "{text} is no time; write 2h, 18:00, tomorrow, friday 9:00, 28.11. or 2026-05-31T14:00.", text=repr(text)
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
        if (found := _dated(words, now.date(), -1)) is not None:
            return datetime.combine(found[0], _hour(found[1]), now.tzinfo).astimezone(UTC)
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
    if (found := _dated(words, now.date(), -1)) is not None and not found[1]:
        return found[0]
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
    clock = _CLOCK.fullmatch(words)
    if clock is not None and (clock[3] or ":" in words):
        at = datetime.combine(now.date(), _hour(words), now.tzinfo)
        return at if at > now else at + timedelta(days=1)
    if (found := _dated(words, now.date(), 1)) is not None:
        there, hour = found
    else:
        first, _, hour = words.replace(",", " ").partition(" ")
        if (ahead := _ahead(first, now.date())) is None:
            return None
        there = now.date() + timedelta(days=ahead)
    return datetime.combine(there, _hour(hour.strip()) if hour.strip() else bare, now.tzinfo)


def _hour(text: str) -> time:
    """Read an hour: 9, 9:30, 9 Uhr, 9.30 Uhr, 9:30pm. Raises: ValueError."""
    found = _CLOCK.fullmatch(text)
    if found is None or ("." in text and found[3] != "uhr"):
        raise ValueError(text)
    hour = int(found[1])
    if found[3] in ("am", "pm"):
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, int(found[2] or 0))


def _dated(words: str, today: date, way: int) -> tuple[date, str] | None:
    """Read a day by its date, and return what stands behind it; without a year the next (`way` 1) or the last (-1).

    None where this is no date. Raises: ValueError where there is no such day.
    """
    for pattern in _DATES:
        found = pattern.match(words)
        month = found and (_MONTHS.get(found["month"][:3]) or (found["month"].isdigit() and int(found["month"])))
        if found is None or not month:
            continue
        rest, number = words[found.end() :].strip(" ,"), int(found["day"])
        if found["year"]:
            return date(int(found["year"]), month, number), rest
        here = date(today.year, month, number)
        over = here < today if way > 0 else here > today
        return (date(today.year + way, month, number) if over else here), rest
    return None


def _ahead(word: str, today: date) -> int | None:
    if word in ("tomorrow", "morgen"):
        return 1
    if word in ("today", "heute"):
        return 0
    if word in _NAMES or (len(word) == 2 and word in _DAYS):
        return (_DAYS[word[:2]] - today.weekday() - 1) % 7 + 1
    return None
