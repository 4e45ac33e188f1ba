"""What a channel on Facebook or Instagram must be told, and how far it was read."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.kit.envelope import time_of
from inbox.errors import BadInput
from inbox.ports.adapter import Capabilities, Kind, Setting, Visibility, Way

POLL, CATCH_UP = 30.0, 900.0
"""Seconds between two rounds of asking, without webhooks and with them."""
HISTORY = 7.0
"""Days that are taken in at first: as long as a person may answer."""
ASK, HOOK = "poll", "webhook"


def capable(files: bool) -> Capabilities:
    """Return what an adapter of Meta's can do."""
    tells = frozenset(Kind)
    return Capabilities(frozenset({Way.POLL, Way.WEBHOOK}), tells, frozenset(Visibility), files, splits=True)


SETTINGS = (
    Setting(
        "app_secret",
        "the app's secret, from developers.facebook.com, your app, App settings, Basic; needed for webhooks",
        secret=True,
        required=False,
    ),
    Setting(
        "verify_token",
        "a word of your own; the same as at developers.facebook.com, your app, Webhooks, Verify token",
        secret=True,
        required=False,
    ),
    Setting(
        "ways",
        "how news come in: poll, or webhook where Meta can reach this inbox",
        required=False,
        default=ASK,
    ),
    Setting("poll_seconds", "how many seconds lie between two questions", required=False),
    Setting("history_days", "how many days back the first question goes", required=False, default="7"),
    Setting(
        "human_agent",
        "yes where the app has the right Human Agent (App Review), so that a person may answer for 7 days; else no",
        required=False,
        default="yes",
    ),
    Setting("comments", "yes or no: whether comments are taken in as well", required=False, default="yes"),
)


@dataclass(frozen=True, slots=True)
class Marks:
    """How far direct messages and comments were taken in."""

    direct: datetime
    public: datetime

    @property
    def text(self) -> str:
        """Return the cursor."""
        return json.dumps({"direct": self.direct.isoformat(), "public": self.public.isoformat()})


def marks(cursor: str, first: datetime) -> Marks:
    """Read a cursor; `first` where there is none."""
    try:
        found = json.loads(cursor or "{}")
    except ValueError:
        found = {}
    found = found if isinstance(found, dict) else {}
    return Marks(time_of(found.get("direct")) or first, time_of(found.get("public")) or first)


def number(settings: Mapping[str, str], key: str, default: float) -> float:
    """Return a setting that is a number above 0. Raises: BadInput."""
    try:
        found = float(settings.get(key) or default)
    except ValueError:
        found = math.nan
    if not 0 < found < 10**6:
        raise BadInput("{key} is a number above 0.", key=key)
    return found


def choice(settings: Mapping[str, str], key: str, choices: tuple[str, ...]) -> str:
    """Return a setting that is one of a few words, the first where none is given. Raises: BadInput."""
    found = (settings.get(key) or choices[0]).strip().lower()
    if found not in choices:
        raise BadInput("{key} is one of: {choices}.", key=key, choices=", ".join(choices))
    return found
