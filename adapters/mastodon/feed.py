"""Asks a server what happened: since the last time, or in the last days where the channel is new.

Lists are the truth and streams the bell: a list has an order, a place to go on from, and what is filtered. Notifications
(`include_filtered`, or strangers' mentions that wait for our consent would never come), conversations (whose place stands
in the Link header alone), and our own statuses, so that what was answered elsewhere is known here.
https://docs.joinmastodon.org/methods/notifications/#get, …/conversations/#get, …/accounts/#statuses, …/api/guidelines/#pagination
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from adapters.kit.found import Found, inner, name_of, objects, stamp, words
from adapters.mastodon.parse import DELETES, EDITS, carried, event_of, parse
from adapters.mastodon.places import DIRECT
from adapters.mastodon.seen import Seen
from adapters.mastodon.server import GONE, Query, Server, path
from adapters.mastodon.statuses import View, partner
from inbox.ports.adapter import Batch, Entry, Kind

PAGE = 40
"""Entries in one answer."""
PAGES = 50
"""Answers that are read at most, back to where a new channel begins."""
AGAIN = 40
"""Remembered statuses that are looked at again, to see whether they were edited or deleted."""
ALONE = 10
"""Of those, how many are asked for one by one."""
ROOTS = 2000
"""Threads that are remembered while the program runs."""
FEW = 15
"""Entries below which an answer holds all there is: some servers give fewer than they are asked for."""
ALL = frozenset({"notifications", "conversations", "own"})
BELLS = {
    "opened": ALL,
    "notification": frozenset({"notifications"}),
    "notifications_merged": frozenset({"notifications"}),
    "conversation": frozenset({"conversations"}),
}
"""Events that say that a list has grown, and which; where a line stands anew, any of them may have."""
WANTED = (
    "mention quote favourite reblog follow follow_request poll update quoted_update severed_relationships"
    " moderation_warning pleroma:emoji_reaction pleroma:chat_mention".split()
)
"""Notifications that concern a dialogue or our account; not that somebody we follow has written."""
_PREVIOUS = re.compile(r'[?&](?:min_id|since_id)=([^&>]+)[^>]*>;\s*rel="?prev')
_NEXT = re.compile(r'[?&]max_id=([^&>]+)[^>]*>;\s*rel="?next')


class List(NamedTuple):
    """A list of the server's; `event` is what an entry of it would be called in a stream."""

    name: str
    event: str
    where: str
    query: tuple[tuple[str, str], ...] = ()


