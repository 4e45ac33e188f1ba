"""What the tests of sending are made of: replies, and what may go wrong under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from inbox.errors import Ambiguous, NotSent, Rejected
from inbox.ports.adapter import Identity, Outgoing, Visibility
from tests.servers.bluesky import BEGINNING, KAETHE

WRITTEN = datetime.fromtimestamp(BEGINNING + 900, UTC)
CREATE, SEND = "com.atproto.repo.createRecord", "chat.bsky.convo.sendMessage"


def reply(uri: str, text: str = "Kommt morgen", root: str = "", **more: object) -> Outgoing:
    out = Outgoing(
        "1.x", f"{root or uri}|{KAETHE}", (Identity("did", KAETHE),), text, Visibility.PUBLIC, "Käthe", reply_to=uri,
        written_at=WRITTEN,
    )  # fmt: skip
    return replace(out, **more)  # type: ignore[arg-type]  # fields of it


def note(text: str = "Kommt morgen", token: str = "1.x", convo: str = "c1") -> Outgoing:
    return replace(reply("m1", text), token=token, conversation_key=convo, visibility=Visibility.PRIVATE)


BAD = {"error": "InvalidRequest", "message": "Record/text must not be longer than 300 graphemes"}
FAULTS = [
    ((400, BAD), Rejected, "300 graphemes", 0),
    ((403, {"error": "Forbidden"}), Rejected, "Forbidden", 0),
    ((400, {"error": "AccountTakedown", "message": "Account has been taken down"}), NotSent, "closed this account", 0),
    ((400, {"error": "InvalidToken", "message": "Bad token scope"}), NotSent, "app password", 0),
    ((400, {"error": "InvalidSwap"}), NotSent, "something else", 0),
    ((429, {"error": "RateLimitExceeded"}, "Retry-After: 7\r\n"), NotSent, "slow down", 0),
    ((429, {"error": "RateLimitExceeded"}), NotSent, "slow down", 0),
    ((500, {"error": "InternalServerError"}), Ambiguous, "500", 0),
    ((200, {"x": 1}), Ambiguous, "did not say under which", 0),
    ("cut", Ambiguous, ".", 0),
    ("mute", Ambiguous, ".", 1),
    ("half", Ambiguous, ".", 1),
    ("short", Ambiguous, ".", 1),
    ("html", Ambiguous, "502", 0),
    ("redirect", Ambiguous, "302", 0),
    ("noise", Ambiguous, ".", 1),
    ("hang", Ambiguous, "no answer in time", 1),
]
