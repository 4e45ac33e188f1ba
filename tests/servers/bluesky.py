"""A Bluesky on loopback that keeps its written rules: a service that signs in, and an account's own server with posts and a chat.

Notifications come newest first in the order of their `sortAt`, the chat's log oldest first behind its cursor; a record's
key is given once; the chat is reached with `atproto-proxy` alone. `faults` holds, by method, what the next calls meet: a
status with a body (and headers), or `cut` (hangs up before it acts), `mute` (acts, then hangs up), `half` (acts, then half
an answer), `short` (the same, as if the line was cut), `hang` (acts, and never answers), `html` (502 of a proxy),
`redirect`, `noise` (200 without JSON).
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers.listening import Speak, listening, write

DID, KAETHE = "did:plc:acme", "did:plc:kaethe"
PASSWORD = "abcd-geheim-efgh"
POST = "app.bsky.feed.post"
PROXY = "did:web:api.bsky.chat#bsky_chat"
Json = dict[str, Any]
Fault = str | tuple[int, Json] | tuple[int, Json, str]
BEGINNING = 1_790_000_000


def at(seconds: int) -> str:
    """Return a time so many seconds after the beginning."""
    return datetime.fromtimestamp(BEGINNING + seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def profile(did: str, name: str) -> Json:
    """Return an account as it is shown to us."""
    return {"did": did, "handle": f"{name.lower()}.test", "displayName": name, "viewer": {"blockedBy": False}}


class Refused(Exception):
    """A status and an error."""

    def __init__(self, status: int, error: str, message: str = "") -> None:
        self.answer = (status, {"error": error, "message": message or error})


@dataclass
class Bluesky:
    """One account's world."""

    notifications: list[Json] = field(default_factory=list)
    posts: dict[str, Json] = field(default_factory=dict)
    records: dict[str, Json] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    convos: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    log: list[Json] = field(default_factory=list)
    asked: list[tuple[str, str, Json]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    access: str = ""
    refresh: str = ""
    made: int = 0
    chats: bool = True
    service: str = ""
    pds: str = ""
    document: Json = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.fromtimestamp(BEGINNING + 1000, UTC)
    """The server's time, which what is sent bears and each answer says."""

    # --- what happens

    def posted(self, n: int, text: str, *, reason: str = "mention", created: int | None = None, **record: Any) -> str:
        """Let a customer write a post that tells us something."""
        uri = f"at://{KAETHE}/{POST}/{n}"
        wrote = {"$type": POST, "text": text, "createdAt": at(n if created is None else created), **record}
        view = {"uri": uri, "cid": f"cid{n}", "author": profile(KAETHE, "Käthe"), "record": wrote, "indexedAt": at(n)}
        self.posts[uri] = {**view, "viewer": {}}
        self.notify({**view, "reason": reason, "isRead": False})
        return uri

    def notify(self, notification: Json) -> None:
        """Let a notification be listed where its time belongs."""
        self.notifications.append(notification)
        self.notifications.sort(key=lambda n: min(n["indexedAt"], n["record"].get("createdAt", "9")), reverse=True)

    def begin(self, convo: str, status: str = "accepted", **more: Any) -> None:
        """Let a conversation begin."""
        members = [profile(DID, "Acme"), profile(KAETHE, "Käthe")]
        view = {"id": convo, "rev": "1", "members": members, "muted": False, "unreadCount": 0, "status": status}
        self.convos[convo] = {**view, **more}
        self.logs("logBeginConvo", convo)

    def logs(self, kind: str, convo: str, **more: Any) -> None:
        """Write into the log."""
        rev = f"{len(self.log) + 1:013}"
        self.log.append({"$type": f"chat.bsky.convo.defs#{kind}", "rev": rev, "convoId": convo, **more})

    def says(self, n: int, text: str, convo: str = "c1", did: str = KAETHE, **more: Any) -> Json:
        """Let somebody write into a conversation."""
        view = {"$type": "chat.bsky.convo.defs#messageView", "id": f"m{n}", "rev": str(n), "text": text}
        message = {**view, "sender": {"did": did}, "sentAt": at(n), **more}
        self.messages[convo].append(message)
        self.convos[convo]["lastMessage"] = message
        self.logs("logCreateMessage", convo, message=message)
        return message

    def expire(self) -> None:
        """Let the access token run out."""
        self.access = "expired"

    def count(self, method: str) -> int:
        """Return how often something was asked."""
        return sum(1 for name, _, _ in self.asked if name == method)

    # --- what is answered

    def _session(self) -> Json:
        self.made += 1
        self.access, self.refresh = f"access{self.made}", f"refresh{self.made}"
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.pds}
        self.document = {"id": DID, "service": [service]}
        tokens = {"accessJwt": self.access, "refreshJwt": self.refresh}
        return {"did": DID, "handle": "acme.test", "didDoc": self.document, **tokens}

    def act(self, method: str, given: Json, headers: Json, where: str) -> Json:
        """Do what a method does. Raises: Refused."""
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if method == "com.atproto.server.createSession":
            if where != self.service or given.get("password") != PASSWORD:
                raise Refused(401, "AuthenticationRequired", "Invalid identifier or password")
            return self._session()
        if method == "com.atproto.server.refreshSession":
            if token != self.refresh:
                raise Refused(400, "ExpiredToken", "Token has expired")
            return self._session()
        if token != self.access:
            raise Refused(400, "ExpiredToken", "Token has expired")
        if method.startswith("chat."):
            if where != self.pds or headers.get("atproto-proxy") != PROXY:
                raise Refused(404, "XRPCNotSupported")
            if not self.chats:
                raise Refused(400, "InvalidToken", "Bad token scope")
        do = getattr(self, "_" + method.rpartition(".")[2], None)
        if do is None:
            raise Refused(501, "MethodNotImplemented")
        return do(given)  # type: ignore[no-any-return]  # JSON

    def _getSession(self, given: Json) -> Json:  # noqa: N802
        return {"did": DID, "handle": "acme.test", "active": True}

    def _listNotifications(self, given: Json) -> Json:  # noqa: N802
        start, size = int(given.get("cursor", 0)), int(given.get("limit", 50))
        page = self.notifications[start : start + size]
        more = {"cursor": str(start + size)} if start + size < len(self.notifications) else {}
        return {"notifications": page, **more}

    def _getPosts(self, given: Json) -> Json:  # noqa: N802
        return {"posts": [self.posts[given["uris"]]] if given["uris"] in self.posts else []}

    def _createRecord(self, given: Json) -> Json:  # noqa: N802
        key = given["rkey"]
        if key in self.records:
            raise Refused(500, "InternalServerError")
        self.records[key] = given["record"]
        return {"uri": f"at://{DID}/{POST}/{key}", "cid": "cid"}

    def _getRecord(self, given: Json) -> Json:  # noqa: N802
        if given["rkey"] not in self.records:
            raise Refused(400, "RecordNotFound", "Could not locate record")
        return {"uri": f"at://{DID}/{POST}/{given['rkey']}", "cid": "cid", "value": self.records[given["rkey"]]}

    def _uploadBlob(self, given: Json) -> Json:  # noqa: N802
        cid = f"blob{len(self.blobs)}"
        self.blobs[cid] = given["raw"]
        return {"blob": {"$type": "blob", "ref": {"$link": cid}, "mimeType": "image/png", "size": len(given["raw"])}}

    def _resolveHandle(self, given: Json) -> Json:  # noqa: N802
        if given["handle"] != "käthe.test" and given["handle"] != "kaethe.test":
            raise Refused(400, "InvalidRequest", "Unable to resolve handle")
        return {"did": KAETHE}

    def _getLog(self, given: Json) -> Json:  # noqa: N802
        newest = self.log[-1]["rev"] if self.log else "0"
        if "cursor" not in given:
            return {"logs": [], "cursor": newest}
        if not given["cursor"].isdecimal():
            raise Refused(400, "InvalidRequest", "Invalid cursor")
        logs = [entry for entry in self.log if entry["rev"] > given["cursor"]][:2]
        return {"logs": logs, "cursor": logs[-1]["rev"] if logs else given["cursor"]}

    def _listConvos(self, given: Json) -> Json:  # noqa: N802
        return {"convos": [c for c in self.convos.values() if c["status"] == given.get("status", c["status"])]}

    def _getConvo(self, given: Json) -> Json:  # noqa: N802
        if given["convoId"] not in self.convos:
            raise Refused(400, "InvalidConvo", "Convo not found")
        return {"convo": self.convos[given["convoId"]]}

    def _getMessages(self, given: Json) -> Json:  # noqa: N802
        return {"messages": list(reversed(self.messages[given["convoId"]]))}

    def _acceptConvo(self, given: Json) -> Json:  # noqa: N802
        self.convos[given["convoId"]]["status"] = "accepted"
        return {"rev": "9"}

    def _sendMessage(self, given: Json) -> Json:  # noqa: N802
        if self.convos[given["convoId"]]["status"] == "request":
            raise Refused(400, "InvalidRequest", "accept first")
        n = 500 + len(self.messages[given["convoId"]])
        facets, now = given["message"].get("facets", []), at(int(self.clock().timestamp()) - BEGINNING)
        return self.says(n, given["message"]["text"], given["convoId"], DID, facets=facets, sentAt=now)

    # --- how it is said

    async def speak(self, where: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            raw = await reader.readexactly(int(headers.get("content-length") or 0))
            target = urlsplit(lines[0].split()[1])
            given: Json = {key: values[0] for key, values in parse_qs(target.query).items()}
            if "json" in headers.get("content-type", ""):
                given = json.loads(raw)
            elif raw:
                given = {"raw": raw, "type": headers.get("content-type")}
            method = target.path.rpartition("/")[2]
            self.asked.append((method, where, {**given, "headers": headers}))
            await self._answer(writer, method, given, headers, where)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, writer: asyncio.StreamWriter, method: str, given: Json, headers: Json, where: str) -> None:
        fault = self.faults[method].pop(0) if self.faults[method] else None
        if isinstance(fault, tuple):
            await write(writer, fault[0], json.dumps(fault[1]).encode(), fault[2] if len(fault) == 3 else "")
        elif fault == "cut":
            return
        elif fault == "html":
            await write(writer, 502, b"<html>Bad Gateway</html>")
        elif fault == "redirect":
            await write(writer, 302, b"{}", "Location: /elsewhere\r\n")
        elif method.startswith("did:"):
            await write(writer, 200, json.dumps(self.document).encode())
        elif method == "com.atproto.sync.getBlob":
            await write(writer, 200, self.blobs[given["cid"]])
        else:
            await self._acted(writer, method, given, headers, where, fault)

    async def _acted(
        self, writer: asyncio.StreamWriter, method: str, given: Json, headers: Json, where: str, fault: str | None
    ) -> None:
        try:
            status, found = 200, self.act(method, given, headers, where)
        except Refused as cause:
            status, found = cause.answer
        whole = json.dumps(found).encode()
        match fault:
            case "mute":
                return
            case "hang":
                await asyncio.Event().wait()
            case "noise":
                await write(writer, 200, b"Hallo")
            case "half":
                await write(writer, status, whole[: len(whole) // 2])
            case "short":
                await write(writer, status, whole[: len(whole) // 2], length=len(whole))
            case _:
                left = f"ratelimit-limit: 3000\r\nratelimit-remaining: 2990\r\nDate: {format_datetime(self.clock(), True)}\r\n"
                await write(writer, status, whole, left)


@asynccontextmanager
async def bluesky_world() -> AsyncIterator[Bluesky]:
    """Run both servers until the end of the block."""
    world = Bluesky()

    def speaking(which: str) -> Speak:
        return lambda reader, writer: world.speak(getattr(world, which), reader, writer)

    async with listening(speaking("service")) as world.service, listening(speaking("pds")) as world.pds:
        yield world
