"""Tries an installed adapter without its platform, and says how far it can be trusted: bronze, silver or gold."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.ports.adapter import Adapter, Tried
from inbox.services.trial.reading import read
from inbox.services.trial.row import LEVELS, Row
from inbox.services.trial.sending import send

__all__ = ["LEVELS", "Row", "Verdict", "tried"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trial found: its rows, and the level up to which all of them are well ("": not even bronze)."""

    rows: tuple[Row, ...]
    level: str


async def tried(kind: type[Adapter]) -> Verdict:
    """Try an adapter: what it says of itself, what it makes of payloads, what it says when the network fails."""
    rows = [*await read(kind)]
    if isinstance(kind, Tried):
        rows += await send(kind)
    else:
        rows.append(Row("silver", False, "can be tried over a network that fails", "it has no `trial`"))
    level = ""
    for name in LEVELS:
        if not all(row.well for row in rows if row.level == name):
            break
        level = name
    return Verdict(tuple(rows), level)
