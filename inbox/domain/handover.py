"""What whoever goes on with a conversation has to know: promises made, open requests, the next step, when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inbox.domain.holding import by_freeze_alone
from inbox.domain.model import (
    AT_DEPARTMENT,
    PENDING,
    Conversation,
    Delivery,
    Direction,
    Draft,
    Message,
    Request,
    RequestState,
    State,
)
from inbox.domain.promises import promises


class Step(StrEnum):
    """What is to be done next in a conversation, and by whom."""

    DECIDE = "decide"
    """Decide about a reply of which nobody knows whether it arrived, or which did not."""
    SIGN = "sign"
    """A lead signs a held reply off."""
    FROZEN = "frozen"
    """Wait until the freeze ends: nothing else keeps the reply."""
    ACCEPT = "accept"
    """Read a department's answer, accept it, and reply with it."""
    EXPLAIN = "explain"
    """Answer what a department asks back."""
    DRAFT = "draft"
    """Finish the reply that is begun."""
    PLANNED = "planned"
    """Nothing: a reply leaves by itself at the time it is planned for."""
    WAIT_DEPARTMENT = "wait_department"
    """Wait for a department's answer."""
    ANSWER = "answer"
    """Answer the contact, who waits."""
    WAIT_CONTACT = "wait_contact"
    """Wait for the contact: it is their turn."""
    WAKE = "wake"
    """Nothing before it wakes."""
    DONE = "done"
    """Nothing: it is closed."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence of ours that promises something, and the words in it that say until when ("": none).

    `at` is from when on it counts: when it was written, or for when it is planned.
    """

    message: int
    by: str
    at: datetime
    text: str
    until: str


@dataclass(frozen=True, slots=True)
class Open:
    """A request that still wants something from somebody."""

    request: int
    department: str
    question: str
    state: RequestState
    due: datetime | None
    blocking: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A conversation in the words of whoever hands it on; `about` names the department or person of the next step.

    Promises come latest first. `acting` is who acts for the owner while they are away ("": they are there).
    """

    conversation: int
    contact: str
    owner: str
    acting: str
    promises: tuple[Promise, ...]
    requests: tuple[Open, ...]
    step: Step
    about: str
    due: datetime | None
    waiting_since: datetime | None


_LEFT = frozenset(
    {Delivery.QUEUED, Delivery.SENDING, Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.UNKNOWN}
)
"""What the contact has read, or may have, or will in a moment: what did not leave promises nothing."""


def promised(messages: Iterable[Message]) -> tuple[Promise, ...]:
    """Return what we promised in a conversation, latest first."""
    found = [
        Promise(m.id, m.author, m.planned or m.at, sentence, until)
        for m in messages
        if m.direction is Direction.OUT and not m.automatic and not m.deleted and m.delivery in _LEFT
        for sentence, until in promises(str(m.words))
    ]
    return tuple(reversed(found))


def next_step(
    conversation: Conversation, ball: str, requests: Sequence[Request], messages: Sequence[Message], draft: Draft | None
) -> tuple[Step, str]:
    """Return what is to be done next, and the department or person it is about ("": nobody in particular)."""
    ours = [m for m in messages if m.direction is Direction.OUT]
    if any(m.delivery is Delivery.UNKNOWN for m in ours) or (ours and ours[-1].delivery is Delivery.FAILED):
        return Step.DECIDE, ""
    held, frozen = [m for m in ours if m.delivery is Delivery.HELD], _frozen(ours)
    if ball == "lead" and not frozen:
        return Step.SIGN, held[0].author if held else ""
    for state, step in ((RequestState.ANSWERED, Step.ACCEPT), (RequestState.RETURNED, Step.EXPLAIN)):
        if found := [r for r in requests if r.state is state]:
            return step, found[0].department
    waits = conversation.waiting_since is not None
    if frozen and not (waits and conversation.last_in > frozen[-1].number):
        return Step.FROZEN, held[0].author if held else ""
    waiting = [r for r in requests if r.state in AT_DEPARTMENT]
    if waiting and (conversation.state is State.CLOSED or draft is None):
        return Step.WAIT_DEPARTMENT, waiting[0].department
    if conversation.state is State.CLOSED:
        return Step.DONE, ""
    if draft is not None:
        return Step.DRAFT, draft.author
    if planned := [m for m in ours if m.planned is not None and m.delivery is Delivery.QUEUED]:
        return Step.PLANNED, planned[0].author
    if waits:
        return Step.ANSWER, ""
    return (Step.WAKE, "") if conversation.state is State.SNOOZED else (Step.WAIT_CONTACT, "")


def _frozen(ours: Sequence[Message]) -> list[Message]:
    """Return the replies that nothing but a freeze keeps; none where another waits for a word."""
    if held := [m for m in ours if m.delivery is Delivery.HELD]:
        return held if all(by_freeze_alone(m.holds) for m in held) else []
    return [m for m in ours if m.frozen and m.delivery is Delivery.QUEUED]


def still_open(requests: Iterable[Request]) -> tuple[Open, ...]:
    """Return the requests that want something, the one due first in front."""
    found = [r for r in requests if r.state in PENDING]
    found.sort(key=lambda r: (r.due is None, r.due or r.at, r.id))
    return tuple(Open(r.id, r.department, str(r.question), r.state, r.due, r.blocking) for r in found)
