"""How the Telegram adapter is tried without Telegram."""

from __future__ import annotations

import json

from inbox.ports.adapter import Identity, Outgoing, Request, Trial, Visibility

_CHAT = {"id": 7, "type": "private", "first_name": "Käthe"}
_FROM = {"id": 7, "is_bot": False, "first_name": "Käthe"}
_SAID = {"message_id": 3, "date": 1784000000, "chat": _CHAT, "from": _FROM, "text": "Hallo"}
_LIKED = {
    "chat": _CHAT, "user": _FROM, "message_id": 3, "date": 1784000002, "old_reaction": [],
    "new_reaction": [{"type": "emoji", "emoji": "👍"}],
}  # fmt: skip
_UPDATES = (
    {"update_id": 1, "message": _SAID},
    {"update_id": 2, "edited_message": {**_SAID, "edit_date": 1784000001, "text": "Hallo!"}},
    {"update_id": 3, "message_reaction": _LIKED},
)


def _answer(request: Request) -> tuple[int, object]:
    results: dict[str, object] = {
        "getMe": {"id": 123, "is_bot": True, "first_name": "Acme", "username": "acme_bot"},
        "sendMessage": {"message_id": 500, "chat": _CHAT, "date": 1784000003},
        "getUpdates": [],
    }
    method = request.path.rpartition("/")[2]
    return (200, {"ok": True, "result": results[method]}) if method in results else (404, {"ok": False})


def trial(base: str) -> Trial:
    """Return how to try it; see `inbox.ports.adapter.Trial`."""
    return Trial(
        {"api_base": base},
        {"token": "123456:AAE-geheim_geheim"},
        Outgoing("12.abc", "7", (Identity("telegram", "7"),), "Guten Tag", Visibility.PRIVATE, reply_to="7:3"),
        _answer,
        lambda request: request.path.endswith("/sendMessage"),
        tuple(json.dumps(update).encode() for update in _UPDATES),
    )
