"""Direct messages of a page or an Instagram account: asks for what is new, sends once, and looks what became of it.

https://developers.facebook.com/docs/messenger-platform/conversations (at most two calls a second; newest first)
https://developers.facebook.com/docs/messenger-platform/reference/send-api (no key that would make repeating safe; one
call for the text and one for every file; `metadata` comes back in the echo, but not in the Conversations API)
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from adapters.kit.envelope import time_of
from adapters.kit.found import Found, inner, name_of, objects, sound, words
from adapters.kit.graph import Graph, Late, Refusal
from adapters.kit.http import Call
from adapters.kit.messenger import mid
from adapters.kit.places import Place
from inbox.errors import Ambiguous, NotSent, Rejected, Unreachable
from inbox.ports.adapter import File, Outgoing, ReplyWindow, Sent, Standing, Visibility, Window

DAY, WEEK = timedelta(hours=24), timedelta(days=7)
OVERLAP = timedelta(minutes=10)
"""How far behind the newest we ask again: platforms do not list in the order in which they take."""
PACE = 0.5
"""Seconds between two calls."""
PAGES = 200
"""Lists that are followed at most, so that one that leads in a circle ends."""
SETTLED = timedelta(seconds=20)
"""How long a message may take until a list shows it."""
LOOKS = timedelta(minutes=1)
"""How far a platform's clock may lie behind ours."""

PLAIN = "id,created_time,from,to,message,attachments,shares"
"""What every version tells of a message. One that is asked for something it does not have any more tells nothing."""
_WRONG = 100
"""The number of a question that cannot be asked so."""

Sleep = Callable[[float], Awaitable[None]]


def window(standing: Standing, human: bool, now: datetime) -> ReplyWindow:
    """Say until when a direct message may be answered: 24 hours, and 7 days by a person."""
    if standing.visibility is Visibility.PUBLIC:
        return ReplyWindow(Window.OPEN)
    if standing.hint == Window.BLOCKED:
        return ReplyWindow(Window.BLOCKED, None, "They do not want to be written to.")
    if standing.last_in is None:
        return ReplyWindow(Window.CLOSED, None, "Meta lets a business write only to who wrote to it before.")
    day, week = standing.last_in + DAY, standing.last_in + WEEK
    if now < day:
        return ReplyWindow(Window.OPEN, day)
    if human and now < week:
        return ReplyWindow(Window.AGENT, week, "More than 24 hours have passed: until then a person may still answer.")
    return ReplyWindow(
        Window.CLOSED,
        None,
        "They wrote too long ago; Meta takes an answer again when they write again, or write to them elsewhere.",
    )


async def pages(graph: Graph, path: str, query: Mapping[str, str], sleep: Sleep) -> AsyncIterator[list[Found]]:
    """Yield a list's parts until it ends or nobody asks on. Raises: Refused, Unreachable."""
    after = ""
    for _ in range(PAGES):
        found = await graph.read(path, {**query, **({"after": after} if after else {})})
        if not isinstance(found.get("data"), list):
            raise Unreachable("Meta does not answer as it should: {words}", words="no list")
        yield objects(found["data"])
        before, after = after, next_of(found)
        if not after or after == before:
            return
        await sleep(PACE)


def next_of(found: Found) -> str:
    """Return the cursor of what follows in a list, "" at its end."""
    paging = inner(found, "paging")
    return words(inner(paging, "cursors"), "after") if words(paging, "next") else ""


async def behind(
    graph: Graph, first: Found, path: str, query: Mapping[str, str], since: datetime, sleep: Sleep
) -> list[Found]:
    """Return a list, newest first, that came within something else, and what follows until it is older than `since`."""
    found, after = objects(first.get("data")), next_of(first)
    for _ in range(PAGES):
        if not after or not found or at(found[-1]) < since:
            break
        await sleep(PACE)
        part = await graph.read(path, {**query, "after": after})
        found += objects(part.get("data"))
        before, after = after, next_of(part)
        if after == before:
            break
    return found


