"""Knows what matters about rooms: who may read them, whether they are encrypted, where they moved, who is in them.

A homeserver tells a room's state once and then only what changes; what was told before this run is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.kit.found import Found, inner, words
from adapters.kit.http import Call
from adapters.matrix.around import is_open
from adapters.matrix.session import Session, path

_ASKED = ("m.room.join_rules", "m.room.history_visibility", "m.room.encryption", "m.room.tombstone")
MOST = 5_000
"""Rooms that are remembered."""


@dataclass(slots=True)
class Room:
    """What is known about one room."""

    state: dict[str, Found] = field(default_factory=dict)
    people: dict[str, str] | None = None
    """Who is in it and what they are called; None where that was not asked."""

    @property
    def open(self) -> bool:
        """Tell whether everybody can read it."""
        return is_open({"type": kind, "content": content} for kind, content in self.state.items())

    @property
    def encrypted(self) -> bool:
        """Tell whether what is said here is encrypted."""
        return bool(self.state.get("m.room.encryption"))

    @property
    def replaced(self) -> str:
        """Return the room that this one became, "" where it is still in use."""
        return words(self.state.get("m.room.tombstone", {}), "replacement_room")

    def peer(self, us: str) -> str:
        """Return the only other person here, "" where there are more or none is known."""
        others = [person for person in self.people or {} if person != us]
        return others[0] if len(others) == 1 else ""


class Rooms:
    """The rooms of one account."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Room] = {}

    async def room(self, id: str) -> Room:
        """Return a room, asking once for what is not known. Raises: Unreachable, Refused."""
        if (known := self._known.get(id)) is not None:
            return known
        room = Room()
        for kind in _ASKED:
            if (content := await self._session.state(id, kind)) is not None:
                room.state[kind] = content
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[id] = room
        return room

    async def people(self, id: str) -> Room:
        """Return a room with who is in it. Raises: Unreachable, Refused."""
        room = await self.room(id)
        if room.people is None:
            answer = await self._session.ask(Call("GET", path("rooms", id, "joined_members")))
            joined = inner(answer.found, "joined") if answer.status < 400 else {}
            room.people = {who: words(inner(joined, who), "display_name") for who in joined}
        return room

    def peer(self, id: str) -> str:
        """Return whom we speak with in a room, as far as it is known without asking."""
        room = self._known.get(id)
        return "" if room is None else room.peer(self._session.us)

    def learn(self, id: str, events: Iterable[Found]) -> None:
        """Take in what changed about a room. Who is in it has to be asked anew once somebody came or went."""
        room = self._known.get(id)
        if room is None:
            return
        for event in events:
            kind = words(event, "type")
            if kind in _ASKED and "state_key" in event:
                room.state[kind] = inner(event, "content")
            if kind == "m.room.member":
                room.people = None
                if words(event, "state_key") == self._session.us:
                    # Whoever comes in sees more than who was out.
                    self.forget(id)

    def forget(self, id: str) -> None:
        """Forget a room: it is asked for anew."""
        self._known.pop(id, None)
