"""Says what happened to a room: who came and went, what it is called, whether it is encrypted, where it moved."""

from __future__ import annotations

from dataclasses import replace

from adapters.kit.found import Found, inner, words
from adapters.matrix import content as c
from adapters.matrix.around import Around
from adapters.matrix.told import about, before, who
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind

_DETAIL = {
    "m.room.name": "name",
    "m.room.topic": "topic",
    "m.room.canonical_alias": "alias",
    "m.room.join_rules": "join_rule",
    "m.room.history_visibility": "history_visibility",
    "m.room.guest_access": "guest_access",
    "m.room.encryption": "algorithm",
    "m.room.tombstone": "replacement_room",
    "m.room.avatar": "url",
}
"""The one word of a room's state that says most."""
_BEACONS = ("m.beacon_info", "org.matrix.msc3672.beacon_info", "org.matrix.msc3489.beacon_info")


def member(event: Found, around: Around) -> Incoming:
    """Say who came, went, was invited or banned; whoever only changed their name or picture is a contact that changed.

    Where the one we speak with leaves, or we are put out, nobody there reads a reply any more. In a room of many,
    somebody else's new name says nothing about the contact.
    """
    content, old = inner(event, "content"), before(event)
    person, now = words(event, "state_key") or who(event), words(content, "membership")
    kind = Kind.CONVERSATION
    if now == words(old, "membership") == "join":
        kind = Kind.ACCOUNT if around.us == person else kind if around.us and person != around.peer else Kind.CONTACT
    reason = words(content, "reason")
    why = f"m.room.member: {now}" + (f" ({reason})" if reason else "")
    said = about(kind, event, around, why=why, window=_window(person, now, around))
    if around.us and person == around.us and who(event) != around.us:
        # It happened to us: the other one is whoever did it.
        return said
    name = words(content, "displayname") or words(old, "displayname") or around.name(person)
    return replace(said, identities=(Identity("matrix", person),) if person else (), name=name)


def _window(person: str, now: str, around: Around) -> str:
    if not person or person not in (around.us, around.peer):
        return ""
    return {"join": "open", "leave": "blocked", "ban": "blocked"}.get(now, "")


def state(kind: str, event: Found, around: Around) -> Incoming:
    """Say what changed about a room."""
    content = inner(event, "content")
    if kind.startswith(_BEACONS):
        return _beacon(kind, event, around)
    detail = words(content, _DETAIL.get(kind, ""))
    if kind == "m.room.create" and (old := words(inner(content, "predecessor"), "room_id")):
        detail = f"continues {old}"
    why = f"{kind}: {detail}" if detail else kind
    # A room that was encrypted once stays so; a reply in clear words would betray what is said there.
    window = "closed" if kind == "m.room.encryption" and content else ""
    return about(Kind.CONVERSATION, event, around, why=why, window=window)


def _beacon(kind: str, event: Found, around: Around) -> Incoming:
    """Say that somebody shows where they are; where that is follows in events of its own."""
    content = inner(event, "content")
    found = next((part for key in _BEACONS if (part := inner(content, key))), content)
    if found.get("live") is not True:
        return about(Kind.CONVERSATION, event, around, why=f"{kind}: ended")
    text = words(found, "description") or c.plain(content)
    place = Attachment("location", text or "live location", c.whereabouts(content))
    return about(Kind.MESSAGE, event, around, text=text, attachments=(place,))