class Direct:
    """The direct messages of one account. `own` are the ids under which it appears, `fields` what a message has."""

    def __init__(self, graph: Graph, platform: str, fields: str, sleep: Sleep, now: Callable[[], datetime]) -> None:
        self._graph, self._platform, self._fields = graph, platform, fields
        self._sleep, self._now = sleep, now
        self._begun: dict[str, datetime] = {}
        self._fits = False

    async def since(self, since: datetime) -> AsyncIterator[tuple[datetime | None, list[Found]]]:
        """Yield what was said since then, dialogue by dialogue, the newest first, with when each last changed."""
        await self._fit()
        part = f"messages.limit(20){{{self._fields}}}"
        query = {"platform": self._platform, "fields": f"id,updated_time,{part}", "limit": "25"}
        async for dialogues in pages(self._graph, "me/conversations", query, self._sleep):
            for dialogue in dialogues:
                changed = time_of(dialogue.get("updated_time"))
                if changed is not None and changed < since - OVERLAP:
                    return
                yield changed, await self._messages(dialogue, since - OVERLAP)

    async def _fit(self) -> None:
        """Find out once whether all can be asked for, and else ask for less."""
        if self._fits:
            return
        query = {"platform": self._platform, "fields": f"messages.limit(1){{{self._fields}}}", "limit": "1"}
        try:
            found = await self._graph.read("me/conversations", query)
        except Refusal as cause:
            if cause.said.code != _WRONG:
                raise
            self._fields = PLAIN
        else:
            if not isinstance(found.get("data"), list):
                raise Unreachable("Meta does not answer as it should: {words}", words="no list")
        self._fits = True
        await self._sleep(PACE)

    async def _messages(self, dialogue: Found, since: datetime) -> list[Found]:
        path, query = f"{quote(name_of(dialogue), safe='')}/messages", {"fields": self._fields, "limit": "20"}
        found = await behind(self._graph, inner(dialogue, "messages"), path, query, since, self._sleep)
        return [message for message in found if at(message) >= since]

    async def send(self, out: Outgoing, place: Place, *, human: bool, token: bool) -> Sent:
        """Send files one by one, then the text. Raises: NotSent, Rejected; Ambiguous, also where only a part arrived."""
        self.begin(out.token)
        parts = [_file(file) for file in out.files]
        if out.text or not parts:
            message: dict[str, object] = {"text": sound(out.text)}
            parts.append(Call("POST", "", json={"message": {**message, **({"metadata": out.token} if token else {})}}))
        id = ""
        for number, part in enumerate(parts):
            try:
                id = await self._deliver(part, place.person, human=human)
            except NotSent as cause:
                if number:
                    raise Ambiguous("Only a part of it arrived: {words}", words=str(cause)) from cause
                raise
        return Sent(id)

    def begin(self, token: str) -> None:
        """Remember when a send began: what is not listed soon after may be later."""
        now = self._now()
        self._begun = {t: at for t, at in self._begun.items() if now - at < DAY}
        self._begun[token] = now

    async def _deliver(self, part: Call, person: str, *, human: bool) -> str:
        try:
            found = await self._graph.send(_addressed(part, person, {"messaging_type": "RESPONSE"}))
        except Late:
            # Refused for certain, so a second call is no double. It needs the right Human Agent, so it is not the first.
            if not human:
                raise
            tagged = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
            try:
                found = await self._graph.send(_addressed(part, person, tagged))
            except Rejected as cause:
                raise Rejected(
                    "They wrote more than 24 hours ago, and Meta does not let us answer as a person either. The app needs"
                    " the right Human Agent (developers.facebook.com, App Review), or they wrote more than 7 days ago:"
                    " {words}",
                    words=cause.values.get("words", ""),
                ) from cause
        id = mid(found, "message_id")
        if not id:
            raise Ambiguous("Meta took it but did not say under which id.")
        return id

    async def look(self, out: Outgoing, place: Place, own: frozenset[str]) -> Sent | None:
        """Look for a message by its text and time. Raises: Ambiguous, Unreachable."""
        await self._fit()
        fields = f"messages.limit(20){{{self._fields}}}"
        query = {"platform": self._platform, "user_id": place.person, "fields": fields}
        found = await self._graph.read("me/conversations", query)
        if not isinstance(found.get("data"), list):
            raise Unreachable("Meta does not answer as it should: {words}", words="no list")
        ours = [
            message
            for dialogue in objects(found["data"])
            for message in objects(inner(dialogue, "messages").get("data"))
            if name_of(inner(message, "from")) in own
        ]
        return self.settle(out, [(mid(m, "id"), words(m, "message"), at(m)) for m in ours])

    def settle(self, out: Outgoing, ours: list[tuple[str, str, datetime]]) -> Sent | None:
        """Tell whether one of our messages (id, text, time) is this one. Raises: Ambiguous."""
        began = self._begun.get(out.token)
        since = began or out.written_at
        for id, text, when in ours:
            fresh = id and id not in out.references and (since is None or when >= since - LOOKS)
            if fresh and text.split() == out.text.split():
                return Sent(id)
        if out.files:
            raise Ambiguous("Nobody can say which of the files arrived.")
        return None

    def rest(self, token: str) -> float:
        """Return for how many seconds what is not listed may yet be; 0 where it was begun in another life."""
        began = self._begun.get(token)
        return max(0.0, (began + SETTLED - self._now()).total_seconds()) if began else 0.0


def at(found: Found) -> datetime:
    """Return when something was said; what has no time counts as new."""
    return time_of(found.get("created_time")) or time_of(found.get("timestamp")) or datetime.max.replace(tzinfo=UTC)


def _addressed(part: Call, person: str, kind: Mapping[str, str]) -> Call:
    if isinstance(part.json, dict):
        return Call("POST", "me/messages", json={"recipient": {"id": person}, **kind, **part.json})
    form = {"recipient": json.dumps({"id": person}), **kind, **(part.form or {})}
    return Call("POST", "me/messages", form=form, files=part.files)


def _file(file: File) -> Call:
    kind = file.type.partition("/")[0]
    kind = kind if kind in ("image", "audio", "video") else "file"
    message = json.dumps({"attachment": {"type": kind, "payload": {"is_reusable": False}}})
    return Call("POST", "", form={"message": message}, files={"filedata": (file.name, file.content, file.type)})
