"""An X on loopback that keeps its written rules: newest first, pages, tokens that run out and renew once, a stream that beats.

It can answer late, wrongly, half or not at all. `faults` holds, by method and path, what the next calls meet: a status with a
body and headers, or `cut` (hangs up before it acts), `mute` (acts, then hangs up), `half` (acts, then half an answer), `short`
(the same, as if the line was cut), `hang` (acts, and never answers), `html` (502 of a proxy), `redirect`, `noise` (200 without JSON).
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.servers.listening import listening, write

Json = dict[str, object]
Fault = str | tuple[int, Json] | tuple[int, Json, str]
US = "1000"
ACCESS, REFRESH, BEARER = "zugang-geheim-0", "erneuern-geheim-0", "traeger-geheim"
CLIENT, CLIENT_SECRET, CONSUMER_SECRET = "client-1", "client-geheim", "consumer-geheim"
REACH = 800


@dataclass
class Asked:
    """One call as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Json:
        """Return the body."""
        found: Json = json.loads(self.body or b"{}")
        return found


@dataclass
class X:
    """One account's X."""

    mentions: list[Json] = field(default_factory=list)
    directs: list[Json] = field(default_factory=list)
    own: list[Json] = field(default_factory=list)
    users: dict[str, Json] = field(default_factory=dict)
    posts: dict[str, Json] = field(default_factory=dict)
    """What comes along where a list refers to it, such as earlier versions."""
    sent: list[tuple[str, Json]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    subscriptions: list[Json] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    access: str = ACCESS
    refresh: str = REFRESH
    renewals: int = 0
    base: str = ""
    stream: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    listening: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, id: int, text: str = "@acme Hilfe", author: str = "7", **more: object) -> Json:
        """Let somebody mention us."""
        self.users.setdefault(author, {"id": author, "name": f"Kundin {author}", "username": f"kundin{author}"})
        post = {
            "id": str(id), "text": text, "author_id": author, "conversation_id": str(id),
            "created_at": "2026-07-24T21:23:23.000Z", "edit_history_post_ids": [str(id)],
            "entities": {"mentions": [{"start": 0, "end": 5, "username": "acme", "id": US}]}, **more,
        }  # fmt: skip
        self.mentions.append(post)
        return post

    def writes(self, id: int, text: str = "Hallo", sender: str = "7") -> None:
        """Let somebody write a direct message."""
        self.users.setdefault(sender, {"id": sender, "name": f"Kundin {sender}", "username": f"kundin{sender}"})
        event = {"id": str(id), "event_type": "MessageCreate", "text": text, "sender_id": sender}
        pair = sorted((US, sender if sender != US else "7"), key=int)
        self.directs.append({**event, "dm_conversation_id": "-".join(pair), "created_at": "2026-07-24T21:23:23.000Z"})

    def calls(self, path: str) -> list[Asked]:
        """Return the calls to a path."""
        return [one for one in self.asked if one.path == path]

    def happens(self, kind: str, payload: Json, **more: object) -> None:
        """Let the stream tell of something."""
        event = {"event_uuid": "-1", "filter": {"user_id": US}, "event_type": kind, "payload": payload, **more}
        self.stream.put_nowait(json.dumps({"data": event}).encode() + b"\r\n")

    def act(self, asked: Asked) -> tuple[int, Json]:
        """Do what a call asks for."""
        match asked.method, asked.path.split("/")[2:]:
            case "POST", ["oauth2", "token"]:
                return self._renew(asked)
            case "GET", ["users", "me"]:
                return 200, {"data": {"id": US, "name": "Acme", "username": "acme"}}
            case "GET", ["users", _, "mentions"]:
                return self._list(asked, self.mentions, REACH)
            case "GET", ["tweets", "search", "recent"]:
                return self._list(asked, self.mentions, len(self.mentions))
            case "GET", ["users", _, "tweets"]:
                return self._list(asked, self.own, len(self.own))
            case "GET", ["dm_events"]:
                return self._list(asked, self.directs, len(self.directs))
            case "POST", ["tweets"]:
                self.sent.append((asked.path, asked.json()))
                return 201, {"data": {"id": str(9000 + len(self.sent)), "text": asked.json().get("text", "")}}
            case "POST", ["dm_conversations", *_]:
                self.sent.append((asked.path, asked.json()))
                return 201, {"data": {"dm_conversation_id": "7-1000", "dm_event_id": str(9000 + len(self.sent))}}
            case "POST", ["media", "upload"]:
                self.uploads.append(asked.body)
                return 200, {"data": {"id": str(70 + len(self.uploads)), "media_key": "3_71", "size": 3}}
            case "GET", ["activity", "subscriptions"]:
                return 200, {"data": self.subscriptions, "meta": {"total_subscriptions": len(self.subscriptions)}}
            case "POST", ["activity", "subscriptions"]:
                self.subscriptions.append(asked.json())
                return 200, {"data": {"subscription": {**asked.json(), "subscription_id": "1"}}}
            case "GET", ["webhooks"]:
                return 200, {"data": [{"id": "1", "url": "https://inbox.test/hooks/x", "valid": False}]}
        return 404, {"title": "Not Found", "detail": "Not Found", "type": "about:blank", "status": 404}

    def _renew(self, asked: Asked) -> tuple[int, Json]:
        form = dict(parse_qsl(asked.body.decode()))
        if form.get("refresh_token") != self.refresh:
            return 400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
        self.renewals += 1
        self.access, self.refresh = f"zugang-geheim-{self.renewals}", f"erneuern-geheim-{self.renewals}"
        scope = "tweet.read tweet.write users.read dm.read dm.write media.write like.read offline.access"
        tokens: Json = {"token_type": "bearer", "expires_in": 7200, "scope": scope}
        return 200, {**tokens, "access_token": self.access, "refresh_token": self.refresh}

    def _list(self, asked: Asked, whole: list[Json], reach: int) -> tuple[int, Json]:
        newest = sorted(whole, key=_number, reverse=True)[:reach]
        since, until = int(asked.query.get("since_id", 0)), int(asked.query.get("until_id", 10**19))
        found = [one for one in newest if not str(one.get("id")).isdecimal() or since < _number(one) < until]
        start, size = int(asked.query.get("pagination_token", "0" * 16)), int(asked.query.get("max_results", 10))
        page = found[start : start + size]
        meta: Json = {"result_count": len(page)}
        if start + size < len(found):
            meta["next_token"] = f"{start + size:016}"
        if not page:
            return 200, {"meta": meta}
        includes: Json = {"users": list(self.users.values()), "posts": list(self.posts.values())}
        return 200, {"data": page, "includes": includes, "meta": meta}

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            asked = await _read(reader)
            self.asked.append(asked)
            if asked.path == "/2/activity/stream" and not self.faults["GET /2/activity/stream"]:
                await self._beat(writer, asked)
            else:
                await self._answer(writer, asked)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _beat(self, writer: asyncio.StreamWriter, asked: Asked) -> None:
        if asked.headers.get("authorization") != f"Bearer {BEARER}":
            await write(writer, 401, b'{"title": "Unauthorized"}')
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        await writer.drain()
        self.listening.set()
        while (part := await self.stream.get()) is not None:
            writer.write(part)
            await writer.drain()

    async def _answer(self, writer: asyncio.StreamWriter, asked: Asked) -> None:
        path = "/2" + re.sub(r"/[0-9-]+(?=/|$)", "/N", asked.path[2:])
        waiting = self.faults[f"{asked.method} {path}"]
        fault = waiting.pop(0) if waiting else None
        known = asked.headers.get("authorization") in (f"Bearer {self.access}", f"Bearer {BEARER}")
        if not known and asked.path != "/2/oauth2/token":
            await write(
                writer,
                401,
                b'{"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}',
            )
        elif isinstance(fault, tuple):
            await write(writer, fault[0], json.dumps(fault[1]).encode(), fault[2] if len(fault) > 2 else "")
        elif fault == "cut":
            return
        elif fault == "html":
            await write(writer, 502, b"<html>Bad Gateway</html>")
        elif fault == "redirect":
            await write(writer, 302, b"{}", "Location: /elsewhere\r\n")
        else:
            status, found = self.act(asked)
            await _broken(writer, status, json.dumps(found).encode(), fault)


async def _broken(writer: asyncio.StreamWriter, status: int, whole: bytes, fault: str | None) -> None:
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
            limits = "x-rate-limit-limit: 300\r\nx-rate-limit-remaining: 299\r\nx-rate-limit-reset: 1784000900\r\n"
            await write(writer, status, whole, limits)


def _number(one: Json) -> int:
    id = str(one.get("id"))
    return int(id) if id.isdecimal() else 0


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    method, target, _ = first.split()
    parts = urlsplit(target)
    return Asked(method, parts.path, dict(parse_qsl(parts.query)), headers, body)


@asynccontextmanager
async def an_x() -> AsyncIterator[X]:
    """Run a server until the end of the block."""
    x = X()
    async with listening(x.speak) as x.base:
        yield x
