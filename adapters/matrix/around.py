"""What lies around a Matrix event and decides what it says: its room, who we are, what people are called there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from adapters.kit.found import Found, inner, objects, words
from inbox.ports.adapter import Visibility


@dataclass(frozen=True, slots=True)
class Around:
    """The room an event lies in, as far as it is known.

    `us` is our own address, "" where a payload does not say. `peer` is whoever we speak with in a room of two.
    `edits` leads from an edit to what it edits, because an edit of an edit means the first message.
    """

    room: str = ""
    us: str = ""
    peer: str = ""
    open: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, str] = field(default_factory=dict)

    @property
    def visibility(self) -> Visibility:
        """Return who can read the room: all, where everybody may join it or look in."""
        return Visibility.PUBLIC if self.open else Visibility.PRIVATE

    def name(self, person: str) -> str:
        """Return what somebody is called here, "" where nobody said."""
        return self.names.get(person, "")

    def written(self) -> Found:
        """Return it as it is kept beside an event."""
        kept = {"room": self.room, "us": self.us, "peer": self.peer, "open": self.open}
        return {**kept, "names": dict(self.names), "edits": dict(self.edits)}


def read(found: Found) -> Around:
    """Return what was kept beside an event."""
    return Around(
        words(found, "room"),
        words(found, "us"),
        words(found, "peer"),
        found.get("open") is True,
        _texts(inner(found, "names")),
        _texts(inner(found, "edits")),
    )


def _texts(found: Found) -> dict[str, str]:
    return {key: value for key, value in found.items() if isinstance(value, str)}


def names_in(events: Iterable[Found]) -> dict[str, str]:
    """Return what people are called, from their membership of a room."""
    found: dict[str, str] = {}
    for event in events:
        who, name = words(event, "state_key"), words(inner(event, "content"), "displayname")
        if words(event, "type") == "m.room.member" and who and name:
            found[who] = name
    return found


def edits_in(events: Iterable[Found]) -> dict[str, str]:
    """Return which event edits which."""
    found: dict[str, str] = {}
    for event in events:
        relation = inner(inner(event, "content"), "m.relates_to")
        if words(relation, "rel_type") == "m.replace" and (id := words(event, "event_id")):
            found[id] = words(relation, "event_id")
    return found


def is_open(events: Iterable[Found]) -> bool:
    """Tell whether a room's state opens it to everybody: to whoever joins, or to whoever looks in without joining."""
    last = {words(event, "type"): inner(event, "content") for event in events}
    joined = words(last.get("m.room.join_rules", {}), "join_rule") == "public"
    return joined or words(last.get("m.room.history_visibility", {}), "history_visibility") == "world_readable"


def around(room: str, us: str, events: Iterable[Found], heroes: object = None) -> Around:
    """Return what the events of a room say about it; `heroes` are those it is named after, where the server says."""
    known = list(events)
    others = [hero for hero in heroes if isinstance(hero, str)] if isinstance(heroes, list) else []
    return Around(
        room,
        us,
        others[0] if len(others) == 1 else "",
        is_open(known),
        names_in(known),
        edits_in(known),
    )


def events_in(found: Found, key: str) -> list[Found]:
    """Return the events of a part of a room in an answer to /sync."""
    return objects(inner(found, key).get("events"))
