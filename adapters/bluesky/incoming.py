"""Fetches what is new: notifications, newest first, back to what is known, and the log of the chat, oldest first.

The AppView sorts notifications by the earlier of `createdAt` and `indexedAt`, so that a post written offline comes in
below newer ones. Hence each round reads an hour further back than the newest that is stored, and the first page whole;
what was told already is left out, and what a restart tells again is known by its key.
https://github.com/bluesky-social/atproto (packages/bsky, indexing/plugins/post.ts: `sortAt`)
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from adapters.bluesky.outgoing import Outbox
from adapters.bluesky.parse import parse
from adapters.bluesky.session import CHAT, Session, barred, failure, query
from adapters.kit.found import Found, digest, inner, objects, stamp, words
from adapters.kit.http import Answer, Call, Paused
from inbox.errors import Refused, Unreachable
from inbox.ports.adapter import Batch, Context, Entry, Incoming, Kind

PAGE = 100
"""Entries in one answer, at most."""
BACK = timedelta(hours=1)
"""How much further back than the newest known one each round reads."""
PATIENCE = 60.0
"""Seconds we wait at most where the platform asks for patience; then the channel says so."""
ROUNDS = 1000
"""Answers that are read in one round at most: a server that hands out cursors without end has no news."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far we have read: the time of the newest notification, and the chat's own cursor."""

    seen: str = ""
    log: str = ""

    @classmethod
    def of(cls, text: str) -> Cursor:
        """Read a stored cursor; what is none begins anew."""
        try:
            found = json.loads(text) if text else {}
        except ValueError:
            return cls()
        return cls(words(found, "seen"), words(found, "log")) if isinstance(found, dict) else cls()

    def text(self) -> str:
        """Return it as it is stored."""
        return json.dumps(asdict(self))


