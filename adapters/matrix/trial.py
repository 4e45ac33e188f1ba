"""Says how the adapter is tried without a homeserver."""

from __future__ import annotations

import json

from inbox.ports.adapter import Identity, Outgoing, Request, Trial, Visibility

_ROOM, _US, _CUSTOMER = "!room:test", "@shop:test", "@kaethe:test"
_SAID = {"type": "m.room.message", "room_id": _ROOM, "sender": _CUSTOMER, "origin_server_ts": 1784000000000}
_TEXT = {"msgtype": "m.text", "body": "Hallo"}
_EDIT = {**_TEXT, "m.new_content": _TEXT, "m.relates_to": {"rel_type": "m.replace", "event_id": "$1"}}
_FELT = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$1", "key": "👍"}}
_EVENTS: tuple[dict[str, object], ...] = (
    {**_SAID, "event_id": "$1", "content": _TEXT},
    {**_SAID, "event_id": "$2", "content": _EDIT},
    {**_SAID, "event_id": "$3", "type": "m.reaction", "content": _FELT},
    {**_SAID, "event_id": "$4", "type": "m.room.redaction", "content": {"redacts": "$1"}},
    {**_SAID, "event_id": "$5", "sender": _US, "content": _TEXT, "unsigned": {"transaction_id": "12.abc"}},
    {**_SAID, "event_id": "$6", "type": "m.room.member", "state_key": _CUSTOMER, "content": {"membership": "join"}},
    {"type": "m.receipt", "room_id": _ROOM, "content": {"$5": {"m.read": {_CUSTOMER: {"ts": 1784000000000}}}}},
)


def _answer(request: Request) -> tuple[int, object]:
    answers: dict[str, object] = {
        "whoami": {"user_id": _US, "device_id": "DEV"},
        _US: {"displayname": "Shop"},
        "sync": {"next_batch": "s1"},
    }
    if "/send/" in request.path:
        return 200, {"event_id": "$9"}
    last = request.path.rpartition("/")[2].replace("%40", "@").replace("%3A", ":")
    return (200, answers[last]) if last in answers else (404, {"errcode": "M_NOT_FOUND", "error": "Not found"})


def trial(base: str) -> Trial:
    """Return how to try it; see `inbox.ports.adapter.Trial`."""
    sync = {"next_batch": "s1", "rooms": {"join": {_ROOM: {"timeline": {"events": list(_EVENTS)}}}}}
    return Trial(
        {"homeserver": base},
        {"token": "syt_geheim_geheim"},
        Outgoing("12.abc", _ROOM, (Identity("matrix", _CUSTOMER),), "Guten Tag", Visibility.PRIVATE, reply_to="$1"),
        _answer,
        lambda request: request.method == "PUT" and "/send/" in request.path,
        tuple(json.dumps(found).encode() for found in (*_EVENTS, sync)),
    )
