"""Rings when something falls due: a snooze, a reminder, an absence, a contact who waits too long; and hears whether it storms."""

from __future__ import annotations

from inbox.domain.commands import Command, Remind, Ring, TurnAbsence, Wake
from inbox.domain.events import Recorded
from inbox.ports.leases import Lease
from inbox.services.office import Office
from inbox.services.targets import warn


async def look(office: Office, lease: Lease | None = None) -> int:
    """Announce what has fallen due by now, and return how much did. Raises: LeaseLost."""
    woken, late = await office.store.due(office.now())
    rung = 0
    for id in woken:
        rung += bool(await office.perform(Wake(id), None, lease=lease))
    for id in late:
        rung += bool(await office.perform(Ring(id), None, lease=lease))
    for id in await office.store.owed(office.now()):
        rung += bool(await office.perform(Remind(id), None, lease=lease))
    for id in await office.store.turning(office.now()):
        rung += bool(await office.perform(TurnAbsence(id), None, lease=lease))
    return rung + await warn(office, lease)


async def hear(office: Office, lease: Lease | None = None) -> int:
    """Let the storm watch hear some of what is new, and return how many messages that was. Raises: LeaseLost."""

    async def perform(command: Command) -> tuple[Recorded, ...]:
        return await office.perform(command, None, lease=lease)

    return await office.storms.look(perform, lease)
