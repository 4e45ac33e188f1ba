"""Why a reply waits for a sign-off, as one value that every check gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason: the rule, the competence that may release it, a sentence, and where in the text ((0, 0): all of it)."""

    rule: str
    competence: str
    why: str
    span: tuple[int, int] = (0, 0)