class Inbox:
    """Fetches for one account. `days` is how far back the first round goes, `poll` the seconds between rounds."""

    def __init__(self, session: Session, outbox: Outbox, context: Context, poll: float, days: float) -> None:
        self._session = session
        self._outbox = outbox
        self._context = context
        self._poll = poll
        self._days = days
        self._members: dict[str, list[object]] = {}

    async def batches(self, text: str, *, chats: bool) -> AsyncIterator[Batch]:
        """Yield what is new, forever. Raises: Unreachable, Refused."""
        cursor, told = Cursor.of(text), set[str]()
        while True:
            try:
                news, seen = await self._notifications(cursor.seen, told)
                for start in range(0, len(news), PAGE):
                    part = news[start : start + PAGE]
                    # The cursor never claims more than what was given: it moves with the part that reaches it.
                    at = seen if start + PAGE >= len(news) else _iso(_sorted_at(part[-1])) or cursor.seen
                    cursor = replace(cursor, seen=at)
                    yield Batch(tuple(map(self._entry, part)), cursor.text())
                cursor = replace(cursor, seen=seen)
                entries: list[Entry] = []
                if chats:
                    entries, log, chats = await self._chat(cursor.log)
                    cursor = replace(cursor, log=log)
            except Paused as cause:
                await self._context.sleep(min(PATIENCE, cause.seconds or 0))
                raise
            yield Batch(tuple(entries), cursor.text(), caught_up=True)
            await self._context.sleep(self._poll)

    async def _asked(self, path: str, headers: Mapping[str, str] | None = None, **values: object) -> Answer:
        return await self._session.read(Call("GET", f"xrpc/{path}", query(**values), headers or {}))

    def _good(self, answer: Answer, key: str) -> list[object]:
        """Return a good answer's list. Raises: Refused, Unreachable."""
        name, said = failure(answer), self._session.said(answer)
        if name.startswith(("AccountTakedown", "AccountSuspended", "AccountDeactivated")):
            raise Refused("Bluesky has closed this account: {words}", words=said)
        if barred(answer) or answer.status in (401, 403):
            raise Refused("Bluesky does not let us read ({words}); enter a new app password.", words=said)
        found = answer.found.get(key)
        if name or not isinstance(found, list):
            raise Unreachable("Bluesky does not answer as it should: {words}", words=said if name else f"no {key}")
        return found

    # --- notifications

    async def _notifications(self, seen: str, told: set[str]) -> tuple[list[object], str]:
        """Return what is new, oldest first, and the time up to which we know now."""
        known = stamp(seen)
        floor = known - BACK if known else self._context.now() - timedelta(days=self._days)
        fresh: list[object] = []
        met: set[str] = set()
        page = ""
        for round in range(ROUNDS):
            answer = await self._asked("app.bsky.notification.listNotifications", limit=PAGE, cursor=page)
            listed = self._good(answer, "notifications")
            times = [_sorted_at(n) for n in listed]
            fresh += [
                one
                for one, at in zip(listed, times, strict=True)
                if _name(one) not in told | met and (at is None or at >= floor or (known and not round))
            ]
            met.update(map(_name, listed))
            before, page = page, words(answer.found, "cursor")
            if not listed or not page or page == before or min(filter(None, times), default=floor) < floor:
                break
        # What is not listed any more need not be known: it lies too far back, or is gone.
        told.clear()
        told.update(met)
        fresh.sort(key=lambda one: _sorted_at(one) or floor)
        return fresh, _iso(max([known or floor, *filter(None, map(_sorted_at, fresh))]))

    def _entry(self, found: object) -> Entry:
        raw = json.dumps(found).encode()
        return Entry(raw, tuple(parse(raw, {})))

    # --- the chat

    async def _chat(self, log: str) -> tuple[list[Entry], str, bool]:
        """Return what the log says behind `log`, where it is read up to now, and whether there is a chat at all."""
        did = (await self._session.opened()).did
        answer = await self._asked("chat.bsky.convo.getLog", CHAT, cursor=log)
        if barred(answer) or failure(answer) in ("MethodNotImplemented", "XRPCNotSupported", "HTTP 404", "HTTP 501"):
            # Without the right there is no chat to listen to; `check` says so.
            return [], log, False
        if log and answer.status == 400:
            # The log is not kept for ever; what was missed is read from the conversations themselves.
            return await self._chat("")
        entries: list[Entry] = [] if log else await self._missed(did)
        for _ in range(ROUNDS):
            listed = self._good(answer, "logs")
            entries += [await self._logged(did, one) for one in listed]
            before, log = log, words(answer.found, "cursor") or log
            if not listed or log == before:
                break
            answer = await self._asked("chat.bsky.convo.getLog", CHAT, cursor=log)
        return entries, log, True

    async def _logged(self, did: str, found: object) -> Entry:
        convo = words(found, "convoId") if isinstance(found, dict) else ""
        if convo and convo not in self._members:
            answer = await self._asked("chat.bsky.convo.getConvo", CHAT, convoId=convo)
            members = inner(answer.found, "convo").get("members") if not failure(answer) else None
            # One that was left cannot be asked about any more.
            self._members[convo] = members if isinstance(members, list) else []
        return self._told(did, convo, found)

    def _told(self, did: str, convo: str, found: object) -> Entry:
        """Keep an entry with what it does not say itself: who we are, and with whom we talk."""
        around = {"account": did, "convoId": convo, "members": self._members.get(convo, []), "said": found}
        raw = json.dumps(around).encode()
        return Entry(raw, tuple(self._known(said) for said in parse(raw, {})))

    def _known(self, said: Incoming) -> Incoming:
        if said.kind is not Kind.ECHO:
            return said
        return replace(said, token=self._outbox.token_of(said.conversation_key, said.external_id, said.text))

    async def _missed(self, did: str) -> list[Entry]:
        """Return the messages of the first round's days, conversation by conversation."""
        since, entries = self._context.now() - timedelta(days=self._days), list[Entry]()
        for status in ("accepted", "request"):
            page = ""
            for _ in range(ROUNDS):
                answer = await self._asked("chat.bsky.convo.listConvos", CHAT, limit=PAGE, status=status, cursor=page)
                listed = objects(self._good(answer, "convos"))
                recent = [c for c in listed if (at := stamp(inner(c, "lastMessage").get("sentAt"))) and at >= since]
                for convo in recent:
                    entries += await self._messages(did, convo, since)
                before, page = page, words(answer.found, "cursor")
                # Those with the latest message come first.
                if not recent or not page or page == before:
                    break
        return entries

    async def _messages(self, did: str, convo: Found, since: datetime) -> list[Entry]:
        id, page, found = words(convo, "id"), "", list[object]()
        members = convo.get("members")
        self._members[id] = members if isinstance(members, list) else []
        for _ in range(ROUNDS):
            answer = await self._asked("chat.bsky.convo.getMessages", CHAT, convoId=id, limit=PAGE, cursor=page)
            listed = self._good(answer, "messages")
            recent = [
                m for m in listed if isinstance(m, dict) and ((at := stamp(m.get("sentAt"))) is None or at >= since)
            ]
            found += recent
            before, page = page, words(answer.found, "cursor")
            if len(recent) < len(listed) or not listed or not page or page == before:
                break
        return [self._told(did, id, one) for one in (*reversed(found), convo)]


def _sorted_at(found: object) -> datetime | None:
    """Return where Bluesky sorts a notification: by when it was seen, or claims to be written, whichever is earlier."""
    one = found if isinstance(found, dict) else {}
    times = [t for t in (stamp(one.get("indexedAt")), stamp(inner(one, "record").get("createdAt"))) if t]
    return min(times, default=None)


def _name(found: object) -> str:
    one = found if isinstance(found, dict) else {}
    return f"{words(one, 'reason')} {words(one, 'uri')}" if words(one, "uri") else digest(found)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
