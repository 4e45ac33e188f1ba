"""The question to a department and its answer: what a request is and where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inbox.domain.words import Words


class RequestState(StrEnum):
    """Where a question to a department stands."""

    OPEN = "open"
    TAKEN = "taken"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


PENDING = frozenset({RequestState.OPEN, RequestState.TAKEN, RequestState.ANSWERED, RequestState.RETURNED})
"""States in which a request still wants something from somebody."""

AT_DEPARTMENT = frozenset({RequestState.OPEN, RequestState.TAKEN})
"""States in which the department holds the ball."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said about a request besides question and answer: a counter-question, a reason, an earlier answer.

    Where nobody is its author, the inbox itself says it.
    """

    author: str
    at: datetime
    words: Words

    @property
    def line(self) -> str:
        """Who said what."""
        return f"{self.author}: {self.words}" if self.author else str(self.words)


@dataclass(frozen=True, slots=True)
class Request:
    """A structured question to a department about a conversation, and its answer.

    `due` is when the asker needs it; `shown` are the ids of the messages the department may read whole,
    `redacted` of those it reads as in `excerpts` (a JSON list of texts, in the same order; in both: as long as they are not
    changed); `known` is what we know
    already. `reminded` tells that the department was reminded of it, `rang` that its due time has passed and was announced,
    `escalated` to whom; `version` is the number of the fact that gave the answer (0: none yet).
    `moved_at` is since when whoever has the ball has it (None: since the last change). `source` is the request whose answer stands here again (0: it was
    asked here); `outdated_by` and `outdated_at` say who marked the answer out of date.
    """

    id: int
    conversation: int
    department: str
    author: str
    at: datetime
    question: Words
    state: RequestState
    changed_at: datetime
    due: datetime | None = None
    blocking: bool = False
    shown: tuple[int, ...] = ()
    taken_by: str | None = None
    answer: Words | None = None
    answered_by: str | None = None
    remarks: tuple[Remark, ...] = ()
    rang: bool = False
    version: int = 0
    known: Words | None = None
    redacted: tuple[int, ...] = ()
    excerpts: Words | None = None
    moved_at: datetime | None = None
    reminded: bool = False
    escalated: str = ""
    source: int = 0
    outdated_by: str = ""
    outdated_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """Since when whoever has the ball has it."""
        return self.moved_at or self.changed_at

    @property
    def texts(self) -> dict[int, str]:
        """What the department reads of the redacted messages, by their ids; nothing once it is erased."""
        told = json.loads(str(self.excerpts)) if self.excerpts and self.excerpts.text else []
        return dict(zip(self.redacted, told, strict=False))
