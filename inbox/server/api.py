"""The desk over HTTP: one door for every command, the table of reads, and the feed."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from inbox import wire
from inbox.domain.commands import AddPerson, Command, MakeToken, RemovePerson, SetLogin, SetPassword, SetPerson
from inbox.domain.model import Person
from inbox.domain.sound import see
from inbox.errors import BadInput, NotAllowed, NotFound, Stranger, Underway
from inbox.ports.desk import Desk
from inbox.ports.gate import Scope
from inbox.ports.serving import Serving
from inbox.reads import KEEPING, READS, Call, Me
from inbox.server.answers import RIGHTS, content_tag, route, tagged, told
from inbox.server.bodies import Bodies
from inbox.server.door import Caller, Door
from inbox.server.feed import BATCH, Follower, Hub, Line, sight_of
from inbox.server.stream import Stream
from inbox.wire import fact_to_json, facts_to_json

LARGEST = 40 * 2**20
"""Bytes of a command: files of 25 MB, written in base64."""
LARGEST_QUESTION = 4 * 2**20
LONGEST_WAIT = 60.0
"""Seconds that a long-poll waits at most."""
LONGEST_KEY = 200
"""Characters of an idempotency key."""


class Api:
    """Answers for the desks of an inbox."""

    def __init__(self, serving: Serving, door: Door) -> None:
        self._serving = serving
        self._door = door
        self._bodies = Bodies(most=256 * 2**20)
        self._underway: set[tuple[str, str]] = set()
        self.hub = Hub(serving, door)

    def leave(self) -> None:
        """Say goodbye to who follows, and wait for nobody long."""
        self._bodies.leave()
        self.hub.leave()

    def routes(self) -> list[BaseRoute]:
        """Return the addresses."""
        return [
            route("/me", self._me, "GET"),
            route("/commands", self._perform, "POST"),
            route("/feed", self._poll, "GET"),
            route("/feed/stream", self._stream, "GET"),
            *(self._asked(call) for call in sorted(READS, key=lambda call: "{" in call.path)),
            *(self._kept(call) for call in KEEPING),
        ]

    # --- commands

    async def _perform(self, request: Request) -> Response:
        caller = await self._door.caller(request, Scope.WRITE)
        key = request.headers.get("idempotency-key", "")
        if len(key) > LONGEST_KEY or not key.isprintable():
            raise BadInput("An idempotency key has at most {most} printable characters.", most=LONGEST_KEY)
        async with self._bodies.read(request, LARGEST) as body:
            command = wire.command_from_json(body)
            await self._door.still(caller)
            _carries(caller, command)
            desk = await self._serving.desk(caller.known.person)
            mark = (caller.known.person, key)
            if key and mark in self._underway:
                raise Underway("The command with the key {key} is being carried out; ask again in a moment.", key=key)
            self._underway.add(mark)
            try:
                facts = await desk.perform(command, key)
            finally:
                self._underway.discard(mark)
        return told(b'{"facts":' + facts_to_json(facts) + b"}")

    # --- reads

    async def _me(self, request: Request) -> Response:
        caller = await self._door.caller(request, Scope.READ)
        person = await self._serving.person(caller.known.person)
        if person is None:
            raise NotFound("There is nobody called {name} here.", name=caller.known.person)
        body = wire.noun_to_json(Me(person, tuple(sorted(caller.known.scopes))))
        return told(body, headers={RIGHTS: _rights(person), "Cache-Control": "no-store"})

    async def _person(self, caller: Caller) -> Person:
        found = await self._serving.person(caller.known.person)
        if found is None:
            raise Stranger("{person} no longer works here.", person=caller.known.person)
        return found

    def _asked(self, call: Call) -> BaseRoute:
        async def answer(request: Request) -> Response:
            caller = await self._door.caller(request, Scope.READ)
            desk = await self._serving.desk(caller.known.person)
            rights = _rights(desk.person)
            tag = f'W/"{await self._serving.last()}-{rights}"' if call.still else ""
            if tag and (known := tagged(request, tag)):
                return known
            given = await self._given(call, caller, desk, await self._arguments(call, request, caller))
            if call.raw:
                return _file(*given)
            body = call.write(given)
            found = tagged(request, tag or content_tag(body), body) if call.verb == "GET" else told(body)
            assert found is not None
            found.headers[RIGHTS] = rights
            return found

        return route(call.path, answer, call.verb)

    async def _given(self, call: Call, caller: Caller, desk: Desk, arguments: dict[str, Any]) -> Any:
        """Return what a read gives; one that waits ends where its caller may not wait any more, or the server ends."""
        read = getattr(desk, call.name)
        if not arguments.get("wait"):
            return await read(**arguments)
        arguments["wait"] = min(arguments["wait"], LONGEST_WAIT)
        follower = await self.hub.follow(caller, await self._serving.last())
        reading, over = asyncio.create_task(read(**arguments)), asyncio.create_task(follower.over.wait())
        try:
            await asyncio.wait({reading, over}, return_when=asyncio.FIRST_COMPLETED)
            if follower.goodbye == "revoked":
                raise Stranger("This needs a token that is valid now; log in with: inbox login")
            return reading.result() if reading.done() else await read(**arguments | {"wait": 0})
        finally:
            self.hub.drop(follower)
            for task in (reading, over):
                task.cancel()
            await asyncio.gather(reading, over, return_exceptions=True)

    def _kept(self, call: Call) -> BaseRoute:
        async def answer(request: Request) -> Response:
            caller = await self._door.caller(request, Scope.SETUP)
            keeping = await self._serving.keeping(caller.known.person)
            given = await getattr(keeping, call.name)(**await self._arguments(call, request, caller))
            return told(call.write(given))

        return route(call.path, answer, call.verb)

    async def _arguments(self, call: Call, request: Request, caller: Caller) -> dict[str, object]:
        body = b""
        if call.verb == "POST":
            async with self._bodies.read(request, LARGEST if call in KEEPING else LARGEST_QUESTION) as body:
                await self._door.still(caller)
        found = call.arguments(request.path_params, request.query_params.multi_items(), body)
        see(*found.values())
        return found

    # --- the feed

    async def _poll(self, request: Request) -> Response:
        caller = await self._door.caller(request, Scope.READ)
        after, wait, limit = (_number(request, *row) for row in (("after", 0), ("wait", 0), ("limit", BATCH)))
        limit = max(1, min(limit, BATCH))
        await self._person(caller)
        last = await self._serving.last()
        if last - after > BATCH or wait == 0:
            return await self._page(caller, after, limit, last)
        follower = await self.hub.follow(caller, after)
        try:
            lines = await self._soon(follower, min(wait, LONGEST_WAIT))
            at = max(after, min(self.hub.at, follower.after))
        finally:
            self.hub.drop(follower)
        if follower.goodbye == "revoked":
            await self._door.caller(request, Scope.READ)
        if len(lines) > limit:
            lines, at = lines[:limit], lines[limit - 1].number
        return _facts([line.body for line in lines], at)

    async def _page(self, caller: Caller, after: int, limit: int, last: int) -> Response:
        """Answer somebody who does not wait, or is far behind: read for them alone."""
        facts = await self._serving.facts(await self._person(caller), after, limit)
        at = facts[-1].number if len(facts) == limit else max(last, facts[-1].number if facts else 0)
        return _facts([fact_to_json(fact) for fact in facts], at)

    @staticmethod
    async def _soon(follower: Follower, wait: float) -> list[Line]:
        lines = follower.now()
        try:
            async with asyncio.timeout(wait):
                while not lines and not follower.ended and wait > 0:
                    lines = await follower.next()
        except TimeoutError:
            # What came in the very moment in which the time was over lies there still, and `at` is behind it.
            lines = lines or follower.now()
        return lines

    async def _stream(self, request: Request) -> Response:
        caller = await self._door.caller(request, Scope.READ)
        after = _number(request, "after", 0)
        person = await self._person(caller)
        self.hub.room(caller)
        return Stream(self.hub, self._serving, caller, after, _rights(person))


def _facts(bodies: list[bytes], at: int) -> Response:
    return told(b'{"facts":[' + b",".join(bodies) + b'],"at":%d}' % at, headers={"Cache-Control": "no-store"})


_LETS_IN = (AddPerson, SetPerson, RemovePerson, MakeToken, SetLogin, SetPassword)


def _carries(caller: Caller, command: Command) -> None:
    """See that a token lets nobody in further than itself: who comes in, how and with which rights, takes the scope to set up.

    Only who shows their old password may already come in by it.
    """
    own = isinstance(command, SetPassword) and command.person == caller.known.person and command.old
    if isinstance(command, _LETS_IN) and not own and Scope.SETUP not in caller.known.scopes:
        raise NotAllowed("This token is not meant for that: it lacks the scope {scope}.", scope=str(Scope.SETUP))


def _number(request: Request, name: str, usual: int) -> int:
    text = request.query_params.get(name, str(usual))
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadInput("{name} is a whole number from 0 on.", name=name)
    return int(text)


def _rights(person: Person) -> str:
    """Return what changes with a person's rights, and tells nothing of them."""
    sight = [person.name, sorted(person.stands_for), *(sorted(part) for part in sight_of(person))]
    return hashlib.blake2b(json.dumps(sight).encode(), digest_size=9).hexdigest()


def _file(attachment: object, content: bytes) -> Response:
    """Hand over a customer's file: to be kept, never to be shown as a page of ours."""
    headers = {
        "Content-Disposition": "attachment",
        "Inbox-Attachment": quote(wire.noun_to_json(attachment), safe=""),
        "Cache-Control": "private, no-store",
    }
    return Response(content, 200, headers, "application/octet-stream")
