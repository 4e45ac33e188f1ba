"""Fetches what happened: /sync from where we stopped, and where that leaves a gap, the room's history back to there.

A sync tells of each room only its latest events; `limited` says that older ones were left out, and they are fetched
with /messages and put before them, so that the order is the room's. Nothing from before the first sync comes, except
as many of each room's latest messages as the channel asks for; of a room that we are invited to, everything from the
invitation on, because whoever opens a room to ask us something writes before we are in.
https://spec.matrix.org/v1.19/client-server-api/#syncing
"""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace

from adapters.kit.found import Found, inner, objects, unknown, words
from adapters.kit.http import Call
from adapters.matrix.around import Around, around, edits_in, events_in, names_in
from adapters.matrix.events import said_by
from adapters.matrix.invites import Invites
from adapters.matrix.rooms import Rooms
from adapters.matrix.session import NETWORK, V3, Session, code, path
from inbox.errors import Unreachable
from inbox.ports.adapter import Batch, Entry

LATEST = 10
"""Events of each room in one answer: a thousand rooms that all have news must fit one. The rest is fetched as a gap."""
PAGE = 100
GAP = 20_000
"""Events of one room that are fetched to close a gap, at most; more is said to be missing."""
EARLIER = 1_000
"""Events that are looked through for our invitation, at most."""
_ASIDE = (
    "m.call.*", "org.matrix.call.*", "m.rtc.*", "org.matrix.msc4075.*", "m.key.verification.*", "m.beacon",
    "org.matrix.msc3672.beacon",
)  # fmt: skip
"""What belongs to no dialogue in writing, and is not even fetched."""
_STATE = (
    "m.room.member", "m.room.join_rules", "m.room.history_visibility", "m.room.encryption", "m.room.tombstone",
    "m.room.create",
)  # fmt: skip
_LAZY = {"lazy_load_members": True, "include_redundant_members": True}
"""Of a room's people only those who say something, so that a large room costs little, and each time, for their names."""


def wanted(latest: int) -> str:
    """Return the filter of what we are told."""
    rooms = {
        "timeline": {"limit": latest, "not_types": _ASIDE, **_LAZY},
        "state": {"types": _STATE, **_LAZY},
        "ephemeral": {"types": ["m.receipt"]},
        "account_data": {"types": []},
    }
    return json.dumps({"room": rooms, "presence": {"types": []}, "account_data": {"types": []}})


