"""A Graph API on loopback that keeps its written rules: who may be written to and when, newest first, pages with cursors.

It can answer late, wrongly, half or not at all. `faults` holds, by what is called, what the next calls meet: a status with
a body (and headers), or `cut` (hangs up before it acts), `mute` (acts, then hangs up), `half` (acts, then half an answer),
`short` (the same, as if the line was cut), `hang` (acts, and never answers), `html` (502 of a proxy), `redirect`, `noise`
(200 without JSON), `types` (200 with other types than promised).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from tests.servers.listening import listening, write

TOKEN, SECRET = "EAAB-geheim", "app-geheim"
PAGE, ACCOUNT = "1001", "17841400000000001"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
Json = dict[str, object]
Fault = str | tuple[int, Json] | tuple[int, Json, str]


def refusal(code: int, subcode: int = 0, message: str = "nein", status: int = 400) -> tuple[int, Json]:
    """Return an answer that says no as the Graph API does."""
    error: Json = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1"}
    return status, {"error": {**error, **({"error_subcode": subcode} if subcode else {})}}


@dataclass
class GraphApi:
    """One page, and the Instagram account that is linked with it."""

    base: str = ""
    token: str = TOKEN
    secret: str = ""
    now: datetime = NOON
    instagram: bool = False
    human: bool = True
    said: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    comments: list[Json] = field(default_factory=list)
    posts: list[Json] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    headers: str = ""
    scopes: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    fresh: str = "IGAA-neu"
    files: list[bytes] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    bearers: list[str] = field(default_factory=list)

    @property
    def me(self) -> str:
        """Return the account whose API this is."""
        return ACCOUNT if self.instagram else PAGE

    def says(self, text: str, person: str = "7", *, minutes: float = 0, mid: str = "") -> str:
        """Let a customer write, so many minutes ago."""
        id = mid or f"m_{person}_{len(self.said[person])}"
        self._keep(person, id, person, text, self.now - timedelta(minutes=minutes))
        return id

    def write(self, person: str, id: str, text: str) -> None:
        """Let our own words appear in a dialogue."""
        self._keep(person, id, self.me, text, self.now)

    def _keep(self, person: str, id: str, by: str, text: str, at: datetime) -> None:
        names = {person: "Käthe", self.me: "Acme"}
        to = person if by == self.me else self.me
        self.said[person].append(
            {
                "id": id,
                "created_time": at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
                "from": {"id": by, "name": names[by], "username": names[by].lower()},
                "to": {"data": [{"id": to, "name": names[to]}]},
                "message": text,
            }
        )

    def comments_on(self, post: str, text: str, person: str = "7", *, parent: str = "", minutes: float = 0) -> str:
        """Let a customer comment, below a post or below a comment."""
        id = f"{post}_{900 + len(self.comments)}"
        return self._below(post, id, text, person, parent, self.now - timedelta(minutes=minutes))

    def _below(self, post: str, id: str, text: str, person: str, parent: str, at: datetime) -> str:
        stamp = at.strftime("%Y-%m-%dT%H:%M:%S+0000")
        if self.instagram:
            name = "acme" if person == self.me else f"k{person}"
            by: Json = {"id": person, "username": name}
            told: Json = {"id": id, "text": text, "timestamp": stamp, "from": by, "username": name, "post": post}
            self.comments.append({**told, **({"parent_id": parent} if parent else {})})
        else:
            by = {"id": person, "name": "Acme" if person == self.me else "Käthe"}
            above = next((c["from"] for c in self.comments if c["id"] == parent), None)
            more: Json = {"parent": {"id": parent, "from": above}} if parent else {}
            told = {"id": id, "message": text, "created_time": stamp, "from": by, "comment_count": 0, "post": post}
            self.comments.append({**told, **more})
        return id

    # --- what it answers

    def act(self, method: str, path: str, body: dict[str, str]) -> tuple[int, Json]:
        """Do what a call asks for."""
        last = path.rpartition("/")[2]
        if method == "POST":
            return self._message(body) if last == "messages" else self._written(path.partition("/")[0], body)
        match last:
            case "me":
                return 200, self._whoami()
            case "conversations":
                return 200, self._conversations(body)
            case "messages":
                person = path.partition("/")[0].removeprefix("t_")
                return 200, _part([*reversed(self.said[person])], body, "20")
            case "feed" | "media":
                return 200, {"data": [self._post(p) for p in self.posts]}
            case "comments" | "replies":
                return 200, _part(self._thread(path.partition("/")[0]), body, "50")
            case "debug_token":
                return 200, {"data": {"is_valid": True, "scopes": self.scopes, "expires_at": 0}}
            case "subscribed_apps":
                return 200, {"data": [{"id": "1", "subscribed_fields": self.fields}]}
            case "refresh_access_token":
                # The one before goes on holding until its own end.
                self.older.append(self.token)
                self.token = self.fresh
                return 200, {"access_token": self.fresh, "token_type": "bearer", "expires_in": 5184000}
        return refusal(100, 33, "Unsupported get request", 404)

    def _whoami(self) -> Json:
        if self.instagram:
            return {"id": "999", "user_id": ACCOUNT, "username": "acme", "name": "Acme"}
        return {"id": PAGE, "name": "Acme", "username": "acme"}

    def _conversations(self, body: dict[str, str]) -> Json:
        people = [body["user_id"]] if "user_id" in body else [p for p in self.said if self.said[p]]
        people = sorted(
            people, key=lambda p: str(self.said[p][-1]["created_time"]) if self.said[p] else "", reverse=True
        )
        listed: list[Json] = [
            {
                "id": f"t_{p}",
                "updated_time": self.said[p][-1]["created_time"],
                "messages": _part([*reversed(self.said[p])], {}, "20"),
            }
            for p in people
            if self.said[p]
        ]
        return _part(listed, body, "25")

    def _post(self, post: Json) -> Json:
        mine = [c for c in self.comments if c["post"] == post["id"]]
        if not self.instagram:
            return {**post, "comments": _part([*reversed(mine)], {}, "50")}
        tops = [
            {**c, "replies": {"data": [r for r in mine if r.get("parent_id") == c["id"]]}}
            for c in mine
            if "parent_id" not in c
        ]
        return {**post, "comments": _part([*reversed(tops)], {}, "50")}

    def _thread(self, of: str) -> list[Json]:
        def above(comment: Json) -> object:
            parent = comment.get("parent")
            return parent.get("id") if isinstance(parent, dict) else comment.get("parent_id", comment["post"])

        return [c for c in reversed(self.comments) if above(c) == of or c["post"] == of]

    def _message(self, body: dict[str, str]) -> tuple[int, Json]:
        found = {k: json.loads(v) if v.startswith("{") else v for k, v in body.items()}
        person = str(found["recipient"]["id"])
        wrote = [m for m in self.said[person] if m["from"]["id"] == person]  # type: ignore[index]  # an object
        if not wrote:
            return refusal(100, 2018001, "No matching user found")
        age = self.now - datetime.fromisoformat(str(wrote[-1]["created_time"]))
        tagged = found.get("tag") == "HUMAN_AGENT" and self.human
        if age > timedelta(days=7) or (age > timedelta(hours=24) and not tagged):
            return refusal(10, 2018278, "außerhalb des Fensters")
        self.sent.append(found)
        id = f"m_out_{len(self.sent)}"
        self._keep(person, id, self.me, str(found["message"].get("text", "")), self.now)
        return 200, {"recipient_id": person, "message_id": id}

    def _written(self, below: str, body: dict[str, str]) -> tuple[int, Json]:
        self.sent.append({"below": below, **body})
        above = next((c for c in self.comments if c["id"] == below), None)
        post, parent = (str(above["post"]), below) if above else (below, "")
        id = f"{post}_out{len(self.sent)}"
        self._below(post, id, body["message"], self.me, parent, self.now)
        return 200, {"id": id}

    # --- the line

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head.split("\r\n")[1:])}
            raw = await reader.readexactly(int(lines.get("content-length", "0")))
            method, target = head.split()[:2]
            parts = urlsplit(target)
            path = re.sub(r"^/(v[0-9.]+/)?", "", parts.path)
            body = {**dict(parse_qsl(parts.query)), **self._body(lines.get("content-type", ""), raw)}
            self.asked.append((method, path, body))
            await self._answer(writer, method, path, body, lines.get("authorization", ""))
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    def _body(self, kind: str, raw: bytes) -> dict[str, str]:
        if kind.startswith("application/json"):
            return {k: v if isinstance(v, str) else json.dumps(v) for k, v in json.loads(raw).items()}
        if kind.startswith("multipart/"):
            self.files.append(raw)
            return dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n--', raw.decode("latin-1"), re.DOTALL))
        return dict(parse_qsl(raw.decode()))

    async def _answer(
        self, writer: asyncio.StreamWriter, method: str, path: str, body: dict[str, str], auth: str
    ) -> None:
        name = f"{method} {path.rpartition('/')[2]}"
        fault: Fault | None = self.faults[name].pop(0) if self.faults[name] else None
        self.bearers.append(auth.removeprefix("Bearer "))
        if self.bearers[-1] not in (self.token, *self.older):
            fault = refusal(190, 463, "Session has expired", 401)
        proof = hmac.new(self.secret.encode(), self.token.encode(), hashlib.sha256).hexdigest()
        if self.secret and body.pop("appsecret_proof", "") != proof:
            fault = refusal(100, 0, "Invalid appsecret_proof")
        if isinstance(fault, tuple):
            await write(writer, fault[0], json.dumps(fault[1]).encode(), fault[2] if len(fault) > 2 else self.headers)
            return
        if fault == "cut":
            return
        if fault in ("html", "redirect"):
            status, more = (502, "") if fault == "html" else (302, "Location: /elsewhere\r\n")
            await write(writer, status, b"<html>Bad Gateway</html>" if fault == "html" else b"{}", more)
            return
        status, found = self.act(method, path, body)
        whole = json.dumps(found).encode()
        match fault:
            case "mute":
                return
            case "hang":
                await asyncio.Event().wait()
            case "noise":
                await write(writer, 200, b"Hallo")
            case "types":
                await write(writer, 200, b'{"data": "x", "id": [], "message_id": {}, "user_id": {}}')
            case "half":
                await write(writer, status, whole[: len(whole) // 2])
            case "short":
                await write(writer, status, whole[: len(whole) // 2], length=len(whole))
            case _:
                await write(writer, status, whole, self.headers)


def _part(found: list[Json], body: dict[str, str], limit: str) -> Json:
    """Return a part of a list, and where it goes on."""
    start, size = int(body.get("after", "0")), int(body.get("limit", limit))
    end = start + size
    more: Json = {"next": "https://graph.facebook.com/weiter"} if end < len(found) else {}
    return {"data": found[start:end], "paging": {"cursors": {"before": str(start), "after": str(end)}, **more}}


@asynccontextmanager
async def graph_api() -> AsyncIterator[GraphApi]:
    """Run a server until the end of the block."""
    api = GraphApi()
    async with listening(api.speak) as api.base:
        yield api
