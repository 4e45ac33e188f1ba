"""Reads what a homeserver or an application service hands out: pure, never raises.

One event, a list of them, and the answers they come in: /sync, /messages, /context, /members, /relations,
/notifications, /search, transactions for application services, and what a push gateway is told. Answers without events are
`unknown`. `{"around": …, "event": …}` is how receiving keeps an event with what was known about its room. Who we are a
payload may say itself (`user_id`, as in an answer to /whoami); a header `x-matrix-user` says it too.
https://spec.matrix.org/v1.19/client-server-api/#syncing
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from adapters.kit.found import Found, inner, objects, opened, unknown, words
from adapters.matrix.around import Around, around, events_in, read
from adapters.matrix.events import said_by
from inbox.ports.adapter import Identity, Incoming, Kind

ENVELOPE = 3
"""How deep events may lie: a list that holds an answer that holds a list."""
_LISTS = ("events", "ephemeral", "de.sorunome.msc2409.ephemeral", "chunk", "notifications", "pdus", "messages", "data")
"""What lists of events are called in answers, transactions and exports."""
_STATES = {"invite": "invite_state", "knock": "knock_state"}
_ROOMS = ("join", "invite", "knock", "leave")


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says."""
    try:
        found = opened(raw)
    except ValueError:
        return [unknown(raw.decode("latin-1"), "this is no JSON")]
    us = next((value for name, value in headers.items() if name.lower() == "x-matrix-user"), "")
    try:
        return _unwrapped(found, Around(us=us), 0)
    # Whatever a payload does to this reader, it must not keep others from being read.
    except Exception as cause:
        return [unknown(found, f"this cannot be read ({type(cause).__name__})")]


def _unwrapped(found: object, near: Around, depth: int) -> list[Incoming]:
    if isinstance(found, list):
        return _listed(found, near, depth)
    if not isinstance(found, dict) or depth > ENVELOPE:
        return [unknown(found, "this is no event")]
    if isinstance(found.get("around"), dict) and "event" in found:
        kept = read(inner(found, "around"))
        # What was kept with the event counts; only who we are may have to be told.
        return said_by(found["event"], replace(kept, us=kept.us or near.us))
    if words(found, "type") or ("content" in found and ("sender" in found or "event_id" in found or "$ref" in found)):
        return said_by(found, near)
    # Lists that go on elsewhere name a next batch too.
    if (rooms := inner(found, "rooms")) or ("next_batch" in found and not {"chunk", "rooms"} & found.keys()):
        return _synced(found, rooms, near)
    if isinstance(found.get("event"), dict):
        return _context(found, near)
    if pushed := inner(found, "notification"):
        return said_by(pushed, near)
    if searched := objects(inner(inner(found, "search_categories"), "room_events").get("results")):
        return _listed([inner(one, "result") for one in searched], near, depth)
    if any(isinstance(found.get(key), list) for key in _LISTS):
        return _answer(found, near, depth)
    if isinstance(found.get("joined"), dict):
        return _joined(inner(found, "joined"))
    if isinstance(found.get("content"), dict):
        return said_by(found, near)
    why = words(found, "error") or words(found, "errcode")
    return [unknown(found, f"this is an answer, no event: {why}" if why else "this is an answer, no event")]


def _listed(found: Iterable[object], near: Around, depth: int) -> list[Incoming]:
    given = list(found)
    if not given:
        return []
    nears = _nears(objects(given), near)
    return [said for one in given for said in _unwrapped(one, nears.get(_room_of(one), near), depth + 1)]


def _room_of(found: object) -> str:
    return words(found, "room_id") if isinstance(found, dict) else ""


def _nears(events: Iterable[Found], near: Around) -> dict[str, Around]:
    """Return what events say about their rooms; what one room's state says holds for its own events only."""
    rooms: dict[str, list[Found]] = {}
    for event in events:
        rooms.setdefault(_room_of(event), []).append(event)
    return {id: around(id or near.room, near.us, those) for id, those in rooms.items()}


def _answer(found: Found, near: Around, depth: int) -> list[Incoming]:
    lists = [value for key in _LISTS if isinstance(value := found.get(key), list)]
    state = objects(found.get("state"))
    every = [event for events in lists for event in objects(events)]
    near = replace(near, room=words(found, "room_id") or near.room)
    nears = _nears((*state, *every), near)
    ordered = [one for events in (*lists, state) for one in events]
    said = [said for one in ordered for said in _one(one, nears.get(_room_of(one), near), depth)]
    return said or [unknown(found, "this is an answer, no event")]


def _one(found: object, near: Around, depth: int) -> list[Incoming]:
    """Say what one of several says; a notification holds its event, and names the room beside it."""
    if isinstance(found, dict) and isinstance(found.get("event"), dict) and "around" not in found:
        return said_by(found["event"], replace(near, room=words(found, "room_id") or near.room))
    return _unwrapped(found, near, depth + 1)


def _context(found: Found, near: Around) -> list[Incoming]:
    """Say what an answer to /context says, oldest first: what came before lies there newest first."""
    before, after = (objects(found.get(key)) for key in ("events_before", "events_after"))
    state, event = objects(found.get("state")), inner(found, "event")
    near = around(near.room or words(event, "room_id"), near.us, (*state, *before, event, *after))
    ordered = (*reversed(before), event, *after, *state)
    return [said for one in ordered for said in said_by(one, near)]


def _joined(people: Found) -> list[Incoming]:
    return [
        Incoming(
            Kind.CONTACT,
            f"joined:{words({'id': person}, 'id')}",
            identities=(Identity("matrix", words({"id": person}, "id")),),
            name=words(about, "display_name") if isinstance(about, dict) else "",
        )
        for person, about in people.items()
    ]


# --- /sync


def _synced(found: Found, rooms: Found, near: Around) -> list[Incoming]:
    us = words(found, "user_id") or near.us
    said: list[Incoming] = []
    for part in _ROOMS:
        for id, room in inner(rooms, part).items():
            said += _room(id, room, us, _STATES.get(part, ""))
    for id, room in rooms.items():
        # Sliding sync (MSC4186) names rooms without saying how we stand to them.
        if id.startswith("!"):
            said += _room(id, room, us, "")
    for part in ("to_device", "presence", "account_data"):
        said += [one for event in events_in(found, part) for one in said_by(event, Around(us=us))]
    return said or [unknown(found, "nothing happened")]


def _room(id: str, room: object, us: str, stripped: str) -> list[Incoming]:
    if not isinstance(room, dict):
        return [unknown([id, room], "this is no room")]
    state = events_in(room, stripped) if stripped else events_in(room, "state") or events_in(room, "state_after")
    state += objects(room.get("required_state")) + objects(room.get("invite_state"))
    us = us or (_invited(state) if stripped else "")
    timeline = room.get("timeline")
    given = timeline if isinstance(timeline, list) else inner(room, "timeline").get("events")
    lines = given if isinstance(given, list) else []
    near = around(id, us, (*state, *objects(lines)), inner(room, "summary").get("m.heroes"))
    aside = [*events_in(room, "ephemeral"), *events_in(room, "account_data")]
    return [said for event in (*state, *lines, *aside) for said in said_by(event, near)]


def _invited(state: Iterable[Found]) -> str:
    """Return who is invited to a room, or knocks at it: of rooms that are handed out as such that is us."""
    members = (event for event in state if words(event, "type") == "m.room.member")
    asked = (words(m, "state_key") for m in members if words(inner(m, "content"), "membership") in _STATES)
    return next(asked, "")
