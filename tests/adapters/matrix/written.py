"""Matrix events as the tests write them, and what is read in them."""

from __future__ import annotations

import json

from adapters.matrix.parse import parse
from inbox.ports.adapter import Incoming

ROOM, KAETHE, US = "!room:test", "@kaethe:test", "@shop:test"
WROTE = {
    "type": "m.room.message",
    "event_id": "$one",
    "room_id": ROOM,
    "sender": KAETHE,
    "origin_server_ts": 1784000000123,
    "content": {"msgtype": "m.text", "body": "Hallo"},
}


def all_of(payload: object, us: str = "") -> list[Incoming]:
    return parse(json.dumps(payload).encode(), {"X-Matrix-User": us} if us else {})


def of(payload: object, us: str = "") -> Incoming:
    """Read a payload that says one thing."""
    (found,) = all_of(payload, us)
    return found


def said(content: dict[str, object], **event: object) -> Incoming:
    """Read a message with this content."""
    return of({**WROTE, "content": content, **event})


def kinds(found: list[Incoming]) -> list[str]:
    return [said.kind.value for said in found]


def edit(target: str, id: str = "$edit", **content: object) -> dict[str, object]:
    relation = {"rel_type": "m.replace", "event_id": target}
    return {
        **WROTE,
        "event_id": id,
        "content": {"msgtype": "m.text", "body": "* neu", **content, "m.relates_to": relation},
    }


def member(membership: str, who: str = KAETHE, by: str = KAETHE, before: str = "", **more: object) -> dict[str, object]:
    content = {"membership": membership, "displayname": "Käthe"}
    old = {"unsigned": {"prev_content": {"membership": before, "displayname": "Kathi"}}} if before else {}
    return {**WROTE, "type": "m.room.member", "state_key": who, "sender": by, "content": content, **old, **more}
