"""Stands at the door of a local house: tokens looked up at every request, passwords, and the company's own provider.

A token is `inbox_` and 256 random bits, so that whoever finds one in a text knows what it is; only its SHA-256 is kept.
What is worth nothing any more is worth nothing at once, on every server, because nothing is remembered here.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from inbox.domain.access import MakeToken, RevokeToken, digest
from inbox.domain.rules.access import same_subject
from inbox.errors import NotAllowed, NotFound
from inbox.ports.gate import DeviceCode, Pass, Scope
from inbox.ports.provider import Provider
from inbox.services.office import Office

PREFIX = "inbox_"
LASTS = timedelta(days=90)
"""How long a token is good for that somebody got by logging in."""
_LENGTH = len(PREFIX) + 43
_WRONG = "Name or password is wrong."
_SCOPES = (Scope.READ, Scope.SETUP, Scope.WRITE)


def fresh() -> str:
    """Return a new token."""
    return PREFIX + secrets.token_urlsafe(32)


class LocalGate:
    """Knows tokens and passwords. See `inbox.ports.gate.Gate`."""

    def __init__(self, office: Office, provider: Provider | None = None) -> None:
        self._office = office
        self._store = office.store
        self._provider = provider

    async def known(self, token: str) -> Pass | None:
        """Return what a token stands for now."""
        if len(token) != _LENGTH or not token.startswith(PREFIX) or not token.isascii():
            return None
        found = await self._store.token(digest(token))
        if found is None or (found.until is not None and found.until <= self._office.now()):
            return None
        return Pass(found.person, found.id, frozenset(map(Scope, found.scopes)), found.until)

    async def login(self, name: str, password: str, address: str, label: str) -> str:
        """Return a new token for a password."""
        if not await self._office.passwords.right(name, password, address):
            raise NotAllowed(_WRONG)
        return await self._let_in(name, label)

    async def begin_device(self) -> DeviceCode:
        """Begin a login at the company's provider."""
        return await self._there().begin()

    async def end_device(self, handle: str, label: str) -> str | None:
        """Return a new token once the person has agreed there."""
        subject = await self._there().end(handle)
        if subject is None:
            return None
        name = await self._store.called(same_subject(subject))
        if not name:
            raise NotAllowed(
                "Nobody here logs in as {subject}; an admin says who that is with: inbox person set NAME --login {subject}",
                subject=subject[:200],
            )
        return await self._let_in(name, label)

    async def logout(self, token: str) -> None:
        """Revoke the token that is shown."""
        found = await self.known(token)
        if found is not None:
            await self._office.perform(RevokeToken(found.token), None)

    def _there(self) -> Provider:
        if self._provider is None:
            raise NotFound("This server knows no provider to log in at; use a password or a token.")
        return self._provider

    async def _let_in(self, name: str, label: str) -> str:
        token = fresh()
        until = self._office.now() + LASTS
        label = "".join(c for c in label if c.isprintable()).strip()[:60]
        try:
            await self._office.perform(MakeToken(name, digest(token), label, tuple(map(str, _SCOPES)), until), None)
        except NotFound as cause:
            # Whoever was removed in this moment hears what everybody hears.
            raise NotAllowed(_WRONG) from cause
        return token
