"""How the adapters of Facebook and Instagram are tried without Meta."""

from __future__ import annotations

import json
from collections.abc import Mapping

from adapters.kit.places import Place
from inbox.ports.adapter import Identity, Outgoing, Request, Trial, Visibility

_AT = "2099-01-01T12:00:00+0000"
"""Later than any trial: when it takes place is not known here."""


def trial(base: str, name: str, me: Mapping[str, object], kind: str) -> Trial:
    """Return how to try an account; its platform lists what it took."""
    account = str(me["id"])
    listed: list[dict[str, object]] = []

    def answer(request: Request) -> tuple[int, object]:
        match request.path.rpartition("/")[2]:
            case "me":
                return 200, {**me, "user_id": account}
            case "messages":
                text = json.loads(request.body)["message"]["text"]
                said = {"id": f"m_{len(listed)}", "created_time": _AT, "from": {"id": account}, "message": text}
                listed.insert(0, said)
                return 200, {"recipient_id": "7", "message_id": said["id"]}
            case "conversations":
                return 200, {"data": [{"id": "t_7", "updated_time": _AT, "messages": {"data": listed}}]}
        return 404, {"error": {"message": "Unsupported get request", "code": 100}}

    return Trial(
        {"api_base": base, "comments": "no"},
        {"token": "EAAB-geheim_geheim", "app_secret": "geheim-0815", "verify_token": "geheim-wort"},
        Outgoing(
            "12.abc", Place(account, "7").key, (Identity(kind, "7"),), "Guten Tag", Visibility.PRIVATE, reply_to="m"
        ),
        answer,
        lambda request: request.path.endswith("/messages"),
        tuple(json.dumps(body).encode() for body in _samples(name, account)),
    )


def _samples(name: str, account: str) -> list[dict[str, object]]:
    asked = {"sender": {"id": "7"}, "recipient": {"id": account}, "timestamp": 1784000000000}
    ours = {"sender": {"id": account}, "recipient": {"id": "7"}, "timestamp": 1784000001000}
    remark = {"id": "9", "text": "Schön", "from": {"id": "7", "username": "kaethe"}}
    below = {"item": "comment", "verb": "add", "comment_id": "5_9", "from": {"id": "7"}, "message": "Schön"}
    events: list[dict[str, object]] = [
        {
            **asked,
            "message": {
                "mid": "m",
                "text": "Hallo",
                "attachments": [{"type": "image", "payload": {"url": "https://x.test/a.jpg"}}],
            },
        },
        {**asked, "message_edit": {"mid": "m", "text": "Hallo!", "num_edit": 1}},
        {**asked, "reaction": {"mid": "m", "action": "react", "emoji": "👍"}},
        {**asked, "read": {"mid": "m"}},
        {**asked, "message": {"mid": "m", "is_deleted": True}},
        {**ours, "message": {"mid": "m2", "text": "Guten Tag", "is_echo": True, "metadata": "12.abc"}},
    ]
    changes: list[dict[str, object]] = [{"field": "comments", "value": remark}, {"field": "feed", "value": below}]
    parts = [{"messaging": [event]} for event in events] + [{"changes": [change]} for change in changes]
    return [{"object": name, "entry": [{"id": account, "time": 1784000002, **part}]} for part in parts]
