"""A Mastodon on loopback that keeps its written rules, and breaks off at any point.

Lists page by `min_id` and `max_id`, what is filtered comes only when asked for, a conversation's place stands in the Link
header alone, a repeated Idempotency-Key returns the status that stands, streams tell what happens from now on.
`faults` holds, by method and path, what the next calls meet: (status, body) or (status, body, headers), or `cut` (hangs up
before it acts), `mute` (acts, then hangs up), `half` and `short` (acts, then half an answer), `hang` (acts, never answers),
`html` (502 of a proxy), `redirect`, `noise` (200 without JSON).
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "geheim-geheim"
Json = dict[str, object]
Answer = tuple[int, object, str]
ME = "1001"


@dataclass
class Asked:
    """One call as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def route(self) -> str:
        """Return what faults and tests call it by."""
        return f"{self.method} {self.path}"


@dataclass
class Masto:
    """One server with our account on it. Ids are words, not numbers, where `opaque`; `keys` tells whether keys are kept."""

    base: str = ""
    sse: bool = True
    keys: bool = True
    bulk: bool = True
    version: str = "4.5.2"
    token: str = TOKEN
    longest: int = 500
    streaming: str = ""
    statuses: dict[str, Json] = field(default_factory=dict)
    notes: list[tuple[Json, bool]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    faults: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))
    media: dict[str, int] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[str, asyncio.Queue[bytes]]] = field(default_factory=list)
    listens: asyncio.Event = field(default_factory=asyncio.Event)
    prefix: str = ""
    count: int = 0
    now: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(hours=1))

    # --- what people do

    def account(self, id: str, name: str) -> Json:
        """Return an account; who has an @ lives elsewhere."""
        url = f"https://{name.partition('@')[2] or 'shop.test'}/@{name.partition('@')[0]}"
        called = {"id": id, "username": name.partition("@")[0], "acct": name, "display_name": name.title(), "url": url}
        return {**called, "bot": False, "note": ""}

    @property
    def me(self) -> Json:
        """Return our own account."""
        return self.account(ME, "shop")

    @property
    def erna(self) -> Json:
        """Return a customer, of another server."""
        return self.account("2002", "erna@kunde.test")

    def _id(self) -> str:
        self.count += 1
        self.now += timedelta(seconds=1)
        return f"{self.prefix}{self.count:06d}"

    def status(
        self, by: Json, text: str, visibility: str = "direct", to: str = "", names: tuple[Json, ...] = ()
    ) -> Json:
        """Let a status stand."""
        parent = self.statuses.get(to, {})
        mentions = [{k: n[k] for k in ("id", "username", "acct", "url")} for n in names]
        found: Json = {
            "id": self._id(),
            "created_at": self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "edited_at": None,
            "in_reply_to_id": to or None,
            "in_reply_to_account_id": parent["account"]["id"] if parent else None,  # type: ignore[index]  # an account
            "visibility": visibility,
            "spoiler_text": "",
            "language": "de",
            "content": f"<p>{text}</p>",
            "account": by,
            "mentions": mentions,
            "media_attachments": [],
            "reblog": None,
            "poll": None,
            "text_": text,
        }
        self.statuses[str(found["id"])] = found
        return found

    def note(self, kind: str, by: Json, status: Json | None = None, *, filtered: bool = False) -> Json:
        """Notify us of something."""
        found: Json = {"id": self._id(), "type": kind, "created_at": self.now.isoformat(), "account": by}
        found |= {"status": status} if status else {}
        self.notes.append((found, filtered))
        if not filtered:
            self.tell("user", "notification", found)
        return found

    def says(
        self, text: str, visibility: str = "direct", to: str = "", *, by: Json | None = None, filtered: bool = False
    ) -> str:
        """Let a customer write to us; return the status's id."""
        who = by or self.erna
        status = self.status(who, f"@shop {text}", visibility, to, (self.me,))
        if visibility == "direct":
            self.tell("direct", "conversation", self.talk(status))
        self.note("mention", who, status, filtered=filtered)
        return str(status["id"])

    def wrote(self, text: str, visibility: str = "direct", to: str = "") -> str:
        """Let us write with another program; return the status's id."""
        status = self.status(self.me, text, visibility, to, (self.erna,))
        self.tell("user", "update", status)
        return str(status["id"])

    def edits(self, id: str, text: str, *, tells: bool = True) -> None:
        """Let a status be edited; whether a stream tells it depends on who follows whom."""
        self.now += timedelta(seconds=1)
        self.statuses[id] |= {"content": f"<p>{text}</p>", "edited_at": self.now.isoformat(), "text_": text}
        if tells:
            self.tell("user", "status.update", self.statuses[id])

    def deletes(self, id: str, *, tells: bool = True) -> None:
        """Let a status be deleted, and what was said about it."""
        del self.statuses[id]
        self.notes = [(n, f) for n, f in self.notes if n.get("status", {}).get("id") != id]  # type: ignore[attr-defined]
        if tells:
            self.tell("user", "delete", id)

    def talk(self, status: Json) -> Json:
        """Return the conversation a direct status is in; its id changes with every message."""
        names: list[Json] = [status["account"], *status["mentions"]]  # type: ignore[list-item,misc]  # it is a list
        return {
            "id": f"c{status['id']}",
            "unread": True,
            "accounts": [n for n in names if n["id"] != ME],
            "last_status": status,
        }

    def tell(self, stream: str, event: str, payload: object) -> None:
        """Say something to whoever listens."""
        text = payload if isinstance(payload, str) else json.dumps(_shown(payload))
        for name, queue in self.lines:
            if name == stream:
                queue.put_nowait(f"event: {event}\ndata: {text}\n\n".encode())

    # --- what it answers

    def act(self, asked: Asked) -> Answer:
        """Do what a call does."""
        parts = [unquote(p) for p in asked.path.split("/")[2:]]
        match asked.method, parts:
            case "GET", ["v1", "accounts", "verify_credentials"]:
                return 200, {**self.me, "source": {"privacy": "public"}}, ""
            case "GET", ["v1", "apps", "verify_credentials"]:
                return 200, {"id": "1", "name": "Inbox"}, ""
            case "GET", ["v2", "instance"]:
                urls = {"streaming": self.streaming or self.base.replace("http", "ws")}
                said = {"urls": urls, "statuses": {"max_characters": self.longest}}
                return 200, {"domain": "shop.test", "version": self.version, "configuration": said}, ""
            case "GET", ["v1", "streaming", "health"] if self.sse:
                return 200, b"OK", ""
            case "GET", ["v1", "notifications"]:
                wanted = asked.query.get("types[]", [])
                shown = [n for n, f in self.notes if not f or asked.query.get("include_filtered") == ["true"]]
                return self._page(asked, [n for n in shown if not wanted or n["type"] in wanted])
            case "GET", ["v1", "conversations"]:
                direct = [s for s in self.statuses.values() if s["visibility"] == "direct"]
                last = {str(s.get("in_reply_to_id") or s["id"]): s for s in direct}
                return self._page(asked, [self.talk(s) for s in last.values()])
            case "GET", ["v1", "accounts", id, "statuses"]:
                return self._page(asked, [s for s in self.statuses.values() if s["account"]["id"] == id])  # type: ignore[index]
            case "GET", ["v1", "accounts", id]:
                found = next((a for a in (self.me, self.erna) if a["id"] == id), None)
                return (200, found, "") if found else _gone()
            case "GET", ["v1", "statuses"]:
                ids = asked.query.get("id[]", [])
                return (200, [self.statuses[i] for i in ids if i in self.statuses], "") if self.bulk else _gone()
            case "GET", ["v1", "media", id]:
                self.media[id] -= 1
                return (206 if self.media[id] > 0 else 200), {"id": id}, ""
            case "POST", ["v2", "media"]:
                id = self._id()
                self.media.setdefault("next", 0)
                self.media[id] = self.media["next"]
                return (202 if self.media[id] else 200), {"id": id, "type": "image"}, ""
            case "POST", ["v1", "statuses"]:
                return self._posted(asked)
            case _, ["v1", "statuses", id, *rest] if id in self.statuses:
                return self._about(asked.method, id, rest)
        return _gone()

    def _about(self, method: str, id: str, rest: list[str]) -> Answer:
        status = self.statuses[id]
        match method, rest:
            case "GET", []:
                return 200, status, ""
            case "GET", ["source"]:
                return 200, {"id": id, "text": status["text_"], "spoiler_text": ""}, ""
            case "GET", ["context"]:
                above: list[Json] = []
                while parent := self.statuses.get(str(status["in_reply_to_id"])):
                    above.insert(0, parent)
                    status = parent
                return 200, {"ancestors": above, "descendants": []}, ""
        return _gone()

    def _posted(self, asked: Asked) -> Answer:
        body = json.loads(asked.body)
        key = asked.headers.get("idempotency-key", "")
        if self.keys and key in self.kept and self.kept[key] in self.statuses:
            return 200, self.statuses[self.kept[key]], ""
        to = str(body.get("in_reply_to_id") or "")
        if to and to not in self.statuses:
            return 404, {"error": "Der Beitrag, auf den du antwortest, existiert nicht."}, ""
        names = (self.erna,) if "@erna@kunde.test" in body["status"] else ()
        status = self.status(self.me, body["status"], body["visibility"], to, names)
        self.kept[key] = str(status["id"])
        status["application"] = {"name": "Inbox"}
        self.tell("user", "update", status)
        return 200, status, ""

    def _page(self, asked: Asked, items: list[Json]) -> Answer:
        """Return a page, newest first, with where it can be gone on from in the Link header."""

        def place(item: Json) -> str:
            return str((item.get("last_status") or item)["id"])  # type: ignore[index]  # one of the two has one

        low, high = (asked.query.get(k, [""])[0] for k in ("min_id", "max_id"))
        size = int(asked.query.get("limit", ["20"])[0])
        items = sorted((i for i in items if place(i) > low and (not high or place(i) < high)), key=place)
        page = (items[:size] if low else items[-size:])[::-1]
        if not page:
            return 200, [], ""
        links = (("prev", "min_id", place(page[0])), ("next", "max_id", place(page[-1])))
        link = ", ".join(f'<{self.base}{asked.path}?{key}={id}>; rel="{rel}"' for rel, key, id in links)
        return 200, page, f"Link: {link}\r\n"

    # --- how it answers

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            first, *head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head) if k}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            method, where, _ = first.split()
            asked = Asked(method, urlsplit(where).path, parse_qs(urlsplit(where).query), headers, body)
            if asked.path.startswith("/media/"):  # files are for everybody, and no part of the interface
                await write(writer, 200, b"PNG" * 9)
            else:
                self.asked.append(asked)
                await self._answer(writer, asked)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, writer: asyncio.StreamWriter, asked: Asked) -> None:
        waiting = self.faults[asked.route]
        fault = waiting.pop(0) if waiting else None
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            fault = (401, {"error": "Das Zugriffstoken ist ungültig"})
        if isinstance(fault, tuple):
            await write(
                writer, fault[0], fault[1], "".join(f"{k}: {v}\r\n" for k, v in (fault[2] if fault[2:] else {}).items())
            )
        elif fault == "cut":
            return
        elif fault == "html":
            await write(writer, 502, b"<html>Bad Gateway</html>")
        elif fault == "redirect":
            await write(writer, 302, {}, "Location: /elsewhere\r\n")
        elif self.sse and asked.path.startswith("/api/v1/streaming/") and not asked.path.endswith("health"):
            await self._stream(writer, asked.path.rpartition("/")[2])
        else:
            status, found, more = self.act(asked)
            match fault:
                case "mute":
                    return
                case "hang":
                    await asyncio.Event().wait()
                case "noise":
                    await write(writer, 200, b"Hallo")
                case "half" | "short":
                    whole = json.dumps(_shown(found)).encode()
                    await write(
                        writer, status, whole[: len(whole) // 2], length=None if fault == "half" else len(whole)
                    )
                case _:
                    reset = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
                    await write(
                        writer, status, found, f"{more}X-RateLimit-Remaining: 299\r\nX-RateLimit-Reset: {reset}\r\n"
                    )

    async def _stream(self, writer: asyncio.StreamWriter, name: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n:)\n")
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        line = (name, queue)
        self.lines.append(line)
        if len(self.lines) >= 2:
            self.listens.set()
        try:
            while piece := await queue.get():
                writer.write(piece)
                await writer.drain()
        finally:
            self.lines.remove(line)
            self.listens.clear()

    def hang_up(self) -> None:
        """Let every line break."""
        for _, queue in self.lines:
            queue.put_nowait(b"")


def _shown(found: object) -> object:
    """Return something without what only this server knows of it."""
    if isinstance(found, dict):
        return {k: _shown(v) for k, v in found.items() if k != "text_"}
    return [_shown(v) for v in found] if isinstance(found, list) else found


def _gone() -> Answer:
    return 404, {"error": "Record not found"}, ""


async def write(
    writer: asyncio.StreamWriter, status: int, body: object, more: str = "", length: int | None = None
) -> None:
    """Write an answer; what is no bytes as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(_shown(body)).encode()
    size = len(raw) if length is None else length
    head = f"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {size}\r\n{more}\r\n"
    writer.write(head.encode() + raw)
    await writer.drain()


@asynccontextmanager
async def mastodon() -> AsyncIterator[Masto]:
    """Run a server until the end of the block; whoever still waits for an answer is hung up on."""
    masto = Masto()
    open_: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(masto.speak(reader, writer))
        open_.add(task)
        try:
            await asyncio.wait([task])
        finally:
            open_.discard(task)
            writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    masto.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield masto
    finally:
        server.close()
        for task in list(open_):
            task.cancel()
        await asyncio.gather(*open_, return_exceptions=True)
