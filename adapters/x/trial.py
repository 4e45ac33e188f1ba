"""How the X adapter is tried without X."""

from __future__ import annotations

import json

from inbox.ports.adapter import Identity, Outgoing, Request, Trial, Visibility

_US, _THEM = "1000", "7"
_POST = {
    "id": "100", "text": "@acme Hallo", "author_id": _THEM, "conversation_id": "100",
    "created_at": "2026-07-24T21:23:23.000Z", "edit_history_tweet_ids": ["100"],
    "entities": {"mentions": [{"start": 0, "end": 5, "username": "acme", "id": _US}]},
}  # fmt: skip
_DIRECT = {
    "type": "message_create", "id": "55", "created_timestamp": "1784928224372",
    "message_create": {
        "target": {"recipient_id": _US}, "sender_id": _THEM,
        "message_data": {"text": "Guten Tag", "entities": {"urls": []}},
    },
}  # fmt: skip
_USERS = {_THEM: {"data": {"id": _THEM, "name": "Käthe", "username": "kaethe"}}}


def _event(kind: str, payload: object) -> object:
    return {"data": {"event_uuid": "-5", "filter": {"user_id": _US}, "event_type": kind, "payload": payload}}


_SAMPLES = (
    _event("post.mention.create", _POST),
    _event("post.mention.create", {**_POST, "id": "101", "edit_history_tweet_ids": ["100", "101"]}),
    _event("post.create", {**_POST, "id": "102", "author_id": _US, "in_reply_to_user_id": _THEM}),
    _event("post.delete", {"id": "100", "author_id": _THEM}),
    _event("like.create", {"id": "8f", "liked_tweet_id": "102", "liked_tweet_author_id": _US}),
    _event("dm.received", {"direct_message_events": [_DIRECT], "users": _USERS}),
    {"data": [_POST], "includes": {"users": [{"id": _THEM, "name": "Käthe", "username": "kaethe"}]}},
)


def _answer(request: Request) -> tuple[int, object]:
    answers: dict[str, object] = {
        "users/me": {"data": {"id": _US, "name": "Acme", "username": "acme"}},
        "tweets": {"data": {"id": "9001", "text": "Guten Tag"}},
        "oauth2/token": {"access_token": "neu-geheim", "refresh_token": "neu-geheim", "expires_in": 7200},
        f"users/{_US}/mentions": {"meta": {"result_count": 0}},
        f"users/{_US}/tweets": {"meta": {"result_count": 0}},
        "dm_events": {"meta": {"result_count": 0}},
    }
    path = request.path.removeprefix("/2/")
    return (200, answers[path]) if path in answers else (404, {"title": "Not Found"})


def trial(base: str) -> Trial:
    """Return how to try it; see `inbox.ports.adapter.Trial`."""
    return Trial(
        {"api_base": base, "client_id": "client"},
        {"access_token": "zugang-geheim", "refresh_token": "erneuern-geheim"},
        Outgoing("12.abc", f"100/{_THEM}", (Identity("x", _THEM),), "Guten Tag", Visibility.PUBLIC, reply_to="100"),
        _answer,
        lambda request: request.method == "POST" and request.path == "/2/tweets",
        tuple(json.dumps(sample).encode() for sample in _SAMPLES),
    )
