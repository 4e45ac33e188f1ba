"""Lets people in: by a token that is looked up at every call, or by name on a socket that only its owner can open."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

from starlette.requests import Request

from inbox.errors import NotAllowed, Stranger
from inbox.ports.gate import Gate, Pass, Scope, TooMany
from inbox.server.pace import Pace

NAMED = "Inbox-Person"
"""The header that says who asks on a socket, percent-encoded; nobody believes it elsewhere."""


PER_SECOND, BURST = 100, 1000
"""Calls that one token is good for on one server: a screen at work makes about ten a second."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: what the token stands for, and the token, to ask about it again."""

    known: Pass
    token: str = field(default="", repr=False)


class Door:
    """Knows who calls. Without a gate it believes who is named: only for a socket of one user."""

    def __init__(self, gate: Gate | None) -> None:
        self._gate = gate
        self._pace = Pace(PER_SECOND, BURST)

    async def caller(self, request: Request, scope: Scope) -> Caller:
        """Return who calls. Raises: Stranger, NotAllowed where the token is not meant for this."""
        if self._gate is None:
            name = unquote(request.headers.get(NAMED, ""))
            if not name:
                raise Stranger("Say who asks, in the header {name}.", name=NAMED)
            return Caller(Pass(name, 0, frozenset(Scope), None))
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        found = await self._gate.known(token.strip()) if kind.lower() == "bearer" and token.strip() else None
        if found is None:
            raise _stranger()
        if (wait := self._pace.take(found.token)) > 0:
            raise TooMany("This token asks too often; come again in {seconds} s.", retry_after=wait, seconds=1)
        if scope not in found.scopes:
            raise NotAllowed("This token is not meant for that: it lacks the scope {scope}.", scope=str(scope))
        return Caller(found, token.strip())

    async def still(self, caller: Caller) -> None:
        """See that a token stands still once all is here that its holder sends: that may take half a minute.

        Raises: Stranger.
        """
        if self._gate is not None and await self._gate.known(caller.token) is None:
            raise _stranger()

    async def again(self, caller: Caller) -> Caller | None:
        """Return who calls as of now; None where the token is worth nothing any more."""
        if self._gate is None:
            return caller
        found = await self._gate.known(caller.token)
        return Caller(found, caller.token) if found is not None and Scope.READ in found.scopes else None


def _stranger() -> Stranger:
    return Stranger("This needs a token that is valid now; log in with: inbox login")
