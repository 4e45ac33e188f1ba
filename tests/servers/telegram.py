"""A Bot API on loopback that keeps its written rules: updates wait until a higher offset confirms them, one program asks.

It can answer late, wrongly, half or not at all. `faults` holds, by method, what the next calls meet:
a status with a body, or `cut` (hangs up before it acts), `mute` (acts, then hangs up), `half` (acts, then half an answer),
`short` (the same, as if the line was cut), `hang` (acts, and never answers), `html` (502 of a proxy), `redirect`, `noise` (200 without JSON).
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.servers.listening import listening, write

TOKEN = "123456:AAE-geheim_geheim"
Json = dict[str, object]


@dataclass
class BotApi:
    """One bot's server."""

    updates: list[Json] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    faults: dict[str, list[str | tuple[int, Json]]] = field(default_factory=lambda: defaultdict(list))
    webhook: str = ""
    base: str = ""
    polls: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)
    waits: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, *updates: Json) -> None:
        """Let updates wait to be fetched."""
        self.updates += updates
        self.news.set()

    def says(self, id: int, text: str, chat: int = 7) -> None:
        """Let a customer write."""
        who = {"id": chat, "is_bot": False, "first_name": "Käthe"}
        message = {"message_id": id, "from": who, "chat": {**who, "type": "private"}, "date": 1784000000 + id}
        self.put({"update_id": 1000 + id, "message": {**message, "text": text}})

    async def act(self, method: str, body: Json) -> tuple[int, Json]:
        """Do what a method does."""
        match method:
            case "getMe":
                return _good({"id": 123456, "is_bot": True, "first_name": "Acme", "username": "acme_bot"})
            case "getWebhookInfo":
                return _good({"url": self.webhook, "pending_update_count": len(self.updates)})
            case "sendMessage":
                self.sent.append(body)
                return _good({"message_id": 500 + len(self.sent), "chat": {"id": body["chat_id"]}})
            case "getUpdates":
                return await self._poll(body)
        return 404, {"ok": False, "error_code": 404, "description": "Not Found"}

    async def _poll(self, body: Json) -> tuple[int, Json]:
        if self.webhook or self.polls:
            return 409, {"ok": False, "error_code": 409, "description": "Conflict"}
        offset, wait = int(str(body.get("offset", 0))), float(str(body.get("timeout", 0)))
        known = [id for u in self.updates if isinstance(id := u.get("update_id"), int)]
        if known and offset > known[-1] + 10:
            offset = 0  # as the real one does: an offset that lies in the future is none
        ids = [(u.get("update_id"), u) for u in self.updates]
        self.updates = [u for id, u in ids if not isinstance(id, int) or id >= offset]
        self.polls += 1
        try:
            if not self.updates and wait:
                self.news.clear()
                self.waits.set()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait(), wait)
        finally:
            self.polls -= 1
        return _good(self.updates[: int(str(body.get("limit", 100)))])

    async def speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lengths = [line for line in head.lower().split("\r\n") if line.startswith("content-length:")]
            body = json.loads(await reader.readexactly(int(lengths[0].partition(":")[2]) if lengths else 0) or b"{}")
            _, token, method = head.split()[1].split("/")
            self.asked.append((method, body))
            await self._answer(writer, token == f"bot{TOKEN}", method, body)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, writer: asyncio.StreamWriter, known: bool, method: str, body: Json) -> None:
        fault = self.faults[method].pop(0) if self.faults[method] else None
        if not known:
            fault = (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        if isinstance(fault, tuple):
            await write(writer, fault[0], json.dumps(fault[1]).encode())
        elif fault == "cut":
            return
        elif fault == "html":
            await write(writer, 502, b"<html>Bad Gateway</html>")
        elif fault == "redirect":
            await write(writer, 302, b"{}", "Location: /elsewhere\r\n")
        else:
            status, found = await self.act(method, body)
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


def _good(result: object) -> tuple[int, Json]:
    return 200, {"ok": True, "result": result}


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """Run a server until the end of the block."""
    api = BotApi()
    async with listening(api.speak) as api.base:
        yield api
