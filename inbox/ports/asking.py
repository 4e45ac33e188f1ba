"""What stands around a question to a department: what is proposed before it is asked, what was answered before, who is asked by mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from inbox.domain.letters import Correspondent, Letter
from inbox.domain.model import Conversation, Person, Request
from inbox.domain.neededby import Need
from inbox.domain.withholding import Excerpt
from inbox.ports.page import Page


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a question would be: when it is needed and by what, and what the department would read, oldest first.

    `personal` are the pieces of the question itself that would be withheld in a message; in it, they are read.
    """

    need: Need
    excerpts: tuple[Excerpt, ...]
    personal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """An accepted answer: what was asked in which conversation (the source), who answered, when it was accepted.

    `score` says how alike it is to what was asked about, from 0 to 1. `outdated_by` marked it out of date ("": nobody), `why`
    they say so. Whom it was about is withheld in both texts. `here` are the numbers and the no of what was asked about that
    the question before did not have, `there` the other way round: where either is, the answer may be another one.
    """

    id: int
    conversation: int
    department: str
    question: str
    answer: str
    answered_by: str
    at: datetime
    score: float = 0.0
    outdated_by: str = ""
    outdated_at: datetime | None = None
    why: str = ""
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToPost:
    """A letter that is due: to whom, about what, with the texts the department reads. `reader` is the person as of now."""

    letter: Letter
    address: str
    request: Request
    conversation: Conversation
    reader: Person | None
    shown: tuple[str, ...]


class AskingDesk(Protocol):
    """The part of a desk that prepares questions and knows answers."""

    async def prepare(
        self,
        conversation: int,
        department: str,
        *,
        show: Sequence[int] | None = None,
        hide: Sequence[str] | None = (),
        said: str = "",
    ) -> Prepared:
        """Return when an answer would be needed and what the department would read; asks nobody.

        `show` and `hide` are as those of `Ask`, `said` is the question and what is known already. Raises: NotFound, NotAllowed.
        """

    async def similar(self, text: str, *, department: str = "", limit: int = 5) -> tuple[Known, ...]:
        """Return accepted answers to questions like this one that the person may read, the most alike first.

        What is marked out of date is not among them.
        """

    async def knowledge(self, *, department: str = "", limit: int = 50, after: str = "") -> Page[Known]:
        """Return accepted answers the person may read, latest first, those out of date too. Raises: BadInput."""

    async def correspondents(self) -> tuple[Correspondent, ...]:
        """Return who is asked by mail, and where: oneself, for whoever changes the set-up everybody."""


class AskingStore(Protocol):
    """The part of a store that knows answers and letters."""

    async def similar(self, person: Person, text: str, department: str, limit: int) -> tuple[Known, ...]:
        """Return accepted answers to questions like this one, the most alike first."""

    async def knowledge(self, person: Person, department: str, limit: int, after: str) -> Page[Known]:
        """Return accepted answers, latest first. Raises: BadInput."""

    async def to_post(self, now: datetime, limit: int = 20) -> list[ToPost]:
        """Return letters that are due, oldest first."""

    async def owed(self, now: datetime) -> list[int]:
        """Return requests at departments that are due so soon that they are to be reminded now, and were not."""

    async def correspondents(self) -> tuple[Correspondent, ...]:
        """Return who is asked by mail."""
