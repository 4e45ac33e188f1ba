"""Who is in with a browser: a random cookie stands for a token, and the token never leaves this process."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from inbox.errors import Refused

LASTS = 12 * 3600.0
"""Seconds a browser stays in, at most."""
IDLE = 30 * 60.0
"""Seconds a browser stays in without an open page."""
MOST = 200
"""Browsers that are in at the same time."""
PAGES = 60
"""Pages open at the same time, of everybody: each is a program."""
OWN_PAGES = 6
"""Pages one browser has open."""


@dataclass(slots=True)
class Visit:
    """One browser that is in: whose token, until when, and what ends its open pages."""

    person: str
    token: str
    until: float
    seen: float
    pages: set[asyncio.Event] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"Visit({self.person!r})"


class Visits:
    """Everybody who is in. `pulse` returns seconds that never jump."""

    def __init__(self, pulse: Callable[[], float] = time.monotonic) -> None:
        self._pulse = pulse
        self._visits: dict[str, Visit] = {}
        self._gone: list[Visit] = []

    def begin(self, person: str, token: str) -> str:
        """Let a browser in, and return the cookie that stands for it. Raises: Refused where too many are in."""
        self._sweep()
        name, now = secrets.token_urlsafe(32), self._pulse()
        visit = Visit(person, token, now + LASTS, now)
        if len(self._visits) >= MOST:
            self._gone.append(visit)
            raise Refused("Too many browsers are in; come again later.")
        self._visits[name] = visit
        return name

    def of(self, cookie: str) -> Visit | None:
        """Return who a cookie stands for now."""
        self._sweep()
        visit = self._visits.get(cookie)
        if visit is not None:
            visit.seen = self._pulse()
        return visit

    def lasts(self, visit: Visit) -> bool:
        """Tell whether a visit is not over."""
        self._sweep()
        return any(one is visit for one in self._visits.values())

    def open(self, visit: Visit) -> asyncio.Event:
        """Open a page, and return what tells it to end. Raises: Refused where too many are open, or the visit is over."""
        if not self.lasts(visit):
            raise Refused("You have left; come in again.")
        if len(visit.pages) >= OWN_PAGES or sum(len(v.pages) for v in self._visits.values()) >= PAGES:
            raise Refused("Too many pages are open; close one.")
        ended = asyncio.Event()
        visit.pages.add(ended)
        return ended

    def close(self, visit: Visit, page: asyncio.Event) -> None:
        """Forget a page that was closed."""
        visit.pages.discard(page)
        visit.seen = self._pulse()

    def end(self, cookie: str) -> Visit | None:
        """Let a browser go, its open pages too."""
        visit = self._visits.pop(cookie, None)
        if visit is not None:
            self._gone.append(visit)
            for page in visit.pages:
                page.set()
        return visit

    def gone(self) -> list[Visit]:
        """Return who is out with every page closed, until `forget`: no page needs their tokens any more."""
        self._sweep()
        return [visit for visit in self._gone if not visit.pages]

    def forget(self, visit: Visit) -> None:
        """Forget somebody who is out, and whose token is worth nothing any more."""
        self._gone = [one for one in self._gone if one is not visit]

    def end_all(self) -> None:
        """Let everybody go."""
        for cookie in list(self._visits):
            self.end(cookie)

    def _sweep(self) -> None:
        now = self._pulse()
        for cookie, visit in list(self._visits.items()):
            if now >= visit.until or (not visit.pages and now >= visit.seen + IDLE):
                self.end(cookie)
