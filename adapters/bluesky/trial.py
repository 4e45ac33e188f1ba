"""How the Bluesky adapter is tried without Bluesky."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from adapters.bluesky.posts import POST
from inbox.ports.adapter import Identity, Outgoing, Request, Trial, Visibility

_OURS, _THEIRS = "did:plc:acme", "did:plc:kaethe"
_URI = f"at://{_THEIRS}/{POST}/3lpe5oldeev2w"
_AUTHOR = {"did": _THEIRS, "handle": "kaethe.test", "displayName": "Käthe"}
_RECORD = {"$type": POST, "text": "@acme.test Hallo", "createdAt": "2026-07-14T10:00:00Z"}
_VIEW = {"uri": _URI, "cid": "bafy", "author": _AUTHOR, "record": _RECORD, "indexedAt": "2026-07-14T10:00:01Z"}
_LIKE = {"$type": "app.bsky.feed.like", "subject": {"uri": f"at://{_OURS}/{POST}/3lpe", "cid": "bafy"}}
_MESSAGE = {
    "$type": "chat.bsky.convo.defs#messageView", "id": "3lprddijuyg26", "rev": "2222223ej43a6", "text": "Hallo",
    "sender": {"did": _THEIRS}, "sentAt": "2026-07-14T10:00:02Z",
}  # fmt: skip
_SESSION = {"did": _OURS, "handle": "acme.test", "accessJwt": "geheim-access", "refreshJwt": "geheim-refresh"}


def _logged(kind: str, **more: object) -> dict[str, object]:
    return {"$type": f"chat.bsky.convo.defs#{kind}", "rev": "2222223ej43a7", "convoId": "3ku7w6h4vog2d", **more}


_SAMPLES = (
    {"notifications": [{**_VIEW, "reason": "mention", "isRead": False}]},
    {"notifications": [{**_VIEW, "uri": f"at://{_THEIRS}/app.bsky.feed.like/1", "reason": "like", "record": _LIKE}]},
    {"logs": [_logged("logCreateMessage", message=_MESSAGE), _logged("logDeleteMessage", message=_MESSAGE)]},
    {"account": _OURS, "said": _logged("logCreateMessage", message={**_MESSAGE, "sender": {"did": _OURS}})},
    {"thread": {"post": _VIEW, "replies": [{"uri": _URI, "notFound": True}]}},
)


class _Server:
    """Answers, and remembers under which keys posts were taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def answer(self, request: Request) -> tuple[int, object]:
        """Answer one call where all is well."""
        match request.path.rpartition("/")[2]:
            case "com.atproto.server.createSession" | "com.atproto.server.refreshSession":
                return 200, _SESSION
            case "com.atproto.server.getSession":
                return 200, {"did": _OURS, "handle": "acme.test", "active": True}
            case "app.bsky.feed.getPosts":
                return 200, {"posts": [_VIEW]}
            case "com.atproto.repo.createRecord":
                key = json.loads(request.body)["rkey"]
                self._taken.add(key)
                return 200, {"uri": f"at://{_OURS}/{POST}/{key}", "cid": "bafy"}
            case "com.atproto.repo.getRecord" if request.query.get("rkey") in self._taken:
                return 200, {"uri": f"at://{_OURS}/{POST}/{request.query['rkey']}", "cid": "bafy", "value": {}}
            case "com.atproto.repo.getRecord":
                return 400, {"error": "RecordNotFound", "message": "Could not locate record"}
        return 404, {"error": "MethodNotImplemented"}


def trial(base: str) -> Trial:
    """Return how to try it; see `inbox.ports.adapter.Trial`."""
    return Trial(
        {"handle": "acme.test", "service": base, "plc": base},
        {"app_password": "geheim-geheim"},
        Outgoing(
            "12.abc", f"{_URI}|{_THEIRS}", (Identity("did", _THEIRS),), "Guten Tag", Visibility.PUBLIC, reply_to=_URI,
            written_at=datetime(2026, 7, 14, 10, 5, tzinfo=UTC),
        ),
        _Server().answer,
        lambda request: request.path.endswith("/com.atproto.repo.createRecord"),
        tuple(json.dumps(sample).encode() for sample in _SAMPLES),
    )  # fmt: skip
