"""Why a reply waits for somebody else's word: the rule, the competence that may release it, and the place in the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FREEZE = "freeze"
"""The rule of what waits because sending is frozen."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to hold a reply. `competence` is who may release it ("": a lead only), `span` where in the text it lies."""

    rule: str
    competence: str
    why: str
    span: tuple[int, int] = (0, 0)


def by_freeze_alone(holds: Iterable[Hold]) -> bool:
    """Tell whether nothing but a freeze holds a reply: it waits for the freeze's end then, and for no sign-off."""
    return {hold.rule for hold in holds} == {FREEZE}
