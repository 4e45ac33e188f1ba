"""What a desk and a store know of competences, absences and handing over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from inbox.domain.abilities import Ability, ByHand
from inbox.domain.absence import Absence
from inbox.domain.candidates import Candidate, Carried
from inbox.domain.covering import Gap
from inbox.domain.handover import Card
from inbox.domain.model import Person


class AbleDesk(Protocol):
    """The part of a desk that knows who is able to do what, and who acts for whom."""

    async def abilities(self) -> tuple[Ability, ...]:
        """Return one's own levels; for a lead everybody's, and the departments'."""

    async def gap(self, conversation: int) -> Gap:
        """Return what a conversation needs that its owner lacks (nobody owns it: this person), and who covers that.

        Raises: NotFound.
        """

    async def candidates(self, conversation: int) -> tuple[Candidate, ...]:
        """Return whom a conversation suits, the most suitable first; its owner is not among them. Raises: NotFound, NotAllowed."""

    async def need_rules(self) -> str:
        """Return the house's own rules about what conversations need; "" where the usual ones hold."""

    async def absences(self) -> tuple[Absence, ...]:
        """Return who is away or will be, and who acts for them, in the order in which it begins."""

    async def handover(self, conversations: Sequence[int]) -> tuple[Card, ...]:
        """Return what whoever goes on with conversations has to know; what is not visible is left out."""


class AbleStore(Protocol):
    """The part of a store that knows who is able to do what, and who acts for whom."""

    async def seated(self, name: str, now: datetime) -> tuple[Person, Mapping[str, str]] | None:
        """Return somebody who works here with those they stand in for, and who acts for whom now."""

    async def absences(self) -> tuple[Absence, ...]:
        """Return the absences that are not over, in the order in which they begin."""

    async def abilities(self, holder: str = "") -> tuple[Ability, ...]:
        """Return what everybody is able to do, or one holder of a name."""

    async def needs(self, conversation: int) -> ByHand | None:
        """Return what was said by hand that a conversation needs."""

    async def contact_said(self, conversation: int, most: int) -> tuple[str, ...]:
        """Return what the contact said since a conversation was last closed, the latest first; at most so many messages."""

    async def need_rules(self) -> str:
        """Return the house's own rules about needs; "" where it has none."""

    async def turning(self, now: datetime) -> list[int]:
        """Return the absences of which it has to be told that they have begun or are over."""

    async def carried(self) -> dict[str, Carried]:
        """Return what each owner carries on all channels."""


class AbleUnit(Protocol):
    """The part of a write that knows who is able to do what, and who acts for whom."""

    async def load_absences(self) -> None:
        """Load the absences that are not over."""

    async def load_absence(self, id: int) -> None:
        """Load an absence; nothing where there is none."""

    async def load_abilities(self, holder: str) -> None:
        """Load what somebody, or a department of that name, is able to do."""

    async def load_needs(self, conversation: int) -> None:
        """Load what was said by hand that a conversation needs."""

    async def load_need_rules(self) -> None:
        """Load the house's own rules about needs."""
