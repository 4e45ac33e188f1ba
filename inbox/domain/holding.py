"""Why a reply waits for somebody else's word: the rule, the competence that may release it, and the place in the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to hold a reply. `competence` is who may release it ("": a lead only), `span` where in the text it lies."""

    rule: str
    competence: str
    why: str
    span: tuple[int, int] = (0, 0)
