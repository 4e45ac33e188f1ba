"""A Cloud API on loopback that keeps its written rules: who may send what to whom, and what lies where.

It can answer late, wrongly, half or not at all. `faults` holds, by what is called (`messages`, `media`, `phone`, `file` …),
what the next calls meet: a status with a body (and headers), or `cut` (hangs up before it acts), `mute` (acts, then hangs up),
`half` (acts, then half an answer), `short` (the same, as if the line was cut), `hang` (acts, and never answers), `html` (502
of a proxy), `redirect`, `noise` (200 without JSON), `odd` (200 with JSON of another kind).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.servers.listening import listening, write

NUMBER, BUSINESS, APP = "106540352242922", "102290129340398", "556"
TOKEN, SECRET, VERIFY = "EAAG-geheim-token", "geheim-app", "geheim-wort"
RIGHTS = ("whatsapp_business_messaging", "whatsapp_business_management")
Json = dict[str, object]
Fault = str | tuple[int, Json] | tuple[int, Json, str]


@dataclass(frozen=True)
class Asked:
    """A call as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class CloudApi:
    """One number's server."""

    sent: list[Json] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    phone: Json = field(default_factory=dict)
    rights: tuple[str, ...] = RIGHTS
    subscribed: bool = True
    closed: set[str] = field(default_factory=set)
    """Whom a message may reach by template only."""
    came: asyncio.Event = field(default_factory=asyncio.Event)
    base: str = ""
    used: int = 3
    arrived: Callable[[Json], None] = lambda _: None
    """Told of every message before its sender is."""

    def act(self, what: str, call: Asked) -> tuple[int, object]:
        """Do what is asked for."""
        match what:
            case "phone":
                return 200, {
                    "id": NUMBER,
                    "verified_name": "Acme",
                    "display_phone_number": "+1 555-078-3881",
                    "quality_rating": "GREEN",
                    "status": "CONNECTED",
                    "webhook_configuration": {"application": "https://acme.test/hooks/wa"},
                    **self.phone,
                }
            case "messages":
                return self._message(json.loads(call.body))
            case "media":
                if b'name="messaging_product"\r\n\r\nwhatsapp' not in call.body or b'name="type"' not in call.body:
                    return refused(100, "(#100) The parameter messaging_product is required.")
                self.uploads.append(call.body)
                return 200, {"id": str(4490709327384033 + len(self.uploads))}
            case "subscribed_apps":
                found = {"whatsapp_business_api_data": {"id": APP, "name": "Acme Inbox", "link": "x"}}
                return 200, {"data": [found] if self.subscribed else []}
            case "debug_token":
                scopes = [{"scope": right, "target_ids": [BUSINESS]} for right in self.rights]
                return 200, {
                    "data": {
                        "app_id": APP,
                        "is_valid": True,
                        "expires_at": 0,
                        "scopes": list(self.rights),
                        "granular_scopes": scopes,
                    }
                }
            case "where":
                id = call.path.rpartition("/")[2]
                if id not in self.files:
                    return refused(100, "Unsupported get request. Object does not exist", 33)
                size = str(len(self.files[id]))
                return 200, {
                    "id": id,
                    "url": f"{self.base}/file/{id}?ext=1&hash=x",
                    "file_size": size,
                    "mime_type": "image/jpeg",
                }
        return 404, {"error": {"message": "Unknown path components", "type": "OAuthException", "code": 2500}}

    def _message(self, body: Json) -> tuple[int, object]:
        if why := unfit(body):
            return refused(131009, f"(#131009) Parameter value is not valid: {why}")
        to = str(body.get("to") or body.get("recipient"))
        if to in self.closed:
            return refused(131047, "(#131047) Re-engagement message")
        self.sent.append(body)
        self.came.set()
        self.arrived(body)
        id = f"wamid.OUT{len(self.sent)}"
        return 200, {
            "messaging_product": "whatsapp",
            "contacts": [{"input": to, "wa_id": to}],
            "messages": [{"id": id, "message_status": "accepted"}],
        }

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *rest = head.strip().split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in rest)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            method, target, _ = first.split()
            parts = urlsplit(target)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            call = Asked(method, parts.path, query, headers, body)
            self.asked.append(call)
            await self._answer(writer, call)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, writer: asyncio.StreamWriter, call: Asked) -> None:
        what = _named(call.path)
        fault = self.faults[what].pop(0) if self.faults[what] else None
        if call.headers.get("authorization") != f"Bearer {TOKEN}":
            fault = (401, _error(190, "Error validating access token", 463))
        if what not in ("file", "") and call.query.get("appsecret_proof") != _proof():
            fault = (400, _error(100, "Invalid appsecret_proof provided in the API argument"))
        more = f"X-App-Usage: {json.dumps({'call_count': self.used, 'total_time': 1, 'total_cputime': 1})}\r\n"
        if isinstance(fault, tuple):
            await write(writer, fault[0], json.dumps(fault[1]).encode(), (fault[2] if len(fault) > 2 else "") + more)
        elif fault == "cut":
            return
        elif fault == "html":
            await write(writer, 502, b"<html>Bad Gateway</html>")
        elif fault == "redirect":
            await write(writer, 302, b"{}", "Location: /elsewhere\r\n")
        elif what == "file":
            await write(writer, 200, self.files[call.path.rpartition("/")[2]])
        else:
            status, found = self.act(what, call)
            whole = json.dumps(found).encode()
            match fault:
                case "mute":
                    return
                case "hang":
                    await asyncio.Event().wait()
                case "noise":
                    await write(writer, 200, b"Hallo")
                case "odd":
                    await write(writer, 200, b'{"messages": {"id": 7}, "id": ["x"]}')
                case "half":
                    await write(writer, status, whole[: len(whole) // 2])
                case "short":
                    await write(writer, status, whole[: len(whole) // 2], length=len(whole))
                case _:
                    await write(writer, status, whole, more)


def unfit(body: Json) -> str:
    """Return what the message API would not take in a message, "" where it takes it all.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
    """
    kind = str(body.get("type"))
    known = {
        "messaging_product",
        "recipient_type",
        "to",
        "recipient",
        "type",
        "context",
        "biz_opaque_callback_data",
        kind,
    }
    part = body.get(kind)
    if body.get("messaging_product") != "whatsapp" or body.get("recipient_type") not in ("individual", "group"):
        return "messaging_product"
    if ("to" in body) == ("recipient" in body) or not isinstance(body.get("to", body.get("recipient")), str):
        return "to"
    if set(body) - known or not isinstance(part, dict) or len(str(body.get("biz_opaque_callback_data", ""))) > 512:
        return ", ".join(sorted(set(body) - known)) or kind
    context = body.get("context", {"message_id": "wamid.x"})
    if (
        not isinstance(context, dict)
        or set(context) != {"message_id"}
        or not str(context["message_id"]).startswith("wamid.")
    ):
        return "context"
    if kind == "text":
        fits = set(part) <= {"body", "preview_url"} and 0 < len(str(part.get("body", ""))) <= 4096
    else:
        allowed = {"id"} | ({"caption"} if kind in ("image", "video", "document") else set())
        allowed |= {"filename"} if kind == "document" else set()
        fits = (
            kind in ("image", "video", "document", "audio") and set(part) <= allowed and str(part.get("id")).isdigit()
        )
        fits = fits and len(str(part.get("caption", ""))) <= 1024
    return "" if fits else kind


def refused(code: int, message: str, subcode: int = 0, status: int = 400) -> tuple[int, Json]:
    """Return a refusal as the Graph API gives it."""
    return status, _error(code, message, subcode)


def _error(code: int, message: str, subcode: int = 0) -> Json:
    more = {"error_subcode": subcode} if subcode else {}
    return {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Az8", **more}}


def _named(path: str) -> str:
    version, _, rest = path.lstrip("/").partition("/")
    if version == "file":
        return "file"
    if version != "v25.0":
        return ""
    last = rest.rpartition("/")[2]
    return "phone" if rest == NUMBER else "where" if rest.isdigit() else last


def _proof() -> str:
    return hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()


@asynccontextmanager
async def cloud_api() -> AsyncIterator[CloudApi]:
    """Run a server until the end of the block."""
    api = CloudApi()
    async with listening(api.speak) as api.base:
        yield api
