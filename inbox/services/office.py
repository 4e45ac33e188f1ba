"""Carries out commands: load what the rule needs, decide, record, all in one write.

Rights are read in the same transaction in which the act happens. An idempotency key is remembered
with a digest of its command: the same key again returns the first outcome.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from inbox.domain import commands as c
from inbox.domain.acting import seat
from inbox.domain.commands import Command
from inbox.domain.events import Recorded, ReplyWritten, TokenMade
from inbox.domain.incoming import Attachment
from inbox.domain.limits import Limits, Unlimited
from inbox.domain.rules import decide
from inbox.domain.rules.enclosing import plain
from inbox.errors import Conflict, NotFound, Reused, Unreachable
from inbox.ports.leases import Lease
from inbox.ports.store import Store, Unit
from inbox.services.about import meet_sent
from inbox.services.automation import automate
from inbox.services.gateway import Signing, unsigned
from inbox.services.gauged import Gauged
from inbox.services.loading import load
from inbox.services.passwords import Passwords, Sealed
from inbox.services.presence import Presence
from inbox.services.stormkeeper import StormKeeper
from inbox.wire import command_to_json

REMEMBERED = timedelta(hours=72)
"""How long the same idempotency key gives the first outcome."""
Fetch = Callable[[str, Attachment], Awaitable[bytes]]
"""Brings the bytes of an attachment of a channel."""


async def _nobody(channel: str, attachment: Attachment) -> bytes:
    raise Unreachable("Nothing here can bring files of channel {name}.", name=channel)


class Office:
    """Carries out commands over a store. `now` returns aware UTC times, `limits` what platforms allow."""

    def __init__(self, store: Store, now: Callable[[], datetime], limits: Limits | None = None) -> None:
        self.store = store
        self.now = now
        self.limits = limits or Unlimited()
        self.fetch: Fetch = _nobody
        self.signing: Signing = unsigned
        self.presence = Presence(store, now)
        self.passwords = Passwords(store, now)
        self.storms = StormKeeper(store, now)
        self.gauged = Gauged(now)

    async def perform(
        self, command: Command, by: str | None, key: str = "", *, lease: Lease | None = None
    ) -> tuple[Recorded, ...]:
        """Carry out one command for a person (None: the inbox itself) and return its facts.

        Raises: LeaseLost where it is done under a lease that does not stand any more.
        """
        digest = hashlib.sha256(command_to_json(_told(command))).hexdigest() if key else ""
        sealed = await self._sealed(command, by or "", key, digest)
        async with self.store.writing(lease) as unit:
            await unit.load_house()
            at = self.now()
            seat(unit.picture, at)
            person = unit.picture.people.get(by) if by is not None else None
            if by is not None and (person is None or not person.active):
                raise NotFound("There is nobody called {name} here.", name=by)
            if key:
                await unit.forget_outcomes(self.now() - REMEMBERED)
            if key and by is not None and (known := await unit.outcome(by, key)):
                if known[0] != digest:
                    raise Reused("The key {key} was used for something else.", key=key)
                return tuple(await unit.between(known[1], known[2]))
            command = await load(unit, command, by or "")
            unit.picture.limits = self.limits
            unit.record(decide(unit.picture, command, person, at, unit), by, at)
            await _enclose(unit, command, sealed)
            await meet_sent(unit, at)
            await automate(unit, at)
            facts = tuple(unit.recorded)
            if key and by is not None:
                first, last = (facts[0].number, facts[-1].number) if facts else (1, 0)
                await unit.keep_outcome(by, key, digest, at, first, last)
            await unit.save()
        return facts

    async def _sealed(self, command: Command, by: str, key: str, digest: str) -> Sealed | None:
        """Return what is kept of a new password; nothing where that was done under this key before. Raises: Reused."""
        if not isinstance(command, c.SetPassword):
            return None
        if key:
            async with self.store.writing() as unit:
                known = await unit.outcome(by, key)
            # Nothing is remembered of a password that could be guessed fast; the one there is now tells whether it is the same.
            if known and known[0] == digest and not await self.passwords.same(command):
                raise Reused("The key {key} was used for something else.", key=key)
            if known:
                return None
        return await self.passwords.sealed(command, by)


def _told(command: Command) -> Command:
    """Return what is remembered of a command: of a password not even a digest, which could be guessed fast.

    A reply said again "in two hours" is the same one, though that is another moment by then.
    """
    if isinstance(command, c.SetPassword):
        return replace(command, new="", old="")
    return replace(command, planned=None) if isinstance(command, c.Reply) else command


async def _enclose(unit: Unit, command: Command, sealed: Sealed | None) -> None:
    """Keep what belongs to a command beside its facts: a reply's files, what a token or password is known by."""
    if isinstance(command, c.Reply) and command.files:
        first = next(r.event.id for r in unit.recorded if isinstance(r.event, ReplyWritten))
        await unit.keep_files(first, [plain(file) for file in command.files])
    elif isinstance(command, c.MakeToken):
        made = next(r.event.id for r in unit.recorded if isinstance(r.event, TokenMade))
        await unit.keep_token(made, command.digest)
    elif isinstance(command, c.SetPassword):
        if sealed is None:
            raise Conflict("The password of {name} has just been changed; try again.", name=command.person)
        await unit.keep_password(command.person, sealed.verifier, sealed.before)
