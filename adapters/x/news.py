"""Fetches what is new by asking: mentions behind the last one we know, and direct messages newer than it.

https://docs.x.com/x-api/posts/timelines/introduction: mentions reach 800 posts back; what lies further is looked for by the
search, which reaches a week back. https://docs.x.com/x-api/direct-messages/lookup/introduction: 30 days. Both come newest first,
so that everything is fetched before the oldest is handed on, and the cursor never claims more than was.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.kit.found import Found, inner, number, objects, unknown, words
from adapters.kit.http import Answer, Call, Paused
from adapters.x.access import Access
from adapters.x.parse import parse
from adapters.x.versions import begun, heard, raw_of
from inbox.errors import Refused, Unreachable
from inbox.ports.adapter import Batch, Context, Entry

PAGE = 100
FIRST = 20
"""Entries that a channel begins with; each one costs."""
REACH = 800
"""Posts that the list of mentions reaches back."""
PORTION = 100
"""Entries in one batch."""
EPOCH = 1288834974657
"""Where X's numbers begin, in milliseconds since 1970."""
PATIENCE = 60.0
"""Seconds without a question where X asks for patience and names no time."""
_POST = {
    "post.fields": "attachments,conversation_id,created_at,display_text_range,edit_controls,entities,id,note_post,"
    "reply_settings,text,withheld",
    "user.fields": "id,name,protected,username",
    "media.fields": "alt_text,media_key,preview_image_url,type,url,variants",
}
_MENTIONS = {
    **_POST,
    "expansions": "attachments.media_keys,attachments.poll_ids,author_id,edit_history_post_ids,in_reply_to_user_id,"
    "entities.mentions.username,referenced_posts",
    "poll.fields": "id,options",
}
_DIRECT = {
    **_POST,
    "dm_event.fields": "attachments,created_at,dm_conversation_id,entities,event_type,id,text",
    "expansions": "attachments.media_keys,participant_ids,referenced_posts,sender_id",
}


@dataclass(slots=True)
class Source:
    """One list that is asked for: which number was the last, and when it may be asked again."""

    key: str
    every: timedelta
    last: str = ""
    next: datetime | None = None


