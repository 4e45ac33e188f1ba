"""How the webhook adapter is tried without anybody behind it."""

from __future__ import annotations

import json

from inbox.ports.adapter import Identity, Outgoing, Trial, Visibility

_AT = "2026-11-24T10:00:00Z"
_SAID = {"contact": "k7", "contact_name": "Käthe", "conversation": "order 5", "id": "m1", "text": "Hallo", "at": _AT}
_ISSUE = {
    "id": 1,
    "number": 5,
    "title": "It breaks",
    "body": "Here.",
    "created_at": _AT,
    "user": {"login": "k", "id": 7},
}
_SAMPLES: tuple[object, ...] = (
    {"type": "message.created", "timestamp": _AT, "data": {**_SAID, "direction": "in"}},
    {"type": "message.created", "timestamp": _AT, "data": {**_SAID, "id": "m2", "direction": "out"}},
    {"type": "message.updated", "timestamp": _AT, "data": {**_SAID, "text": "Hallo!"}},
    {"type": "message.deleted", "timestamp": _AT, "data": {"id": "m1"}},
    {"type": "reaction.created", "timestamp": _AT, "data": {"target": "m1", "contact": "k7", "emoji": "👍"}},
    {"type": "message.delivered", "timestamp": _AT, "data": {"target": "m2"}},
    [_SAID, {**_SAID, "id": "m3", "attachments": [{"kind": "image", "name": "a.png", "url": "https://x.test/a"}]}],
    {"action": "opened", "issue": _ISSUE, "repository": {"full_name": "acme/shop"}, "sender": {"login": "k", "id": 7}},
    {
        "object_kind": "note",
        "user": {"id": 7, "name": "Käthe"},
        "project": {"path_with_namespace": "acme/shop"},
        "object_attributes": {"id": 9, "note": "Hallo", "author_id": 7, "created_at": _AT},
        "issue": {"id": 1, "iid": 5, "title": "It breaks"},
    },
)


def trial(base: str) -> Trial:
    """Return how to try it; see `inbox.ports.adapter.Trial`."""
    return Trial(
        {"reply_url": f"{base}/replies"},
        {"secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="},
        Outgoing("12.abc", "order 5", (Identity("webhook", "k7"),), "Guten Tag", Visibility.PRIVATE, reply_to="m1"),
        lambda _: (200, {"id": "r1"}),
        lambda request: request.method == "POST",
        tuple(json.dumps(sample, ensure_ascii=False).encode() for sample in _SAMPLES),
    )
