"""Times as people read them in a narrow column: how long ago, how long until."""

from __future__ import annotations

from datetime import datetime, timedelta

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
    return t("{n} d", n=int(seconds / 86400 + more))


def ago(at: datetime, now: datetime) -> str:
    """Write how long something has lasted."""
    return length(now - at)


def ahead(at: datetime, now: datetime) -> str:
    """Write how long until something falls due, or for how long it has been."""
    if at < now:
        return t("overdue {span}", span=length(now - at))
    return t("in {span}", span=length(at - now, nearest=True))


def clock(at: datetime, now: datetime) -> str:
    """Write a moment in local time: the hour today, else the day too."""
    local, today = at.astimezone(), now.astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%d.%m. %H:%M}"
