"""Who holds the ball, and since when: derived from what is there, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from inbox.domain.model import AT_DEPARTMENT, PENDING, Conversation, Delivery, Request, RequestState, State


def ball(conversation: Conversation, requests: Iterable[Request], deliveries: Iterable[Delivery]) -> str:
    """Return who must act next: `customer`, `us`, `lead` or `department:NAME`.

    `deliveries` are those of the conversation's outgoing messages that want something, and that of
    the newest one where it failed. A department that owes an answer does so in a closed dialogue too.
    """
    undelivered = set(deliveries)
    if Delivery.HELD in undelivered:
        return "lead"
    asked = [r for r in requests if r.state in PENDING]
    waiting = sorted((r for r in asked if r.state in AT_DEPARTMENT), key=lambda r: (r.due is None, r.due or r.at))
    if waiting:
        return f"department:{waiting[0].department}"
    if conversation.state is State.CLOSED:
        return "customer"
    back = any(r.state in (RequestState.ANSWERED, RequestState.RETURNED) for r in asked)
    if back or undelivered & {Delivery.UNKNOWN, Delivery.FAILED} or conversation.waiting_since is not None:
        return "us"
    return "customer"


def due(conversation: Conversation, requests: Iterable[Request]) -> datetime | None:
    """Return the earliest time something falls due: a department's answer, or the end of a snooze."""
    times = [r.due for r in requests if r.due is not None and r.state in AT_DEPARTMENT]
    if conversation.state is State.SNOOZED and conversation.snoozed_until is not None:
        times.append(conversation.snoozed_until)
    return min(times, default=None)


def since(conversation: Conversation, requests: Iterable[Request], ball: str, held: datetime | None) -> datetime | None:
    """Return when whoever has the ball got it; `held` is when the oldest reply that waits for a sign-off was written."""
    if ball == "lead":
        return held
    if ball.startswith("department:"):
        name = ball.removeprefix("department:")
        return min((r.since for r in requests if r.state in AT_DEPARTMENT and r.department == name), default=None)
    if ball == "us":
        back = [r.since for r in requests if r.state in (RequestState.ANSWERED, RequestState.RETURNED)]
        return max([*back, *filter(None, [conversation.waiting_since])], default=conversation.last_at)
    return conversation.last_at
