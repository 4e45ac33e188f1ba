"""How the Mastodon adapter is tried without a server."""

from __future__ import annotations

import json

from inbox.ports.adapter import Identity, Outgoing, Request, Trial, Visibility

_ERNA = {
    "id": "2002", "username": "erna", "acct": "erna@kunde.test", "display_name": "Erna",
    "url": "https://kunde.test/@erna", "bot": False,
}  # fmt: skip
_SHOP = {"id": "1001", "username": "shop", "acct": "shop", "display_name": "Shop", "url": "https://shop.test/@shop"}
_ASKED = {
    "id": "3", "created_at": "2026-08-01T13:00:00.000Z", "edited_at": None, "in_reply_to_id": None,
    "in_reply_to_account_id": None, "visibility": "direct", "spoiler_text": "", "language": "de",
    "content": "<p>@shop Hallo</p>", "account": _ERNA, "mentions": [_SHOP], "media_attachments": [], "reblog": None,
}  # fmt: skip
_OURS = {
    **_ASKED,
    "id": "4",
    "account": _SHOP,
    "mentions": [_ERNA],
    "in_reply_to_id": "3",
    "in_reply_to_account_id": "2002",
}
_NOTE = {"id": "5", "type": "mention", "created_at": "2026-08-01T13:00:01.000Z", "account": _ERNA, "status": _ASKED}
_SAMPLES = (
    _NOTE,
    {**_NOTE, "id": "6", "type": "favourite", "status": _OURS},
    {"id": "7", "unread": True, "accounts": [_ERNA], "last_status": _OURS},
    {
        "stream": ["user"],
        "event": "status.update",
        "payload": json.dumps({**_ASKED, "edited_at": "2026-08-01T14:00:00Z"}),
    },
    {"stream": ["user"], "event": "delete", "payload": "3"},
)


def _answer(request: Request) -> tuple[int, object]:
    answers: dict[str, object] = {
        "/api/v1/accounts/verify_credentials": _SHOP,
        "/api/v1/accounts/2002": _ERNA,
        "/api/v1/accounts/1001/statuses": [],
        "/api/v1/statuses": _OURS if request.method == "POST" else [],
        "/api/v1/statuses/3": _ASKED,
        "/api/v2/instance": {"domain": "shop.test", "version": "4.5.2", "configuration": {}},
        "/api/v1/notifications": [],
        "/api/v1/conversations": [],
    }
    return (200, answers[request.path]) if request.path in answers else (404, {"error": "Record not found"})


def trial(base: str) -> Trial:
    """Return how to try it; see `inbox.ports.adapter.Trial`."""
    return Trial(
        {"server": base},
        {"token": "geheim_geheim"},
        Outgoing(
            "12.abc",
            "direct/2002",
            (Identity("mastodon", "erna@kunde.test"),),
            "Guten Tag",
            Visibility.PRIVATE,
            reply_to="3",
        ),
        _answer,
        lambda request: request.method == "POST" and request.path == "/api/v1/statuses",
        tuple(json.dumps(sample).encode() for sample in _SAMPLES),
    )
