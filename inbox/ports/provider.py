"""The company's own place to log in (OpenID Connect), as the gate needs it: begin, and ask whether the person agreed."""

from __future__ import annotations

from typing import Protocol

from inbox.ports.gate import DeviceCode


class Provider(Protocol):
    """Logs people in elsewhere, by the device flow of RFC 8628."""

    async def begin(self) -> DeviceCode:
        """Begin a login. Raises: Unreachable, Refused where the provider does not want that."""

    async def end(self, handle: str) -> str | None:
        """Return what the provider calls the person, once they agreed and it proved it; None while they have not.

        Raises: NotAllowed where they refused or took too long, or the proof does not hold; Unreachable.
        """

    async def aclose(self) -> None:
        """Let the provider go. May be called twice."""
