"""Who stands at the server's door: a token is looked up at every request, so that a revoked one is worth nothing at once.

Tokens are opaque, random and kept hashed. A token carries at most what its person may do; its scopes only narrow that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from inbox.errors import Refused


class Scope(StrEnum):
    """What a token may be used for, at most."""

    READ = "read"
    """Reads, search and the feed."""
    WRITE = "write"
    """Commands."""
    SETUP = "setup"
    """Looking after the inbox (`Keeping`), secrets included."""
    METRICS = "metrics"
    """`/metrics` only."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a valid token stands for. `token` is its id, 0 where the operating system vouches (a socket of one user)."""

    person: str
    token: int
    scopes: frozenset[Scope]
    until: datetime | None


class TooMany(Refused):
    """Asked too often; `retry_after` says in how many seconds to come again."""

    def __init__(self, template: str, /, *, retry_after: float, **values: object) -> None:
        super().__init__(template, **values)
        self.retry_after = retry_after


class Gate(Protocol):
    """Knows tokens and passwords."""

    async def known(self, token: str) -> Pass | None:
        """Return what a token stands for now; None where it is unknown, expired, revoked, or its person left."""

    async def login(self, name: str, password: str, address: str, label: str) -> str:
        """Return a new token for a password. `address` is where the caller comes from, `label` names the device.

        Wrong name and wrong password look the same and take the same time.
        Raises: NotAllowed, TooMany.
        """

    async def begin_device(self) -> DeviceCode:
        """Begin a login at the provider that the configuration names (RFC 8628). Raises: NotFound where none is, Unreachable."""

    async def end_device(self, handle: str, label: str) -> str | None:
        """Return a new token once the person has agreed at the provider; None while they have not.

        Raises: NotAllowed where they refused, took too long, or nobody here has that name; Unreachable.
        """

    async def logout(self, token: str) -> None:
        """Revoke the token that is shown; an unknown one is no mistake."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person does to log in elsewhere: open `address`, enter `code`; `handle` asks how it stands, every `interval` seconds."""

    handle: str
    code: str
    address: str
    interval: float
    expires_in: float
