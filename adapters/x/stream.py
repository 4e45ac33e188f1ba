"""Listens to the activity stream: events as they happen, and after every gap the lists are asked.

https://docs.x.com/x-api/activity/activity-stream and https://docs.x.com/x-api/fundamentals/handling-disconnections: an empty
line at least every 20 seconds; after a broken connection 250 ms more each time, up to 16 s; after an HTTP error 5 s, doubled up
to 320 s; after 429 one minute, doubled.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from adapters.kit.found import Found, inner, number, objects, opened, words
from adapters.kit.http import Call, Http, Paused, Refusal
from adapters.x.access import Access
from adapters.x.news import News
from adapters.x.parse import parse
from inbox.errors import Refused, Unreachable
from inbox.ports.adapter import Batch, Context, Entry

ALIVE = 25.0
"""Seconds without a line, after which the stream is dead: X promises one every 20."""
WANTED = (
    "post.mention.create", "post.reply.create", "post.quote.create", "post.create", "post.delete", "like.create",
    "dm.received", "dm.sent", "dm.read", "chat.received",
)  # fmt: skip
"""What is subscribed to: the dialogue, and what changes it."""
DIRECT = ("dm.", "chat.")


class Ladder:
    """How long to wait before the stream is asked for again."""

    def __init__(self) -> None:
        self.climbed()

    def climbed(self) -> None:
        """Begin below: the stream speaks."""
        self._network, self._http, self._limit = 0.25, 5.0, 60.0

    def pause(self, cause: Unreachable) -> float:
        """Return the seconds to wait after a failure, and climb."""
        if isinstance(cause, Paused):
            pause, self._limit = max(self._limit, cause.seconds or 0.0), min(self._limit * 2, 960.0)
        elif str(cause.values.get("reason", "")).startswith("HTTP"):
            pause, self._http = self._http, min(self._http * 2, 320.0)
        else:
            pause, self._network = self._network, min(self._network + 0.25, 16.0)
        return pause


class Stream:
    """The stream of one account's events."""

    def __init__(self, context: Context, base: str, bearer: str) -> None:
        self._context = context
        self.http = Http(base, headers=lambda: {"Authorization": f"Bearer {bearer}"})

    async def heard(self, news: News) -> AsyncIterator[Batch]:
        """Yield events as they happen, and what was missed while nobody listened."""
        ladder = Ladder()
        while True:
            try:
                listening = self.http.listen(Call("GET", "2/activity/stream"), ALIVE)
                async with aclosing(listening) as lines:  # type: ignore[type-var]  # it is a generator
                    async for line in lines:
                        ladder.climbed()
                        if entry := _entry(line):
                            yield Batch(news.heard(entry), news.cursor, caught_up=True)
                        # Only now: what happens from here on is heard, so that nothing falls between.
                        async for batch in news.fetched():
                            yield batch
                        if not line.strip():
                            yield Batch((), news.cursor, caught_up=True)
                cause = Unreachable(
                    "{host} does not answer as it should: {reason}.", host=self.http.host, reason="the end"
                )
            except Refusal as refusal:
                self._refused(refusal)
                cause = Unreachable("{host}: {reason}.", host=self.http.host, reason=f"HTTP {refusal.status}")
            except Unreachable as failure:
                cause = failure
            news.miss()
            async for batch in news.fetched():
                yield batch
            yield Batch((), news.cursor, caught_up=True)
            await self._context.sleep(ladder.pause(cause))

    def _refused(self, refusal: Refusal) -> None:
        if refusal.status in (401, 403):
            raise Refused(
                "X does not let the app listen: {words} (the bearer_token is at console.x.com, your app, Keys and tokens).",
                words=words(refusal.found, "detail") or words(refusal.found, "title") or f"HTTP {refusal.status}",
            ) from refusal

    async def aclose(self) -> None:
        """Let the connections go."""
        await self.http.aclose()


def _entry(line: bytes) -> Entry | None:
    """Return what a line says; an empty one is a sign of life, and that the stream ends is no news of a customer."""
    if not line.strip():
        return None
    try:
        found = opened(line)
    except ValueError:
        found = None
    if isinstance(found, dict) and "data" not in found and objects(found.get("errors")):
        return None
    return Entry(line, tuple(parse(line, {})))


async def subscribed(access: Access, me: Found, direct: bool) -> list[str]:
    """Subscribe to what is wanted and missing; return what X does not give. Raises: Unreachable, Refused."""
    answer = await access.ask(Call("GET", "2/activity/subscriptions", query={"max_results": "1000"}))
    us = number(me, "id")
    known = {
        words(one, "event_type")
        for one in objects(answer.found.get("data"))
        if number(inner(one, "filter"), "user_id") == us
    }
    missing = []
    for kind in WANTED:
        if kind in known or (not direct and kind.startswith(DIRECT)):
            continue
        body = {"event_type": kind, "filter": {"user_id": us}, "tag": "inbox"}
        made = await access.ask(Call("POST", "2/activity/subscriptions", json=body))
        # 409: somebody was faster, and it is there.
        if made.status >= 400 and made.status != 409:
            missing.append(f"{kind} ({access.said(made)})")
    return missing
