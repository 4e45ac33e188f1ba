"""The nouns of the house: what a conversation, a message, a request is, as plain frozen values.

All times are aware and in UTC. Ids are positive integers from one sequence, so that of two nouns
the one with the higher id was made later.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inbox.domain.holding import Hold
from inbox.domain.incoming import Attachment, Identity, Visibility
from inbox.domain.request import AT_DEPARTMENT, PENDING, Remark, Request, RequestState
from inbox.domain.words import Words

__all__ = [
    "AT_DEPARTMENT",
    "PENDING",
    "Attachment",
    "Channel",
    "Contact",
    "Conversation",
    "Delivery",
    "Department",
    "Direction",
    "Dismissal",
    "Draft",
    "Handle",
    "Identity",
    "Link",
    "Message",
    "Note",
    "Person",
    "Remark",
    "Request",
    "RequestState",
    "Role",
    "State",
    "Visibility",
    "Words",
    "unanswered",
]


class Role(StrEnum):
    """What a person may do; a person may hold several and has the best of them."""

    TRAINEE = "trainee"
    SPECIALIST = "specialist"
    MANAGER = "manager"
    LEAD = "lead"
    ADMIN = "admin"
    AUDITOR = "auditor"


class State(StrEnum):
    """Whether a conversation wants attention."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Direction(StrEnum):
    """From the contact, or to the contact."""

    IN = "in"
    OUT = "out"


class Delivery(StrEnum):
    """How far an outgoing message got."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"


ARRIVED = frozenset({Delivery.SENT, Delivery.DELIVERED, Delivery.READ})
"""States in which a platform has an outgoing message."""


def unanswered(messages: Sequence[Message]) -> tuple[Message, ...]:
    """What the contact wrote since we last spoke, else their latest; at most five, of messages oldest first."""
    spoke = max((m.number for m in messages if m.direction is Direction.OUT), default=0)
    said = [m for m in messages if m.direction is Direction.IN and not m.deleted]
    return tuple([m for m in said if m.number > spoke][-5:] or said[-1:])


@dataclass(frozen=True, slots=True)
class Channel:
    """One account of ours on a platform. `settings` never hold secrets."""

    name: str
    platform: str
    settings: tuple[tuple[str, str], ...] = ()
    active: bool = True

    def setting(self, key: str, default: str = "") -> str:
        """Return one setting's value."""
        return dict(self.settings).get(key, default)

    @property
    def shown_platform(self) -> str:
        """The platform people see: a demo channel pretends to be another."""
        return self.setting("pretends") or self.platform


@dataclass(frozen=True, slots=True)
class Department:
    """Development, legal, product …, with its usual time to answer, and who sees to what it does not answer in time."""

    name: str
    answers_in: timedelta = timedelta(hours=4)
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here. No channels named means all of them.

    `stands_for` are those who are away now and for whom this person acts; it follows the clock and is never stored.
    """

    name: str
    roles: frozenset[Role]
    departments: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    active: bool = True
    stands_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Handle:
    """An identity of a contact with its value kept apart: what an Identity is once we keep it."""

    kind: str
    value: Words

    @property
    def identity(self) -> Identity:
        """The handle as an adapter wants it."""
        return Identity(self.kind, str(self.value))


@dataclass(frozen=True, slots=True)
class Contact:
    """The customer as a person, by the handles seen so far."""

    id: int
    name: Words
    handles: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Two contacts that are one person: who said so, when, and by what they know it. `a` is the older contact."""

    id: int
    a: int
    b: int
    evidence: Words
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Two contacts that look alike and are not one person, says somebody. `a` is the older contact."""

    id: int
    a: int
    b: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """The 1:1 dialogue with one contact on one channel.

    `last_number` counts its messages, `last_in` is the number of the contact's latest written by
    hand (0: none), `waiting_since` when the contact began to wait for us (None: we spoke last). `preview`
    is the beginning of the last words; it is no fact and is empty after a replay without words. `window` is what
    the platform last said about how it may be answered (one of `limits.Window`; "": nothing).
    """

    id: int
    channel: str
    contact: int
    key: Words
    visibility: Visibility
    state: State
    opened_at: datetime
    last_at: datetime
    owner: str | None = None
    waiting_since: datetime | None = None
    snoozed_until: datetime | None = None
    subject: Words | None = None
    tags: tuple[str, ...] = ()
    last_number: int = 0
    last_in: int = 0
    preview: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance. `number` counts within its conversation, from 1.

    `author` is the person who wrote an outgoing message, "" for the contact's and for what was
    said elsewhere in our name. `files` are its attachments as JSON. For outgoing messages: `token` is the platform's idempotency key,
    `due` the earliest moment of the next attempt, `answers` the requests whose accepted answers
    it carries, `error` the platform's last words, `cleared_by` who else answers for its going out (a sign-off),
    `since` when the contact had begun to wait for it, `seen` the number of the last message its
    writer saw, `doubt` that an earlier attempt may have arrived, and `was` and `was_until` what the
    conversation's state and its end had been before it. A reply that leaves as several messages is `part` of `parts`,
    and `first` is the id of its first one (0: it is alone). `reactions` are what people feel about it, as JSON.
    `under` are the goal and guideline versions it was written under, or let go under.
    `hands` are who else wrote in its text, `holds` what held it or marks it, and `mark` what its release is bound to ("": none).
    `canned` words are a template's or a statement's; `frozen` is the freeze that stops it, `passes` the one it may pass.
    `planned` is when its writer wants it to leave (None: as soon as it may).
    `subject` is what it is about, where it is the first of its conversation or says so anew; the conversation has the latest.
    """

    id: int
    conversation: int
    number: int
    direction: Direction
    author: str
    at: datetime
    words: Words
    visibility: Visibility
    delivery: Delivery | None = None
    external_id: str = ""
    reply_to: str = ""
    folded: Words | None = None
    files: Words | None = None
    automatic: bool = False
    edited: bool = False
    deleted: bool = False
    answers: tuple[int, ...] = ()
    token: str = ""
    due: datetime | None = None
    attempts: int = 0
    error: Words | None = None
    cleared_by: str = ""
    since: datetime | None = None
    seen: int | None = None
    doubt: bool = False
    was: State | None = None
    was_until: datetime | None = None
    first: int = 0
    part: int = 1
    parts: int = 1
    reactions: Words | None = None
    under: tuple[int, ...] = ()
    hands: tuple[str, ...] = ()
    mark: str = ""
    holds: tuple[Hold, ...] = ()
    canned: bool = False
    frozen: int = 0
    passes: int = 0
    planned: datetime | None = None
    subject: Words | None = None

    @property
    def felt(self) -> tuple[tuple[str, str], ...]:
        """Who feels what about it on the platform: (who, what), latest last."""
        found = json.loads(str(self.reactions)) if self.reactions and self.reactions.text else []
        return tuple((who, what) for who, what in found)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that came with it; none once their names are erased."""
        return tuple(Attachment(**row) for row in json.loads(str(self.files))) if self.files and self.files.text else ()


@dataclass(frozen=True, slots=True)
class Note:
    """An internal remark; the contact never sees it."""

    id: int
    conversation: int
    author: str
    at: datetime
    words: Words


@dataclass(frozen=True, slots=True)
class Draft:
    """The reply being written; kept on the server, seen by the team.

    `version` is the number of the fact that made it so,
    `hands` who wrote in it before its author did.
    """

    conversation: int
    author: str
    at: datetime
    words: Words
    answers: tuple[int, ...] = ()
    version: int = 0
    hands: tuple[str, ...] = ()
