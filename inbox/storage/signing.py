"""What signing off keeps in rows: who wrote in a text, what holds it, guards and the house's own risk rules; and reading them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from inbox.domain.holding import Hold
from inbox.domain.picture import Picture
from inbox.domain.signing import Guard, Risks, Step
from inbox.storage.database import Reading, Writing

Row = tuple[Any, ...]
GUARD = "id, person, channel, visibility, step, minutes, unchanged, proposed"


def listed(names: Sequence[str]) -> str:
    """Write names as JSON."""
    return json.dumps(list(names), ensure_ascii=False) if names else "[]"


def names(text: str) -> tuple[str, ...]:
    """Read names."""
    return tuple(json.loads(text)) if text != "[]" else ()


def held(holds: Sequence[Hold]) -> str:
    """Write what holds a reply as JSON."""
    if not holds:
        return "[]"
    return json.dumps([(h.rule, h.competence, h.why, *h.span) for h in holds], ensure_ascii=False)


def released(hands: str, mark: str, holds: str) -> tuple[tuple[str, ...], str, tuple[Hold, ...]]:
    """Read who wrote in a text, what its release is bound to, and what holds it."""
    found = json.loads(holds) if holds != "[]" else ()
    return names(hands), mark, tuple(Hold(r[0], r[1], r[2], (r[3], r[4])) for r in found)


def guard(r: Row) -> Guard:
    """Read a guard from GUARD's columns."""
    step, proposed = (Step(r[n]) if r[n] else None for n in (4, 7))
    return Guard(r[1], r[2], r[3], step, r[5], r[6], proposed)


WRITE: dict[str, tuple[str, str, Callable[[Any], Row]]] = {
    "guards": (
        "guard",
        GUARD,
        lambda g: (g.key, g.person, g.channel, g.visibility, g.step, g.minutes, g.unchanged, g.proposed),
    ),
    "risks": ("risks", "id, text", lambda risks: (1, risks.text)),
}
"""How these nouns become rows; see `rows.WRITE`."""


async def load(reading: Reading | Writing, picture: Picture) -> None:
    """Load guards and the house's own risk rules."""
    for r in await reading.read(f"select {GUARD} from guard"):
        found = guard(r)
        picture.guards[found.key] = found
    for r in await reading.read("select id, text from risks"):
        picture.risks[r[0]] = Risks(r[1])
