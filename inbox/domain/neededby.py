"""When an answer is needed: by the customer's clock, less time to write the reply, and by the department's usual time.

Where a channel has business hours, these spans are open time: nobody is given the night or the weekend to answer in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inbox.domain.hours import Hours, earlier, later, worked

TARGET = timedelta(hours=24)
"""How long a contact waits for us at most, where a channel does not say (`answer_in`)."""
MARGIN = timedelta(hours=1)
"""Time to read an answer and write the reply, at most."""
HURRY = timedelta(hours=1)
"""What a department gets at most where the contact has waited too long already."""
SHORT = timedelta(minutes=30)
"""Of a request that is due sooner than this nobody is reminded."""
EARLY = timedelta(hours=4)
"""How long before a due time somebody is reminded at most."""


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


def after(hours: Hours | None, at: datetime, span: timedelta) -> datetime:
    """Return the moment a span after another: whole days are days, and what is left of it is open time."""
    if hours is None:
        return at + span
    days = timedelta(days=span.days)
    return later(hours, at + days, span - days) or at + span


def needed_by(at: datetime, usual: timedelta, deadline: datetime | None, hours: Hours | None = None) -> Need:
    """Propose when an answer is needed; a deadline leaves time for the reply, a quarter of what is left at most."""
    usually = after(hours, at, usual)
    if deadline is None:
        return Need(usually, Reason.USUAL)
    left = _between(hours, at, deadline)
    if left <= SHORT:
        return Need(after(hours, at, min(usual, HURRY)), Reason.LATE, deadline)
    latest = _before(hours, deadline, min(MARGIN, left / 4))
    if usually <= latest:
        return Need(usually, Reason.USUAL, deadline)
    return Need(latest, Reason.CUSTOMER, deadline)


def reminder(at: datetime, due: datetime | None, hours: Hours | None = None) -> datetime | None:
    """Return when to remind of what is due: a quarter of the time before, at most four hours; None for what is short."""
    left = _between(hours, at, due) if due is not None else timedelta()
    return None if due is None or left < SHORT else _before(hours, due, min(left / 4, EARLY))


def _between(hours: Hours | None, begin: datetime, end: datetime) -> timedelta:
    return end - begin if hours is None or end <= begin else worked(hours, begin, end)


def _before(hours: Hours | None, at: datetime, span: timedelta) -> datetime:
    found = None if hours is None else earlier(hours, at, span)
    return at - span if found is None else found
