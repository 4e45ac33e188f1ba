"""How long somebody waits who tries passwords: what is tried often pauses longer each time, and nothing pauses for ever.

Three counts stand beside each other: of a name from one address, of an address, and of a name from everywhere. The last
one does not hold for an address from which that name has come in before: whoever guesses elsewhere locks nobody out there.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

FORGOTTEN = timedelta(days=1)
"""After this time without a try, a count begins anew."""
TRUSTED = timedelta(days=90)
"""So long an address counts as one from which a name has come in."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One count: whose (a digest), how many tries are free, the first pause and the longest one."""

    who: str
    free: int
    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=15)

    def pause(self, tries: int) -> timedelta:
        """Return how long nothing is tried after so many tries: twice as long each time."""
        over = tries - self.free
        if over < 0:
            return timedelta(0)
        doubled: int = 2 ** min(over, 20)
        return min(self.longest, self.first * doubled)


def network(address: str) -> str:
    """Return what counts as one address: of IPv6 the network that one customer of a provider has, /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)
