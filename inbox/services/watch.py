"""Rings when something falls due: a snooze ends, a department is late, a contact waits too long, somebody is away or back."""

from __future__ import annotations

from inbox.domain.commands import Ring, TurnAbsence, Wake
from inbox.ports.leases import Lease
from inbox.services.office import Office
from inbox.services.targets import warn


async def look(office: Office, lease: Lease | None = None) -> int:
    """Announce what has fallen due by now, and return how much did. Raises: LeaseLost."""
    woken, late = await office.store.due(office.now())
    rung = 0
    for id in woken:
        rung += len(await office.perform(Wake(id), None, lease=lease))
    for id in late:
        rung += len(await office.perform(Ring(id), None, lease=lease))
    for id in await office.store.turning(office.now()):
        rung += len(await office.perform(TurnAbsence(id), None, lease=lease))
    return rung + await warn(office, lease)
