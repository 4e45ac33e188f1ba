"""Which hosts lie in a network of ours, where a customer's link must not lead us."""

from __future__ import annotations

import ipaddress


def inside(host: str) -> bool:
    """Tell whether a host is this machine or one of a private network, by its name alone."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".internal", ".localhost"))
