"""How soon somebody is to have an answer: the one place that knows, until there are settings for it."""

from __future__ import annotations

from datetime import timedelta

from inbox.domain.model import Department

FIRST_ANSWER = timedelta(hours=1)
"""How long a contact waits at most for the first answer."""


def first_answer(channel: str) -> timedelta:
    """Return how long a contact on a channel waits at most for the first answer."""
    return FIRST_ANSWER


def turnaround(department: Department | None) -> timedelta:
    """Return how long a request to a department takes at most: its usual time (None: a department that is gone)."""
    return (department or Department("")).answers_in
