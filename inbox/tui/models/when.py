"""Times as people read them in a narrow column: how long ago, how long until."""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.texts import t


def length(span: timedelta) -> str:
    """Write a length of time in its largest unit: 41 m, 3 h, 2 d."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return t("{n} s", n=seconds)
    if seconds < 3600:
        return t("{n} m", n=seconds // 60)
    if seconds < 48 * 3600:
        return t("{n} h", n=seconds // 3600)
    return t("{n} d", n=seconds // 86400)


def ago(at: datetime, now: datetime) -> str:
    """Write how long something has lasted."""
    return length(now - at)


def ahead(at: datetime, now: datetime) -> str:
    """Write how long until something falls due, or for how long it has been."""
    if at < now:
        return t("overdue {span}", span=length(now - at))
    return t("in {span}", span=length(at - now))


def clock(at: datetime, now: datetime) -> str:
    """Write a moment in local time: the hour today, else the day too."""
    local, today = at.astimezone(), now.astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%d.%m. %H:%M}"
