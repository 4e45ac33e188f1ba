"""When an answer is needed: by the customer's clock, less time to write the reply, and by the department's usual time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TARGET = timedelta(hours=24)
"""How long a contact waits for us at most, where a channel does not say (`answer_in`)."""
MARGIN = timedelta(hours=1)
"""Time to read an answer and write the reply, at most."""
HURRY = timedelta(hours=1)
"""What a department gets at most where the contact has waited too long already."""
SHORT = timedelta(minutes=30)
"""Of a request that is due sooner than this nobody is reminded."""


class Reason(StrEnum):
    """By what a due time was proposed."""

    USUAL = "usual"
    """The department's usual time is soon enough."""
    CUSTOMER = "customer"
    """The contact's time ends before the usual time does."""
    LATE = "late"
    """The contact's time is over, or as good as over."""


@dataclass(frozen=True, slots=True)
class Need:
    """A proposed due time, by what it was proposed, and until when the contact is to have a reply (None: no matter)."""

    due: datetime
    reason: Reason
    deadline: datetime | None = None


def needed_by(at: datetime, usual: timedelta, deadline: datetime | None) -> Need:
    """Propose when an answer is needed; a deadline leaves time for the reply, a quarter of what is left at most."""
    if deadline is None:
        return Need(at + usual, Reason.USUAL)
    left = deadline - at
    latest = deadline - min(MARGIN, left / 4)
    if left <= SHORT:
        return Need(at + min(usual, HURRY), Reason.LATE, deadline)
    if at + usual <= latest:
        return Need(at + usual, Reason.USUAL, deadline)
    return Need(latest, Reason.CUSTOMER, deadline)


def reminder(at: datetime, due: datetime | None) -> datetime | None:
    """Return when to remind of what is due: a quarter of the time before, at most four hours; None for what is short."""
    if due is None or due - at < SHORT:
        return None
    return due - min((due - at) / 4, timedelta(hours=4))
