"""What every event tells: who, where, when, and under which name it is known."""

from __future__ import annotations

from datetime import datetime

from adapters.kit.found import Found, digest, inner, moment, words
from adapters.matrix.around import Around
from inbox.ports.adapter import Identity, Incoming, Kind

LATEST = 10**14
"""Milliseconds that no clock shows before the year 5000."""


def who(event: Found) -> str:
    """Return who sent an event; old servers say it under another word."""
    return words(event, "sender") or words(event, "user_id")


def room(event: Found, around: Around) -> str:
    """Return the room an event lies in; in an answer to /sync only what is around it says so."""
    return words(event, "room_id") or around.room


def when(event: Found) -> datetime | None:
    """Return when the sender's server took it, given in milliseconds."""
    given = event.get("origin_server_ts")
    return moment(given / 1000) if type(given) is int and 0 < given < LATEST else None


def named(event: Found, around: Around, person: str) -> str:
    """Return what a sender is called: some programs put it beside the event."""
    return around.name(person) or words(event, "sender_display_name")


def key(event: Found, around: Around) -> str:
    """Return what an event is known by. One without an id is known by what it says."""
    parts = [words(event, "type"), words(event, "state_key")]
    if id := words(event, "event_id"):
        return ":".join(["event", *(part for part in parts if part), id])
    lasting = {part: value for part, value in event.items() if part not in ("unsigned", "age", "user_id", "room_id")}
    return f"event:{digest(room(event, around), lasting)}"


def about(kind: Kind, event: Found, around: Around, **said: object) -> Incoming:
    """Return what an event says, with all that every event tells."""
    person = who(event)
    return Incoming(
        kind,
        key(event, around),
        room(event, around),
        when(event),
        words(event, "event_id"),
        identities=(Identity("matrix", person),) if person else (),
        name=named(event, around, person),
        visibility=around.visibility,
        **said,  # type: ignore[arg-type]  # each caller names fields of Incoming
    )


def before(event: Found) -> Found:
    """Return what a state event replaced."""
    return inner(inner(event, "unsigned"), "prev_content") or inner(event, "prev_content")
