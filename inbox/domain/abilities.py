"""Who is able to do what, and what a conversation needs: nouns, commands and events of the competence map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.domain.competence import Competence
from inbox.domain.happened import Event
from inbox.domain.intent import Command
from inbox.domain.model import Words

LEVELS = 3
"""The highest level: 0 not at all, 1 with support, 2 alone, 3 can teach it."""
ALL = 1
"""The key of what there is once in a house."""


@dataclass(frozen=True, slots=True)
class Ability:
    """What level somebody, or a department, has in one competence, since when, who said so, and by what it is known.

    `doubt` is what the person says against it, until a lead looks at it again.
    """

    holder: str
    department: bool
    competence: Competence
    level: int
    at: datetime
    by: str
    evidence: Words
    doubt: Words | None = None
    doubted_at: datetime | None = None

    @property
    def key(self) -> str:
        """What it is stored under: there is one for each holder and competence."""
        return ability_key(self.holder, self.competence, department=self.department)


def ability_key(holder: str, competence: Competence, *, department: bool) -> str:
    """Return the key of an ability; a department may be called like a person."""
    return f"{'department' if department else 'person'}/{competence}/{holder}"


@dataclass(frozen=True, slots=True)
class ByHand:
    """What people said that a conversation needs, whatever the rules say: (competence, level, who); level 0 is not at all."""

    conversation: int
    needs: tuple[tuple[Competence, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NeedRules:
    """The house's own rules about what conversations need, as the text a lead wrote."""

    text: str


# --- commands


@dataclass(frozen=True, slots=True)
class SetAbility(Command):
    """Say what level somebody (or a department) has, and by what that is known. What was said against it is settled by it."""

    name: str
    competence: Competence
    level: int
    evidence: str
    department: bool = False


@dataclass(frozen=True, slots=True)
class ContestAbility(Command):
    """Say what is wrong about one's own level; the level stays until a lead sets it anew."""

    competence: Competence
    why: str


@dataclass(frozen=True, slots=True)
class SetNeed(Command):
    """Say by hand what level a conversation needs; 0 is not at all, None goes by the rules again."""

    conversation: int
    competence: Competence
    level: int | None


@dataclass(frozen=True, slots=True)
class SetNeedRules(Command):
    """Replace the rules about what conversations need; an empty text brings the usual ones back."""

    text: str


# --- events


@dataclass(frozen=True, slots=True)
class AbilitySet(Event):
    """Somebody, or a department, has this level from now on."""

    holder: str
    department: bool
    competence: Competence
    level: int
    evidence: Words


@dataclass(frozen=True, slots=True)
class AbilityContested(Event):
    """Somebody says that their level is another one."""

    competence: Competence
    holder: str
    why: Words


@dataclass(frozen=True, slots=True)
class NeedSet(Event):
    """A conversation needs this level, said by hand; None: what the rules say."""

    competence: Competence
    level: int | None


@dataclass(frozen=True, slots=True)
class NeedRulesSet(Event):
    """These rules say from now on what conversations need ("": the usual ones)."""

    text: str


SAID: dict[type[Event], str] = {
    NeedSet: "{by} said what this conversation needs: {competence} {level}",
}
"""What is said about these facts where a conversation's history is told."""
