"""Times as people read them in a narrow column: how long ago, how long until."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from inbox.domain.hours import weekday
from inbox.texts import t


def length(span: timedelta, *, nearest: bool = False) -> str:
    """Write a length of time in its largest unit: 41 m, 3 h, 2 d; only whole units that are over, or the nearest."""
    seconds = max(0.0, span.total_seconds())
    more = 0.5 if nearest else 0
    if (n := int(seconds + more)) < 60:
        return t("{n} s", n=n)
    if (n := int(seconds / 60 + more)) < 60:
        return t("{n} m", n=n)
    if (n := int(seconds / 3600 + more)) < 48:
        return t("{n} h", n=n)
    if (n := int(seconds / 86400 + more)) < 1000:
        return t("{n} d", n=n)
    return t("{n} y", n=int(n / 365.25))


def days_said(times: str) -> str:
    """Write open times with the days as the reader calls them, whichever way they were typed."""
    names = t("Mon Tue Wed Thu Fri Sat Sun").split()
    return re.sub(
        r"[a-z]+", lambda found: names[n] if (n := weekday(found[0])) is not None else found[0], times.lower()
    )


def ago(at: datetime, now: datetime) -> str:
    """Write how long something has lasted."""
    return length(now - at)


def ahead(at: datetime, now: datetime) -> str:
    """Write how long until something falls due, or for how long it has been."""
    if at < now:
        return t("overdue {span}", span=length(now - at))
    return t("in {span}", span=length(at - now, nearest=True))


def clock(at: datetime, now: datetime) -> str:
    """Write a moment in local time: the hour today, else the day too, and its year where one could think of another."""
    local, today = at.astimezone(), now.astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{dated(at, now)} {local:%H:%M}"


def dated(at: datetime, now: datetime) -> str:
    """Write a day in local time, with its year where it is half a year away and in another one."""
    local = at.astimezone()
    far = local.year != now.astimezone().year and abs(at - now) > timedelta(days=180)
    return f"{local:%d.%m.%Y}" if far else f"{local:%d.%m.}"
