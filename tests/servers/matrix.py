"""A homeserver on loopback that keeps the written rules: places in a stream, gaps, transaction ids of each device.

It can answer late, wrongly, half or not at all. `faults` holds, by the last word of the path that says what is done
(`sync`, `send`, `messages` …), what the next calls meet: a status with a body, or `cut` (hangs up before it acts),
`mute` (acts, then hangs up), `half` (acts, then half an answer), `short` (the same, as if the line was cut), `hang`
(acts, and never answers), `html` (502 of a proxy), `redirect`, `noise` (200 without JSON).
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers.listening import listening, write

US, CUSTOMER, ROOM = "@shop:test", "@kaethe:test", "!room:test"
TOKEN = "syt_geheim_geheim"
Json = dict[str, object]
_UNKNOWN = (401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token", "soft_logout": True})
_DOING = ("sync", "send", "messages", "join", "whoami", "login", "refresh", "upload", "download", "state", "event")


@dataclass
class Homeserver:
    """One account's server."""

    log: list[Json] = field(default_factory=list)
    invites: dict[str, list[Json]] = field(default_factory=dict)
    joined: list[str] = field(default_factory=lambda: [ROOM])
    state: dict[tuple[str, str], Json] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: {ROOM: [US, CUSTOMER]})
    tokens: dict[str, str] = field(default_factory=lambda: {TOKEN: "DEV"})
    refresh: str = ""
    password: str = ""
    entered: dict[str, int] = field(default_factory=dict)
    sent: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: list[tuple[str, str, Json]] = field(default_factory=list)
    faults: dict[str, list[str | tuple[int, Json]]] = field(default_factory=lambda: defaultdict(list))
    extra: Json = field(default_factory=dict)
    base: str = ""
    domain: bool = False
    """Whether this is only the domain, whose homeserver is elsewhere."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    waits: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, room: str, **event: object) -> str:
        """Let something happen in a room."""
        id = f"$e{len(self.log)}"
        made = {"event_id": id, "room_id": room, "origin_server_ts": 1784000000000 + len(self.log), **event}
        self.log.append(made)
        if "state_key" in made and isinstance(made.get("content"), dict):
            self.state[room, str(made["type"])] = made["content"]  # type: ignore[assignment]  # it is one
        self.news.set()
        return id

    def says(self, text: str, room: str = ROOM, sender: str = CUSTOMER) -> str:
        """Let somebody write."""
        return self.put(room, type="m.room.message", sender=sender, content={"msgtype": "m.text", "body": text})

    def ends(self, *, soft: bool = True) -> None:
        """Let every token count no more."""
        self.tokens.clear()
        if not soft:
            self.refresh = ""

    # --- what it does

    async def act(
        self, method: str, path: list[str], query: dict[str, str], body: Json, device: str
    ) -> tuple[int, Json]:
        """Do what a call asks for."""
        match path:
            case ["client"]:
                return 200, {"m.homeserver": {"base_url": "https://matrix.test"}}
            case ["versions"] if self.domain:
                return 404, {"errcode": "M_UNRECOGNIZED"}
            case ["versions"]:
                return 200, {"versions": ["v1.1", "v1.11"]}
            case ["account", "whoami"]:
                return 200, {"user_id": US, "device_id": device}
            case ["sync"]:
                return await self._sync(query)
            case ["joined_rooms"]:
                return 200, {"joined_rooms": list(self.joined)}
            case ["profile", _]:
                return 200, {"displayname": "Shop"}
            case ["rooms", room, *rest]:
                return self._in(method, room, rest, query, body, device)
            case ["user", _, "account_data", "m.direct"]:
                return (200, {}) if method == "PUT" else (404, {"errcode": "M_NOT_FOUND"})
            case ["upload"]:
                return 200, {"content_uri": "mxc://test/file"}
            case ["login" | "refresh" as what]:
                return self._let_in(what, body)
        return 404, {"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"}

    def _let_in(self, what: str, body: Json) -> tuple[int, Json]:
        right = body.get("password") == self.password if what == "login" else body.get("refresh_token") == self.refresh
        if not right or not (self.password if what == "login" else self.refresh):
            return (403, {"errcode": "M_FORBIDDEN", "error": "Invalid"}) if what == "login" else _UNKNOWN
        token, device = f"syt_neu_{len(self.asked)}", str(body.get("device_id") or "DEV")
        self.tokens = {token: device}
        self.refresh = f"syr_{len(self.asked)}" if self.refresh else ""
        return 200, {"access_token": token, "refresh_token": self.refresh, "device_id": device}

    def _in(
        self, method: str, room: str, rest: list[str], query: dict[str, str], body: Json, device: str
    ) -> tuple[int, Json]:
        match rest:
            case ["join"]:
                self.invites.pop(room, None)
                if room not in self.joined:
                    self.joined.append(room)
                    self.members.setdefault(room, [US, CUSTOMER])
                    self.entered[room] = len(self.log)
                    old = {"prev_content": {"membership": "invite"}}
                    self.put(
                        room,
                        type="m.room.member",
                        sender=US,
                        state_key=US,
                        content={"membership": "join"},
                        unsigned=old,
                    )
                return 200, {"room_id": room}
            case ["state", kind, ""]:
                found = self.state.get((room, kind))
                return (200, found) if found is not None else (404, {"errcode": "M_NOT_FOUND"})
            case ["joined_members"]:
                return 200, {"joined": {who: {"display_name": "Käthe"} for who in self.members.get(room, [])}}
            case ["event", id]:
                known = next((event for event in self.log if event["event_id"] == id), None)
                return (200, known) if known else (404, {"errcode": "M_NOT_FOUND"})
            case ["messages"]:
                return 200, self._back(room, query)
            case ["send", kind, transaction]:
                known_as = self.sent.get((device, transaction))
                if known_as is None:
                    unsigned = {"transaction_id": transaction}
                    known_as = self.put(room, type=kind, sender=US, content=body, unsigned=unsigned)
                    self.sent[device, transaction] = known_as
                return 200, {"event_id": known_as}
        return 404, {"errcode": "M_UNRECOGNIZED"}

    def _back(self, room: str, query: dict[str, str]) -> Json:
        start = int(query["from"][1:]) if "from" in query else len(self.log)
        end, most = int(query.get("to", "s0")[1:]), int(query.get("limit", "10"))
        places = [n for n in range(end, start) if self.log[n]["room_id"] == room][::-1]
        page, more = places[:most], len(places) > most
        found: Json = {"chunk": [self.log[n] for n in page], "start": f"t{start}", "state": [_member()]}
        return {**found, "end": f"t{page[-1]}"} if more else found

    async def _sync(self, query: dict[str, str]) -> tuple[int, Json]:
        since = int(query["since"][1:]) if "since" in query else 0
        if len(self.log) <= since and not self.invites and int(query.get("timeout", "0")):
            self.news.clear()
            self.waits.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), int(query["timeout"]) / 1000)
        most = json.loads(query["filter"])["room"]["timeline"]["limit"]
        rooms: Json = {}
        for room in self.joined:
            # Whoever comes into a room is shown its latest events, however old they are.
            begins = 0 if self.entered.get(room, -1) >= since else since
            places = [n for n in range(begins, len(self.log)) if self.log[n]["room_id"] == room]
            shown = places[-most:]
            if places:
                events = [{key: value for key, value in self.log[n].items() if key != "room_id"} for n in shown]
                timeline = {"events": events, "limited": len(places) > most, "prev_batch": f"t{shown[0]}"}
                rooms[room] = {
                    "timeline": timeline,
                    "state": {"events": [_member(), *self._created(room)]},
                    **self.extra,
                }
        invited = {room: {"invite_state": {"events": events}} for room, events in self.invites.items()}
        return 200, {"next_batch": f"s{len(self.log)}", "rooms": {"join": rooms, "invite": invited}}

    def _created(self, room: str) -> list[Json]:
        return [event for event in self.log if event["room_id"] == room and event.get("type") == "m.room.create"]

    # --- how it speaks

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            raw = await reader.readexactly(int(fields.get("content-length", "0")))
            method, target, _ = head.split(" ", 2)
            body = json.loads(raw) if raw and "json" in fields.get("content-type", "") else {}
            parts = urlsplit(target)
            path = [unquote(part) for part in parts.path.split("/")[4:]] or [parts.path.rpartition("/")[2]]
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            doing = next((part for part in reversed(path) if part in _DOING), "")
            self.asked.append((method, "/".join(path), body))
            token = next((t for t in self.tokens if fields.get("authorization") == f"bearer {t}".lower()), "")
            free = doing in ("login", "refresh") or path in (["versions"], ["client"])
            fault = self.faults[doing].pop(0) if self.faults[doing] else None
            if not token and not free:
                fault = _UNKNOWN
            await self._answer(writer, fault, self.act(method, path, query, body, self.tokens.get(token, "")))
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, writer: asyncio.StreamWriter, fault: object, acting: object) -> None:
        if isinstance(fault, tuple) or fault in ("cut", "html", "redirect"):
            acting.close()  # type: ignore[attr-defined]  # a coroutine that is not run
        if isinstance(fault, tuple):
            await write(writer, fault[0], json.dumps(fault[1]).encode())
        elif fault == "cut":
            return
        elif fault == "html":
            await write(writer, 502, b"<html>Bad Gateway</html>")
        elif fault == "redirect":
            await write(writer, 302, b"{}", "Location: /elsewhere\r\n")
        else:
            status, found = await acting  # type: ignore[misc]  # a coroutine
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
                    await write(writer, status, whole)


def invitation(*, direct: bool = True) -> list[Json]:
    """Return how an invitation looks to whoever is invited."""
    content: Json = {"membership": "invite", "is_direct": True} if direct else {"membership": "invite"}
    return [
        {"type": "m.room.member", "sender": CUSTOMER, "state_key": US, "content": content},
        _member(),
    ]


def _member() -> Json:
    content = {"membership": "join", "displayname": "Käthe"}
    return {"type": "m.room.member", "sender": CUSTOMER, "state_key": CUSTOMER, "event_id": "$m", "content": content}


@asynccontextmanager
async def homeserver() -> AsyncIterator[Homeserver]:
    """Run a server until the end of the block."""
    api = Homeserver()
    async with listening(api.speak) as api.base:
        yield api
