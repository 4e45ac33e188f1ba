"""Warns of contacts who wait nearly too long, or too long, by the hours of their channel."""

from __future__ import annotations

from inbox.domain.hours import Warn
from inbox.ports.leases import Lease
from inbox.services.office import Office


async def warn(office: Office, lease: Lease | None = None) -> int:
    """Announce what is near its target or past it, and return how much that was. Raises: LeaseLost."""
    told = 0
    for id in await office.store.waiting_long(office.now()):
        told += len(await office.perform(Warn(id), None, lease=lease))
    return told
