"""Knows passwords: kept as Argon2id with RFC 9106's parameters, tried only after the try was counted, two at a time.

https://www.rfc-editor.org/rfc/rfc9106#section-4: the second recommended option, 64 MiB and three passes. A name that
nobody has is tried against a password that nobody has, so that it takes the same time as one that somebody has.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from inbox.domain.access import SetPassword
from inbox.domain.guessing import Limit, network
from inbox.domain.people import Act, Reach, reach, require
from inbox.errors import NotAllowed
from inbox.ports.gate import TooMany
from inbox.ports.store import Store

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")
AT_ONCE = 2
"""Passwords that are tried at once: each takes 64 MiB."""
QUEUE = 50
"""Tries that may wait for their turn."""
LONGEST = 1000
OF_A_NAME_HERE, OF_AN_ADDRESS, OF_A_NAME = 5, 20, 50
"""Tries that are free: of a name from one address, from an address, of a name from everywhere."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A password as it is kept, and what it takes the place of (None: whatever is there)."""

    verifier: str
    before: str | None


class Passwords:
    """Tries passwords, and makes what is kept of them."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobody = ""

    async def right(self, name: str, password: str, address: str) -> bool:
        """Tell whether a password is a person's, counted before. Raises: TooMany."""
        hasher = _hasher()
        counts = limits(name, address)
        wait = await self._store.trying(*counts, self._now())
        if wait > 0:
            raise TooMany("Too many tries; come again in {seconds} s.", retry_after=wait, seconds=round(wait + 0.5))
        kept = await self._store.verifier(name)
        verifier = kept or await self._of_nobody(hasher)
        given = password[:LONGEST]
        found = await self._hashed(lambda: _verified(hasher, verifier, given))
        if not kept or not found or len(password) > LONGEST:
            return False
        await self._store.tried(*counts, self._now())
        if hasher.check_needs_rehash(kept):
            renewed = await self._hashed(lambda: hasher.hash(given))
            await self._store.renew_verifier(name, kept, renewed)
        return True

    async def same(self, command: SetPassword) -> bool:
        """Tell whether a person's password is as a command makes it, counted as a try. Raises: TooMany."""
        if not command.new:
            return not await self._store.verifier(command.person)
        return await self.right(command.person, command.new, "")

    async def sealed(self, command: SetPassword, by: str) -> Sealed:
        """Return what is kept of a new password, once whoever sets their own has shown the old one.

        Raises: NotAllowed, TooMany.
        """
        person = await self._store.person(by)
        if person is None:
            raise NotAllowed("{person} no longer works here.", person=by)
        before: str | None = None
        if command.person != by:
            require(person, Act.SETUP)
        elif before := await self._store.verifier(by) or None:
            if not await self.right(by, command.old, ""):
                raise NotAllowed("That is not your old password.")
            before = await self._store.verifier(by)
        elif command.old:
            raise NotAllowed("That is not your old password.")
        elif reach(person, Act.SETUP) is not Reach.ALL:
            raise NotAllowed("Your first password is set by an admin: inbox person password NAME")
        if not command.new:
            return Sealed("", before)
        hasher = _hasher()
        return Sealed(await self._hashed(lambda: hasher.hash(command.new[: LONGEST + 1])), before)

    async def _of_nobody(self, hasher: PasswordHasher) -> str:
        if not self._nobody:
            # Made by a parameter string, not by hashing: the first try of an absent name must not take twice as long.
            self._nobody = _unguessable(hasher)
        return self._nobody

    async def _hashed(self, work: Callable[[], T]) -> T:
        if self._waiting >= QUEUE:
            raise TooMany("Too many log in at this moment; come again in {seconds} s.", retry_after=5, seconds=5)
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, profiles  # heavy: only where somebody has a password

    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


def _unguessable(hasher: PasswordHasher) -> str:
    """Return a verifier that no password fits, as costly to try as any other."""
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"


def _verified(hasher: PasswordHasher, verifier: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return hasher.verify(verifier, password)
    except (VerificationError, InvalidHashError):
        return False


def limits(name: str, address: str) -> tuple[Limit, list[Limit], Limit | None]:
    """Return what a try of a name from an address counts against. An own desk has no address: there only the name counts, and only there."""
    here = Limit(_mark("here", name.casefold(), network(address)), OF_A_NAME_HERE)
    if not address:
        return here, [], None
    return (
        here,
        [Limit(_mark("address", network(address)), OF_AN_ADDRESS)],
        Limit(_mark("name", name.casefold()), OF_A_NAME),
    )


def _mark(*parts: str) -> str:
    """Return what a count is kept under: people type passwords where a name belongs, so it is no plain text."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