class News:
    """What is new in the account's lists."""

    def __init__(self, context: Context, access: Access, me: Found, sources: tuple[Source, ...], cursor: str) -> None:
        self._context = context
        self._access = access
        self._us, self._handle = number(me, "id"), words(me, "username")
        self._sources = sources
        self._due = {source.key for source in sources}
        try:
            known = json.loads(cursor) if cursor else {}
        except ValueError:
            known = {}
        for source in sources:
            source.last = number(known, source.key) if isinstance(known, dict) else ""

    @property
    def cursor(self) -> str:
        """Return how far each list was handed on."""
        known = {source.key: source.last for source in self._sources if source.last}
        return json.dumps(known) if known else ""

    def miss(self) -> None:
        """Let every list be asked again: something may have been missed."""
        self._due = {source.key for source in self._sources}

    def wait(self) -> float:
        """Return after how many seconds the next list may be asked."""
        now = self._context.now()
        return max(0.0, min((s.next - now).total_seconds() if s.next else 0.0 for s in self._sources))

    async def fetched(self) -> AsyncIterator[Batch]:
        """Yield what is new in the lists that are due and may be asked now."""
        for source in self._sources:
            now = self._context.now()
            if source.key not in self._due or (source.next is not None and source.next > now):
                continue
            source.next = now + source.every
            try:
                entries = await (self._direct(source) if source.key == "dms" else self._posts(source))
            except Paused as cause:
                # Only this list is closed for a while.
                source.next = now + timedelta(seconds=PATIENCE if cause.seconds is None else cause.seconds)
                continue
            self._due.discard(source.key)
            async for batch in self._portions(source, entries):
                yield batch

    async def _portions(self, source: Source, entries: list[tuple[str, Entry]]) -> AsyncIterator[Batch]:
        if not entries and not source.last:
            # From here on everything counts, not only the first page.
            source.last = number_at(self._context.now() - timedelta(minutes=1))
        for start in range(0, len(entries), PORTION):
            part = entries[start : start + PORTION]
            source.last = max([source.last, *(id for id, _ in part)], key=lambda id: (len(id), id))
            yield Batch(tuple(entry for _, entry in part), self.cursor)

    # --- mentions, and what we post ourselves

    async def _posts(self, source: Source) -> list[tuple[str, Entry]]:
        path = f"2/users/{self._us}/{'mentions' if source.key == 'mentions' else 'tweets'}"
        if not source.last and source.key == "posts":
            return []
        if not source.last:
            query = {**_MENTIONS, "max_results": str(FIRST)}
            return self._entries(await self._page(path, query))[::-1]
        query = {**_MENTIONS, "max_results": str(PAGE), "since_id": source.last}
        found = [entry async for entry in self._pages(path, query)]
        oldest = next((id for id, _ in reversed(found) if id), "")
        if len(found) >= REACH and oldest and source.key == "mentions":
            found += await self._further(source, oldest)
        return found[::-1]

    async def _further(self, source: Source, oldest: str) -> list[tuple[str, Entry]]:
        """Look for what the list does not reach. What even the search does not reach is said, not dropped."""
        query = {**_MENTIONS, "query": f"@{self._handle}", "max_results": str(PAGE)}
        query |= {"since_id": source.last, "until_id": oldest}
        try:
            return [entry async for entry in self._pages("2/tweets/search/recent", query)]
        except Paused:
            raise
        except (Unreachable, Refused) as cause:
            gap = {"since_id": source.last, "until_id": oldest}
            why = f"mentions between {source.last} and {oldest} could not be fetched: look for them in the X app ({cause})"
            return [(source.last, Entry(json.dumps(gap).encode(), (unknown(gap, why),)))]

    async def _pages(self, path: str, query: dict[str, str]) -> AsyncIterator[tuple[str, Entry]]:
        token = ""
        while True:
            answer = await self._page(path, {**query, "pagination_token": token} if token else query)
            for entry in self._entries(answer):
                yield entry
            following = words(inner(answer.found, "meta"), "next_token")
            if not following or following == token:
                return
            token = following

    # --- direct messages

    async def _direct(self, source: Source) -> list[tuple[str, Entry]]:
        query = {**_DIRECT, "max_results": str(PAGE if source.last else FIRST)}
        if not source.last:
            return self._entries(await self._page("2/dm_events", query))[::-1]
        found = []
        async for id, entry in self._pages("2/dm_events", query):
            # Without a number nobody knows its place: better twice than never.
            if id and (len(id), id) <= (len(source.last), source.last):
                break
            found.append((id, entry))
        return found[::-1]

    # --- both

    async def _page(self, path: str, query: dict[str, str]) -> Answer:
        answer = await self._access.ask(Call("GET", path, query=query))
        if answer.status == 403:
            raise Refused(
                "X does not let the app read {path}: {words} (console.x.com: your app needs the scopes tweet.read, users.read, dm.read).",
                path=path,
                words=self._access.said(answer),
            )
        if answer.status == 402:
            raise Refused(
                "X wants money first: buy credits at console.x.com ({words}).", words=self._access.said(answer)
            )
        if answer.status >= 400:
            raise Unreachable("X does not answer as it should: {words}", words=self._access.said(answer))
        if "data" in answer.found and not isinstance(answer.found["data"], list):
            raise Unreachable("X does not answer as it should: {words}", words="no list")
        return answer

    def _entries(self, answer: Answer) -> list[tuple[str, Entry]]:
        given = answer.found.get("data")
        includes = inner(answer.found, "includes")
        return [e for item in given for e in self._entry(item, includes)] if isinstance(given, list) else []

    def _entry(self, item: object, includes: Found) -> list[tuple[str, Entry]]:
        """Return what one thing of a list says; the first version of an edited post behind it, as the newest come first."""
        beside = around(item, includes, self._us)
        raw = raw_of(item, beside, self._us)
        entry = Entry(raw, tuple(parse(raw, {})))
        if not isinstance(item, dict):
            return [("", entry)]
        first = begun(entry, item, beside, self._us)
        # Without a number: how far the list was read, only what stands in it says.
        return [(number(item, "id"), entry), *([("", first)] if first else [])]

    def heard(self, event: Entry) -> tuple[Entry, ...]:
        """Return what an event of the stream says."""
        return heard(event, self._us)


def number_at(at: datetime) -> str:
    """Return the number that X would give at a time: it counts milliseconds (https://docs.x.com/fundamentals/x-ids)."""
    return str(max(1, int(at.timestamp() * 1000) - EPOCH) << 22)


def around(item: object, includes: Found, us: str) -> Found:
    """Return what of an answer's includes belongs to one entry, so that its raw bytes can be read again alone."""
    text = json.dumps(item)
    kept: Found = {}
    for key in ("posts", "tweets", "media", "polls", "users"):
        found = [one for one in objects(includes.get(key)) if _named(one, text, us)]
        if found:
            kept[key] = found
            text += json.dumps(found) if key in ("posts", "tweets") else ""
    return kept


def _named(one: Found, text: str, us: str) -> bool:
    id = words(one, "media_key") or number(one, "id")
    return bool(id) and (id == us or f'"{id}"' in text)