class Feed:
    """Reads one account's lists and says what is new in them; `seen` is what the next batch's cursor says.

    `sent` names the reply of ours that a status is, "" where that is not known.
    """

    def __init__(self, server: Server, me: str, seen: Seen, since: datetime, sent: Callable[[Found], str]) -> None:
        self._server = server
        self._sent = sent
        self._begins = not seen.upto
        self._me = me
        self._since = since
        self.seen = seen
        self._before: datetime | None = None
        self._view = View(frozenset({me}))
        self._roots: dict[str, str] = {}
        self._lists = [
            List(
                "notifications",
                "notification",
                path("notifications"),
                (("include_filtered", "true"), *(("types[]", t) for t in WANTED)),
            ),
            List("conversations", "conversation", path("conversations")),
            List("own", "update", path("accounts", me, "statuses"), (("exclude_reblogs", "true"),)),
        ]

    async def catch_up(self, names: frozenset[str] = ALL) -> AsyncGenerator[Batch, None]:
        """Yield what is new in some lists, a page at a time; each batch's cursor claims what it holds and no more.

        Where all are read, the latest statuses are looked at again. Raises: Refused, Unreachable.
        """
        self._before = stamp(self.seen.newest)
        waits = names
        while waits:
            found: list[tuple[List, Found]] = []
            for each in [each for each in self._lists if each.name in waits]:
                whole = each.name not in self.seen.upto
                page = [(each, item) for item in await self._page(each)]
                waits = waits - {each.name} if whole or len(page) < FEW else waits
                found += page
            if not found:
                break
            found.sort(key=lambda pair: words(pair[1], "created_at") or words(_status(pair[1]), "created_at"))
            entries = [entry for each, item in found for entry in await self._entries(each.event, item)]
            yield Batch(tuple(entries), self.seen.cursor)
        entries = await self._again() if names == ALL else []
        self._begins = False
        yield Batch(tuple(entries), self.seen.cursor, caught_up=True)

    async def _page(self, each: List) -> list[Found]:
        """Return the next entries behind where we were, or all since we begin; and move on."""
        upto = self.seen.upto.get(each.name, "")
        if not upto:
            return await self._back(each)
        items, newest, _ = await self._read(each, (("min_id", upto),))
        if not items or newest in ("", upto):
            return []
        self.seen.upto[each.name] = newest
        return items

    async def _back(self, each: List) -> list[Found]:
        found: list[Found] = []
        place, before = "", ""
        for _ in range(PAGES):
            items, newest, older = await self._read(each, (("max_id", before),) if before else ())
            place = place or newest
            new = [i for i in items if (stamp((_status(i) or i).get("created_at")) or self._since) >= self._since]
            found += new
            if len(new) < len(items) or not items or older in ("", before):
                break
            before = older
        if place:
            self.seen.upto[each.name] = place
        return found

    async def _read(self, each: List, query: Query) -> tuple[list[Found], str, str]:
        """Return a page, newest first, with where it ends and where the older one would."""
        answer = await self._server.ask(each.where, (*each.query, *query, ("limit", str(PAGE))))
        if answer.status in (400, 422) and any(key == "types[]" for key, _ in each.query):
            # A server that does not know one of the kinds: then all of them.
            self._lists = [e._replace(query=e.query[:1]) if e.name == each.name else e for e in self._lists]
            return await self._read(next(e for e in self._lists if e.name == each.name), query)
        if answer.status in GONE:
            return [], "", ""
        if answer.status >= 300:
            raise self._server.broken(answer)
        items, link = objects(answer.items), answer.headers.get("link", "")
        ends = [name_of(_status(i) if each.event == "conversation" else i) for i in items] or [""]
        newest = unquote(m[1]) if (m := _PREVIOUS.search(link)) else ends[0]
        older = unquote(m[1]) if (m := _NEXT.search(link)) else ends[-1]
        return items, newest, older

    async def _entries(self, event: str, item: Found) -> list[Entry]:
        """Return what an entry of a list, or a stream's event, says that is new."""
        status = _status(item) or (item if event == "update" else {})
        if (event in ("update", "conversation") or words(item, "type") == "mention") and status:
            if name_of(status) in self.seen.statuses:
                return self._edit(status)
            before = await self._missed(status) if event == "conversation" else []
            mine = name_of(inner(status, "account")) == self._me
            if inner(status, "reblog") or (mine and not await self._spoken(status)):
                self.seen.keep(status, await self._root(status))
                return before
            return [*before, await self._entry(event, item, status)]
        if not status:
            return [_entry(event, item, self._me)]
        edits = self._edit(status) if name_of(status) in self.seen.statuses else []
        return [await self._entry(event, item, status), *edits]

    async def _entry(self, event: str, item: Found, status: Found) -> Entry:
        root = await self._root(status)
        mine = name_of(inner(status, "account")) == self._me
        entry = _entry(event, item, self._me, root, self._sent(status) if mine else "")
        if any(s.kind in (Kind.MESSAGE, Kind.ECHO) and s.external_id == name_of(status) for s in entry.says):
            self.seen.keep(status, root)
        return entry

    async def _spoken(self, status: Found) -> bool:
        """Tell whether a status of ours is one of a dialogue, and not in the inbox already.

        What this channel's own program wrote was written here: its answer may have been lost, but the reply is there,
        and whoever repeats it finds it. Only a channel that begins takes it for what was said before.
        """
        if not partner(status, self._view):
            return False
        if self._begins or self._sent(status):
            return True
        program = words(inner(status, "application"), "name")
        return not program or program != await self._server.program()

    def _edit(self, status: Found) -> list[Entry]:
        """Return that a status we know was edited since."""
        if not self.seen.edited(status):
            return []
        root = self.seen.root(name_of(status))
        self.seen.keep(status, root)
        if name_of(inner(status, "account")) == self._me and not partner(status, self._view):
            return []
        return [_entry("status.update", status, self._me, root)]

    async def _root(self, status: Found) -> str:
        """Return where a status's thread begins; a direct one needs none."""
        id, parent = name_of(status), name_of(status, "in_reply_to_id")
        if not parent or status.get("visibility") == DIRECT:
            return id
        if not (root := self.seen.root(parent) or self._roots.get(parent, "")):
            await self._ancestors(status)
            root = self._roots[parent]
        return root

    async def _ancestors(self, status: Found) -> list[Found]:
        """Return what a status answers, oldest first, and remember where that begins."""
        answer = await self._server.ask(path("statuses", name_of(status), "context"))
        found = objects(answer.found.get("ancestors")) if answer.status < 300 else []
        parent = name_of(status, "in_reply_to_id")
        top = found[0] if found else {}
        root = name_of(top, "in_reply_to_id") or name_of(top) or parent
        if len(self._roots) > ROOTS:
            self._roots.clear()
        self._roots.update({name_of(each): root for each in found} | {parent: root})
        return found

    async def _missed(self, status: Found) -> list[Entry]:
        """Return direct messages that only stand in the thread.

        Of a conversation the list shows the last one, and whoever clears the notifications elsewhere takes the others away.
        """
        if not name_of(status, "in_reply_to_id") or name_of(status, "in_reply_to_id") in self.seen.statuses:
            return []
        since = self._before or self._since
        entries: list[Entry] = []
        for each in await self._ancestors(status):
            others = name_of(inner(each, "account")) != self._me or await self._spoken(each)
            fresh = (stamp(each.get("created_at")) or self._since) > since
            if name_of(each) not in self.seen.statuses and fresh and others:
                entries.append(await self._entry("update", each, each))
        return entries

    async def _again(self) -> list[Entry]:
        """Return which of the latest statuses were edited or deleted: strangers' changes come in no list."""
        ids = list(self.seen.statuses)[-AGAIN:]
        if not ids:
            return []
        answer = await self._server.ask("api/v1/statuses", [("id[]", id) for id in ids])  # since 4.3
        found = {name_of(s): s for s in objects(answer.items)} if answer.status < 300 else {}
        entries: list[Entry] = []
        for id in [id for id in ids if id not in found][-ALONE:]:
            single = await self._server.ask(path("statuses", id))
            if single.status in GONE:
                entries += self.deleted(id)
            elif single.status < 300:
                found[id] = single.found
        return [*(e for id in ids if id in found for e in self._edit(found[id])), *entries]

    def deleted(self, id: str) -> list[Entry]:
        """Return that a status is gone."""
        self.seen.statuses.pop(id, None)
        return [_entry("delete", id, self._me)]

    async def heard(self, event: Found) -> list[Entry]:
        """Return what a stream's event says itself; nothing where it rings for what stands in a list."""
        name, payload = words(event, "event"), carried(event)
        status = payload if isinstance(payload, dict) else {}
        mine = name_of(inner(status, "account")) == self._me
        if name in BELLS:
            return []
        if name == "update":
            return await self._entries(name, status) if mine else []
        if name in EDITS:
            if name_of(status) in self.seen.statuses:
                return self._edit(status)
            named = mine or any(name_of(m) == self._me for m in objects(status.get("mentions")))
            return [_entry(name, status, self._me, await self._root(status))] if named else []
        if name in DELETES:
            return self.deleted(name_of(status) or name_of({"id": payload}))
        return [_entry(name, payload, self._me)]


def _status(item: Found) -> Found:
    """Return the status in an entry of a list."""
    return inner(item, "status") or inner(item, "last_status")


def _entry(event: str, payload: object, me: str, root: str = "", token: str = "") -> Entry:
    raw = event_of(event, payload, me, root, token)
    return Entry(raw, tuple(parse(raw, {})))
