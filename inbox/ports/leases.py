"""Leases: which of several nodes over one database does what only one may do at a time.

A node is a process that runs adapters. It holds `channel:NAME` for a channel's receiving and sending together, and
`watch` for ringing. The database's clock says when a lease has run out; its epoch grows whenever the holder changes,
so that what a node writes that does not know yet that it lost it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

WATCH = "watch"
CHANNEL = "channel:"


@dataclass(frozen=True, slots=True)
class Lease:
    """What a node holds."""

    name: str
    node: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A lease as the database knows it; nobody has it any more where `left` is not above 0."""

    lease: Lease
    left: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Node:
    """A process that takes part; gone where `left` is not above 0."""

    id: str
    label: str
    """Where it runs, for people."""
    ahead: float
    """Seconds its wall clock was ahead of the database's when it last said so."""
    left: float


@dataclass(frozen=True, slots=True)
class Roll:
    """Who takes part, and who holds what, at one moment."""

    at: float
    """The database's time, in seconds since 1970."""
    nodes: tuple[Node, ...]
    holdings: tuple[Holding, ...]
