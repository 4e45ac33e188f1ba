"""What the tests of the reader are made of: accounts, records and views as Bluesky writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from adapters.bluesky.parse import parse
from inbox.ports.adapter import Incoming

HERE = Path(__file__).parent / "payloads"
PAYLOADS = sorted(HERE.glob("*/*.json"))
OURS, THEIRS, THIRD = "did:plc:acme", "did:plc:kaethe", "did:plc:max"
POST = "app.bsky.feed.post"
ROOT, ASKED = f"at://{OURS}/{POST}/root", f"at://{THEIRS}/{POST}/asked"
KAETHE = {"did": THEIRS, "handle": "kaethe.test", "displayName": "Käthe", "viewer": {"blockedBy": False}}
ACME = {"did": OURS, "handle": "acme.test", "displayName": "Acme"}
SEEN = {"did": THIRD, "handle": "max.test", "viewer": {"following": f"at://{OURS}/app.bsky.graph.follow/1"}}
"""A profile as Acme sees it, which gives away that Acme is who asked."""
Json = dict[str, Any]


def says(found: object) -> list[Incoming]:
    return parse(json.dumps(found).encode(), {})


def one(found: object) -> Incoming:
    (said,) = says(found)
    return said


def record(text: str = "Hallo", root: str = "", parent: str = "", **more: object) -> Json:
    refs = {"root": {"uri": root, "cid": "c"}, "parent": {"uri": parent or root, "cid": "c"}}
    reply = {"reply": refs} if root else {}
    return {"$type": POST, "text": text, "createdAt": "2026-01-01T10:00:00Z", **reply, **more}


def view(of: Json, author: Json = KAETHE, uri: str = ASKED, **more: object) -> Json:
    return {"uri": uri, "cid": "c", "author": author, "record": of, "indexedAt": "2026-01-01T10:00:05Z", **more}


def note(reason: str, of: Json, uri: str = ASKED, **more: object) -> Json:
    return view(of, uri=uri, reason=reason, isRead=False, **more)


def recorded(name: str) -> list[Incoming]:
    return parse((HERE / name).read_bytes(), {})


BLOB = {"$type": "blob", "ref": {"$link": "bafy"}, "mimeType": "image/jpeg", "size": 7}
IMAGE = {"alt": "Ein Bild", "image": BLOB}
SHOWN = {"alt": "Ein Bild", "fullsize": "https://cdn.test/f", "thumb": "https://cdn.test/t"}
QUOTED = {"uri": ROOT, "cid": "c", "author": ACME, "value": record("Unser Post")}


def dm(n: int = 1, text: str = "Hallo", did: str = THEIRS, **more: object) -> Json:
    type = "chat.bsky.convo.defs#messageView"
    said = {"$type": type, "id": f"m{n}", "rev": f"r{n}", "text": text, "sender": {"did": did}}
    return {**said, "sentAt": "2026-01-01T10:00:00Z", **more}


def log(kind: str, **more: object) -> Json:
    return {"$type": f"chat.bsky.convo.defs#{kind}", "rev": "r9", "convoId": "c1", **more}


THUMB = {"value": "👍", "sender": {"did": THEIRS}, "createdAt": "2026-01-01T10:01:00Z"}


def event(operation: str, collection: str = POST, of: Json | None = None, cid: str = "c") -> Json:
    commit = {"rev": "r", "operation": operation, "collection": collection, "rkey": "k"}
    more = {"record": of, "cid": cid} if of is not None else {}
    return {"did": THEIRS, "time_us": 1_767_261_600_000_000, "kind": "commit", "commit": {**commit, **more}}
