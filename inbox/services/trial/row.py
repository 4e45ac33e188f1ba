"""One finding of a trial."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("bronze", "silver", "gold")
"""Bronze: nothing it reads can hurt. Silver: nothing is sent twice or lost unseen. Gold: it says all the platform can tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was looked at, for which level, whether it is well, and what was found where it is not."""

    level: str
    well: bool
    what: str
    found: str = ""
