"""The same Desk, over HTTP: its reads come from the one table, its commands carry a key, its feed is one stream."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

import msgspec

from inbox import wire
from inbox.domain.commands import Command
from inbox.domain.events import PersonSet, Recorded
from inbox.domain.incoming import Attachment
from inbox.domain.model import Person
from inbox.domain.sound import see
from inbox.errors import NotAllowed, Unreachable
from inbox.reads import KEEPING, READS, ROWS, Call, Me
from inbox.remote.line import ACT, LOOK, ONE_TRY, Line
from inbox.remote.stream import Stream

RIGHTS = "inbox-rights"
FETCHING = 90.0
"""Seconds that bringing a file or looking after a channel may take: a platform answers behind it."""
_READS = {call.name: call for call in READS}
_KEEPING = {call.name: call for call in KEEPING}


class _Outcome(msgspec.Struct):
    facts: tuple[wire.Fact, ...]
    at: int = 0


async def who(line: Line, person: str) -> tuple[Me, str]:
    """Return who one is at a server, and the mark of one's rights. Raises: NotAllowed, NotFound, Unreachable."""
    told = await line.ask("GET", "/me", person)
    return wire.noun_from_json(told.content, Me), told.headers.get(RIGHTS, "")


class RemoteDesk:
    """One person's desk at a server. See `inbox.ports.desk.Desk`."""

    def __init__(self, line: Line, me: Me, rights: str) -> None:
        self._line = line
        self._person = me.person
        self._rights = rights
        self._stream = Stream(line, me.person.name)
        self._performed = 0

    @property
    def person(self) -> Person:
        """Who sits here, as of the last command or read."""
        return self._person

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a read of the table."""
        call = _READS.get(name)
        if call is None:
            raise AttributeError(name)

        async def read(*given: Any, **named: Any) -> Any:
            return await self._read(call, call.bound(given, named))

        return read

    async def rows(self, ids: Any) -> Any:
        """Return the rows of conversations, some at a time where they are many."""
        call, asked = _READS["rows"], list(ids)
        found: list[Any] = []
        for start in range(0, len(asked), ROWS):
            found += await self._read(call, {"ids": asked[start : start + ROWS]})
        return found

    async def last(self) -> int:
        """Return the number of the latest fact: as the stream tells it, where one is followed."""
        if self._stream.alive:
            return max(self._stream.at, self._performed)
        number: int = await self._read(_READS["last"], {})
        return number

    async def perform(self, command: Command, key: str = "") -> tuple[Recorded, ...]:
        """Carry out a command; where its outcome is unknown it is asked for again, with the same key."""
        see(command, key)
        body = wire.command_to_json(command)
        told = await self._line.ask(
            "POST",
            "/commands",
            self._person.name,
            body=body,
            key=key or secrets.token_hex(16),
            patience=ACT,
            one_try=ACT,
        )
        facts = tuple(map(wire.fact_of, wire.noun_from_json(told.content, _Outcome).facts))
        self._performed = max([self._performed, *(fact.number for fact in facts)])
        if any(isinstance(fact.event, PersonSet) and fact.event.name == self._person.name for fact in facts):
            await self._renew()
        return facts

    async def feed(self, after: int, *, limit: int = 500, wait: float = 0) -> tuple[Recorded, ...]:
        """Return what happened after a number, waiting up to `wait` seconds for something."""
        see(after)
        limit = max(1, min(limit, 500))
        if wait > 0 and after >= 0:
            if not self._stream.covers(after):
                await self._stream.begin(after)
            facts = await self._stream.next(after, limit, wait)
        else:
            query = {"after": str(max(0, after)), "limit": str(limit)}
            told = await self._line.ask("GET", "/feed", self._person.name, query=query)
            facts = tuple(map(wire.fact_of, wire.noun_from_json(told.content, _Outcome).facts))
        if any(isinstance(fact.event, PersonSet) and fact.event.name == self._person.name for fact in facts):
            await self._renew()
        return facts

    async def aclose(self) -> None:
        """Follow the feed no longer. May be called twice."""
        await self._stream.aclose()

    async def _read(self, call: Call, arguments: dict[str, Any]) -> Any:
        see(*arguments.values())
        query, body = (call.query(arguments), None) if call.verb == "GET" else (None, call.body(arguments))
        told = await self._line.ask(
            call.verb,
            call.address(arguments),
            self._person.name,
            query=query,
            body=body,
            patience=LOOK,
            one_try=FETCHING if call.raw else ONE_TRY,
        )
        if call.raw:
            return _attachment(told.headers.get("inbox-attachment", "")), told.content
        found = call.read(told.content)
        if told.headers.get(RIGHTS, self._rights) != self._rights:
            await self._renew()
        return found

    async def _renew(self) -> None:
        """Learn one's own rights anew."""
        me, self._rights = await who(self._line, self._person.name)
        self._person = me.person


class RemoteKeeping:
    """What looks after an inbox at a server. See `inbox.ports.keeping.Keeping`."""

    def __init__(self, line: Line, person: str) -> None:
        self._line = line
        self._person = person

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a call of the table; nothing of it is repeated, because it has no key."""
        call = _KEEPING.get(name)
        if call is None:
            raise AttributeError(name)

        async def keep(*given: Any, **named: Any) -> Any:
            arguments = call.bound(given, named)
            see(*arguments.values())
            body = call.body(arguments)
            told = await self._line.ask(call.verb, call.path, self._person, body=body, patience=0, one_try=FETCHING)
            return call.read(told.content)

        return keep


def _attachment(written: str) -> Attachment:
    if not written:
        raise Unreachable("The server sent a file without saying what it is.")
    return wire.noun_from_json(unquote(written).encode(), Attachment)


def same(me: Me, person: str) -> None:
    """See that a token is of whom one asks for. Raises: NotAllowed."""
    if person and me.person.name != person:
        raise NotAllowed(
            "This token is of {name}, not of {person}; leave --as out, or log in as {person}.",
            name=me.person.name,
            person=person,
        )
