"""Facebook: a page's Messenger, and the comments, posts, mentions and reviews of its visitors; delivery class B.

https://developers.facebook.com/docs/messenger-platform, https://developers.facebook.com/docs/graph-api/reference/page.
Nothing repeats a send safely. A direct message carries our token, which comes back in its echo; what has no echo is
looked for in the conversation, and a comment below its thread. A private answer to a comment is not offered: Meta takes
one a comment, and it would begin another conversation than the one that is answered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from adapters.facebook.parse import parse
from adapters.kit.direct import OVERLAP, at, behind
from adapters.kit.found import Found, inner, name_of, objects, words
from adapters.kit.graph import BASE
from adapters.kit.graph_settings import SETTINGS, capable
from adapters.kit.graph_trial import trial
from adapters.kit.graphed import Graphed
from adapters.kit.http import Call
from adapters.kit.places import Place
from inbox.errors import Ambiguous, Unreachable
from inbox.ports.adapter import Capabilities, Context, Identity, Incoming, Measure, Outgoing, Sent, Setting, Trial

DIRECT, COMMENT = 1999, 8000
"""Characters: a direct message has less than 2000 (platforms say "less"), a comment 8000."""
POSTS = 25
"""Newest posts whose comments are asked for; those of older ones come by webhook only."""
_BELOW = "id,message,created_time,from{id,name},parent{id,from},attachment,permalink_url,comment_count"


class Adapter(Graphed):
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "facebook"
    object: ClassVar[str] = "page"
    kind: ClassVar[str] = "messenger"
    fields: ClassVar[str] = "id,created_time,from,to,message,sticker,tags,attachments,shares"
    needs: ClassVar[tuple[str, ...]] = (
        "pages_messaging", "pages_manage_metadata", "pages_read_engagement", "pages_read_user_content",
        "pages_manage_engagement",
    )  # fmt: skip
    hooks: ClassVar[tuple[str, ...]] = (
        "messages", "messaging_postbacks", "message_echoes", "message_edits", "message_reactions", "message_reads",
        "message_deliveries", "feed", "mention",
    )  # fmt: skip
    can: ClassVar[Capabilities] = capable(files=True)
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "token",
            "the page's access token, from developers.facebook.com, your app, Messenger, Settings, Generate token",
            secret=True,
        ),
        *SETTINGS,
        Setting("api_base", "where the Graph API is", required=False, default=BASE),
    )

    def __init__(self, context: Context) -> None:
        secret = context.secrets.get("app_secret", "").strip()
        super().__init__(context, context.settings.get("api_base") or BASE, secret)

    async def _ask_who(self) -> Found:
        return await self._graph.read("me", {"fields": "id,name,username"})

    async def _renewed(self) -> None:
        """A page's token does not end by itself."""

    async def _public(self, since: datetime) -> AsyncIterator[tuple[datetime | None, list[Found]]]:
        below = f"comments.order(reverse_chronological).filter(stream).limit(50){{{_BELOW}}}"
        query = {"fields": f"id,created_time,from{{id,name}},message,{below}", "limit": str(POSTS)}
        found = await self._graph.read("me/feed", query)
        if not isinstance(found.get("data"), list):
            raise Unreachable("Meta does not answer as it should: {words}", words="no list")
        own = await self._own()
        for post in objects(found["data"]):
            items = [{"comment_count": 0, **c} for c in await self._below(post, since - OVERLAP)]
            visitor = name_of(inner(post, "from")) not in ("", *own)
            if visitor and at(post) >= since - OVERLAP:
                items.append({**{k: v for k, v in post.items() if k != "comments"}, "story": ""})
            if items:
                yield max(at(item) for item in items), items

    async def _below(self, post: Found, since: datetime) -> list[Found]:
        query = {"fields": _BELOW, "order": "reverse_chronological", "filter": "stream", "limit": "50"}
        path = f"{quote(name_of(post), safe='')}/comments"
        found = await behind(self._graph, inner(post, "comments"), path, query, since, self._context.sleep)
        return [comment for comment in found if at(comment) >= since]

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure a reply in characters."""
        most = COMMENT if kind in ("comment", "reply") else DIRECT
        return Measure(len(text), most, "characters", len(text) <= most)

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it."""
        return trial(base, "page", {"id": "1001", "name": "Acme"}, "psid")

    async def _comment(self, out: Outgoing, place: Place) -> Sent:
        call = Call("POST", f"{quote(place.top, safe='')}/comments", form={"message": out.text})
        id = name_of(await self._graph.send(call))
        if not id:
            raise Ambiguous("Meta took it but did not say under which id.")
        return Sent(id)

    async def _listed(self, place: Place, own: frozenset[str]) -> list[tuple[str, str, datetime]]:
        query = {"fields": "id,message,created_time,from", "order": "reverse_chronological", "filter": "stream"}
        found = await self._graph.read(f"{quote(place.top, safe='')}/comments", {**query, "limit": "50"})
        if not isinstance(found.get("data"), list):
            raise Unreachable("Meta does not answer as it should: {words}", words="no list")
        ours = [c for c in objects(found["data"]) if name_of(inner(c, "from")) in own]
        return [(name_of(c), words(c, "message"), at(c)) for c in ours]