class Listening:
    """Receives for one channel. `history` is how many of each room's latest messages the first sync brings."""

    def __init__(self, session: Session, rooms: Rooms, invites: Invites, poll: float, history: int) -> None:
        self._session = session
        self._rooms = rooms
        self._invites = invites
        self._poll = poll
        self._history = history
        self._edits: dict[str, str] = {}
        self._latest = LATEST
        self._next: list[str] = []
        """Rooms that took the place of others, and are to be entered."""

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what happened. The cursor is the server's place, and behind it the invitations that still wait."""
        since, *waiting = cursor.split() or [""]
        wait = 0.0
        while True:
            found = await self._sync(since, wait)
            after = words(found, "next_batch")
            if not after:
                raise Unreachable("{host} refused: {words}", host=self._session.http.host, words="no next_batch")
            entries = [entry async for entry in self._rooms_in(found, since)]
            asked = inner(inner(found, "rooms"), "invite")
            entries += [entry for id, room in asked.items() for entry in self._invited(id, room)]
            waiting, joined = await self._invites.answer(asked, [*waiting, *self._next])
            self._next.clear()
            since = after
            yield Batch(tuple(entries), " ".join((since, *waiting)), caught_up=not joined)
            # The rooms that we just joined have something to say at once.
            wait = 0.0 if joined else self._poll

    async def _sync(self, since: str, wait: float) -> Found:
        latest = self._latest if since else max(1, self._history)
        query = {"timeout": str(math.ceil(wait * 1000)), "filter": wanted(latest), "set_presence": "offline"}
        if since:
            query["since"] = since
        try:
            answer = await self._session.patiently(Call("GET", f"{V3}/sync", query), wait + NETWORK)
        except Unreachable as cause:
            # With fewer events of each room it fits; the rest is fetched room by room.
            self._latest = 1 if "no end" in str(cause.values.get("reason", "")) else self._latest
            raise
        return self._session.granted(answer)

    async def _rooms_in(self, found: Found, since: str) -> AsyncIterator[Entry]:
        rooms = inner(found, "rooms")
        for part in ("join", "leave"):
            for id, room in inner(rooms, part).items():
                if isinstance(room, dict):
                    async for entry in self._room(id, room, since):
                        yield entry

    async def _room(self, id: str, room: Found, since: str) -> AsyncIterator[Entry]:
        timeline = inner(room, "timeline")
        given = timeline.get("events")
        events: list[object] = list(given) if isinstance(given, list) else []
        state = events_in(room, "state")
        if not since:
            state += objects(events)
            events = events[-self._history :] if self._history else []
        else:
            older, people, whole = await self._older(id, timeline, since, state, objects(events))
            events, state = [*older, *events], [*state, *people, *objects(older), *objects(events)]
            events = (
                events[self._beginning(objects(events), state) :] if len(objects(events)) == len(events) else events
            )
            if not whole:
                yield _missing(id, since)
        # Whoever leaves now was there until now.
        peer = self._rooms.peer(id)
        self._rooms.learn(id, state)
        self._next += self._invites.follows(objects(events))
        aside = [event for event in events_in(room, "ephemeral") if since and words(event, "type") == "m.receipt"]
        if not events and not aside:
            return
        near = await self._around(id, room, state, objects(events), peer)
        for event in (*events, *aside):
            yield _entry(event, near)

    async def _around(self, id: str, room: Found, state: list[Found], events: list[Found], peer: str) -> Around:
        us = self._session.us
        said = around(id, us, state, inner(room, "summary").get("m.heroes"))
        known = await self._rooms.room(id)
        peer = peer or said.peer or known.peer(us)
        # Who the other one is matters where we are echoed and where somebody leaves.
        if not peer and any(words(e, "sender") == us or words(e, "type") == "m.room.member" for e in events):
            known = await self._rooms.people(id)
            peer = known.peer(us)
        self._edits.update(said.edits)
        while len(self._edits) > PAGE * 10:
            self._edits.pop(next(iter(self._edits)))
        return replace(
            said, peer=peer, open=known.open, names={**(known.people or {}), **said.names}, edits=self._edits
        )

    # --- what was left out

    async def _older(
        self, id: str, timeline: Found, since: str, state: list[Found], events: list[Found]
    ) -> tuple[list[object], list[Found], bool]:
        """Return what a sync left out of a room, oldest first, who is in it, and whether that is all of it."""
        start = words(timeline, "prev_batch")
        if timeline.get("limited") is not True or not start:
            return [], [], True
        join = _ours(events, self._session.us, "join")
        before = _before(events, join)
        if before == "join":
            return await self._back(id, start, since, GAP, invited=False)
        if _replaces([*state, *events]):
            return await self._back(id, start, "", EARLIER, invited=False)
        if before != "invite" or _ours(events[:join], self._session.us, "invite") >= 0:
            # Nothing older was said to us.
            return [], [], True
        # We were invited before `since`, so the history is looked through for that.
        return await self._back(id, start, "", EARLIER, invited=True)

    async def _back(
        self, id: str, start: str, end: str, most: int, *, invited: bool
    ) -> tuple[list[object], list[Found], bool]:
        found: list[object] = []
        people: list[Found] = []
        while len(found) < most:
            query = {
                "dir": "b",
                "from": start,
                "limit": str(PAGE),
                "filter": json.dumps({"not_types": _ASIDE, **_LAZY}),
            }
            if end:
                query["to"] = end
            answer = await self._session.patiently(Call("GET", path("rooms", id, "messages"), query))
            if code(answer) in ("M_FORBIDDEN", "M_NOT_FOUND"):
                # We were put out meanwhile, and may not see what we missed.
                return found[::-1], people, False
            page = self._session.granted(answer)
            chunk, start = page.get("chunk"), words(page, "end")
            events = list(chunk) if isinstance(chunk, list) else []
            found += events
            people += objects(page.get("state"))
            if not events or not start or (invited and _ours(objects(events), self._session.us, "invite") >= 0):
                return found[::-1], people, True
        return found[::-1], people, invited

    def _beginning(self, events: list[Found], state: list[Found]) -> int:
        """Return where a room begins for us: where we were invited, or came in uninvited; 0 where we were in it.

        A room that replaces another is new: all of it belongs to the dialogue.
        """
        join = _ours(events, self._session.us, "join")
        before = _before(events, join)
        if before == "join" or _replaces(state):
            return 0
        invite = _ours(events[:join], self._session.us, "invite")
        return invite if invite >= 0 else 0 if before == "invite" else join

    # --- invitations

    def _invited(self, id: str, room: object) -> Iterable[Entry]:
        """Yield who invites us where."""
        events = events_in(room, "invite_state") if isinstance(room, dict) else []
        near = Around(id, self._session.us, names=names_in(events))
        for event in events:
            if words(event, "type") == "m.room.member" and words(inner(event, "content"), "membership") == "invite":
                yield _entry(event, near)


def _ours(events: list[Found], us: str, membership: str) -> int:
    """Return the last event by which we came into that state, -1 where there is none."""
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        ours = words(event, "type") == "m.room.member" and words(event, "state_key") == us
        if ours and words(inner(event, "content"), "membership") == membership:
            return place
    return -1


def _before(events: list[Found], join: int) -> str:
    """Return how we stood to a room before we joined it; who did not join now was in it."""
    return words(inner(inner(events[join], "unsigned"), "prev_content"), "membership") if join >= 0 else "join"


def _replaces(events: list[Found]) -> bool:
    return any("predecessor" in inner(e, "content") for e in events if words(e, "type") == "m.room.create")


def _entry(event: object, near: Around) -> Entry:
    """Return an event with what was known about its room, as it is kept and read again."""
    kept = replace(near, names=_some(near.names, event, near.peer), edits=_edited(near.edits, event))
    try:
        raw = json.dumps({"around": kept.written(), "event": event}).encode()
    except RecursionError:
        raw = b"null"
    return Entry(raw, tuple(said_by(event, kept)))


def _some(names: Mapping[str, str], event: object, peer: str) -> dict[str, str]:
    """Return the names of those an event is about; a receipt's people are many, and go without."""
    found = event if isinstance(event, dict) else {}
    people = (words(found, "sender"), words(found, "state_key"), peer)
    return {person: names[person] for person in people if names.get(person)}


def _edited(edits: Mapping[str, str], event: object) -> dict[str, str]:
    """Return the way from what an event edits to the first message."""
    found: dict[str, str] = {}
    target = next(iter(edits_in([event]).values()), "") if isinstance(event, dict) else ""
    while target in edits and target not in found:
        found[target] = edits[target]
        target = edits[target]
    return found


def _missing(room: str, since: str) -> Entry:
    raw = json.dumps({"room": room, "since": since}).encode()
    return Entry(raw, (unknown([room, since], f"older messages of {room} could not be fetched"),))
