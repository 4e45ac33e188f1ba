"""Rings when something falls due: a snooze ends, a department is late."""

from __future__ import annotations

from inbox.domain.commands import Ring, Wake
from inbox.services.office import Office


async def look(office: Office) -> int:
    """Announce what has fallen due by now, and return how much did."""
    woken, late = await office.store.due(office.now())
    rung = 0
    for id in woken:
        rung += len(await office.perform(Wake(id), None))
    for id in late:
        rung += len(await office.perform(Ring(id), None))
    return rung
