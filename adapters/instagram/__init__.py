"""Instagram: a professional account's direct messages, story replies, comments and mentions; delivery class B.

https://developers.facebook.com/docs/instagram-platform. Two doors: the account's own login (graph.instagram.com, its
token ends after 60 days and is renewed here), and the login of a Facebook page that the account is linked with
(graph.facebook.com, with the page's token). Nothing repeats a send safely and no token of ours comes back; what is
unclear is looked for by its text and time. Files go out only by a public address, so replies carry none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import quote

from adapters.instagram.parse import parse
from adapters.kit.direct import OVERLAP, at, behind
from adapters.kit.envelope import time_of
from adapters.kit.found import Found, inner, name_of, objects, sound, words
from adapters.kit.graph import BASE, Graph
from adapters.kit.graph_settings import SETTINGS, capable, choice
from adapters.kit.graph_trial import trial
from adapters.kit.graphed import Graphed
from adapters.kit.http import Call
from adapters.kit.places import Place
from inbox.errors import Ambiguous, Refused, Unreachable
from inbox.ports.adapter import Capabilities, Context, Identity, Incoming, Measure, Outgoing, Sent, Setting, Trial

OWN_BASE = "https://graph.instagram.com"
DIRECT, COMMENT = 1000, 2200
"""Bytes of a direct message in UTF-8; characters of a comment."""
RENEW = timedelta(days=10)
"""How long before its end a token is renewed. It lasts 60 days and must be a day old.

https://developers.facebook.com/docs/instagram-platform/reference/refresh_access_token
"""
AGAIN = timedelta(days=1)
"""How long after a refusal to renew it is tried again."""
_COMMENT = "id,text,timestamp,username,from,parent_id"
POSTS = 25
"""Newest posts whose comments are asked for; those of older ones come by webhook only."""
_OWN, _LINKED = "instagram", "facebook"


class Adapter(Graphed):
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "instagram"
    object: ClassVar[str] = "instagram"
    kind: ClassVar[str] = "instagram"
    fields: ClassVar[str] = "id,created_time,from,to,message,attachments,shares,story,is_unsupported"
    hooks: ClassVar[tuple[str, ...]] = (
        "messages", "messaging_postbacks", "message_reactions", "messaging_seen", "comments", "live_comments", "mentions",
    )  # fmt: skip
    can: ClassVar[Capabilities] = capable(files=False)
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "token",
            "the account's access token, from developers.facebook.com, your app, Instagram, API setup, Generate token;"
            " or the linked page's, where login is facebook",
            secret=True,
        ),
        *SETTINGS,
        Setting(
            "login",
            "instagram where the token is the account's own, facebook where it is that of the linked page",
            required=False,
            default=_OWN,
        ),
        Setting("api_base", "where the Graph API is", required=False),
    )

    def __init__(self, context: Context) -> None:
        self._login = choice(context.settings, "login", (_OWN, _LINKED))
        own = self._login == _OWN
        # The proof belongs to Facebook's apps; an Instagram login has a secret of its own, for webhooks.
        secret = "" if own else context.secrets.get("app_secret", "").strip()
        base = context.settings.get("api_base") or (OWN_BASE if own else BASE)
        super().__init__(context, base, secret)
        self._renewing = Graph(base.rstrip("/"), lambda: self._token, version="")
        self._until = time_of(context.secrets.get("token_until", ""))
        self._tried: datetime | None = None

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]  # it depends on the login
        """Return the rights that the token must have."""
        if self._login == _OWN:
            names = ("basic", "manage_messages", "manage_comments")
            return tuple(f"instagram_business_{name}" for name in names)
        return ("instagram_basic", "instagram_manage_messages", "instagram_manage_comments", "pages_manage_metadata")

    async def _ask_who(self) -> Found:
        if self._login == _OWN:
            me = await self._graph.read("me", {"fields": "user_id,username,name,id"})
            id = name_of(me, "user_id") or name_of(me)
            return {**me, "id": id, "also": [name_of(me)] if name_of(me) else []}
        page = await self._graph.read("me", {"fields": "id,instagram_business_account{id,username,name}"})
        me = inner(page, "instagram_business_account")
        if not name_of(me):
            raise Refused(
                "No professional Instagram account is linked with this page; link it in Meta Business Suite, Settings,"
                " Business assets."
            )
        return me

    # --- the token

    async def _renewed(self) -> None:
        """Renew the token in time; where its end is not known, ask for it once a day."""
        now = self._context.now()
        if self._login != _OWN or (self._until is not None and self._until - now > RENEW):
            return
        if self._tried is not None and now - self._tried < AGAIN:
            return
        self._tried = now
        query = {"grant_type": "ig_refresh_token", "access_token": self._token}
        try:
            found = await self._renewing.read("refresh_access_token", query)
        except (Refused, Unreachable):
            # One younger than a day cannot be renewed yet; one that does not hold any more is refused by the next call.
            return
        token, seconds = words(found, "access_token"), found.get("expires_in")
        if not token or type(seconds) not in (int, float):
            return
        until = now + timedelta(seconds=min(float(seconds), 10.0**8))  # type: ignore[arg-type]  # it is a number
        await self._context.keep({"token": token, "token_until": str(int(until.timestamp()))})
        self._token, self._until = token, until.astimezone(UTC)

    # --- in

    async def _public(self, since: datetime) -> AsyncIterator[tuple[datetime | None, list[Found]]]:
        fields = f"{_COMMENT},replies.limit(50){{{_COMMENT}}}"
        path = "me/media" if self._login == _OWN else f"{name_of(await self._who())}/media"
        query = {"fields": f"id,timestamp,comments.limit(50){{{fields}}}", "limit": str(POSTS)}
        found = await self._graph.read(path, query)
        if not isinstance(found.get("data"), list):
            raise Unreachable("Meta does not answer as it should: {words}", words="no list")
        for post in objects(found["data"]):
            more, ask = f"{quote(name_of(post), safe='')}/comments", {"fields": fields, "limit": "50"}
            listed = inner(post, "comments")
            said = await behind(self._graph, listed, more, ask, since - OVERLAP, self._context.sleep)
            items = [self._told(c) for c in said]
            fresh = [(when, c) for c in items if (when := _newest(c)) >= since - OVERLAP]
            if fresh:
                yield max(when for when, _ in fresh), [c for _, c in fresh]

    def _told(self, comment: Found) -> Found:
        """Return a comment and its replies in which what is ours says so."""
        own = words(self._me, "username")
        ids = {name_of(self._me), *(str(id) for id in _list(self._me.get("also")))}
        by = inner(comment, "from")
        named = words(comment, "username") or words(by, "username")
        ours = name_of(by) in ids or (bool(named) and named == own)
        replies = [self._told(reply) for reply in objects(inner(comment, "replies").get("data"))]
        told = {**comment, "replies": {"data": replies}} if replies else comment
        return {**told, "from": {**by, "id": name_of(self._me), "username": named}} if ours else told

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    # --- out

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure a direct message in bytes of UTF-8, a comment in characters."""
        if kind in ("comment", "reply"):
            return Measure(len(text), COMMENT, "characters", len(text) <= COMMENT)
        used = len(sound(text).encode())
        return Measure(used, DIRECT, "bytes", used <= DIRECT)

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it."""
        return trial(base, "instagram", {"id": "17841", "username": "acme"}, "igsid")

    async def _comment(self, out: Outgoing, place: Place) -> Sent:
        form = {"message": out.text}
        path = f"{quote(place.top, safe='')}/replies"
        if place.media:
            path = f"{quote(name_of(await self._who()), safe='')}/mentions"
            form |= {"media_id": place.media, **({"comment_id": place.top} if place.top else {})}
        id = name_of(await self._graph.send(Call("POST", path, form=form)))
        if not id:
            raise Ambiguous("Meta took it but did not say under which id.")
        return Sent(id)

    async def _listed(self, place: Place, own: frozenset[str]) -> list[tuple[str, str, datetime]]:
        if place.media:
            raise Ambiguous("Instagram does not list comments below what others published; look there.")
        found = await self._graph.read(f"{quote(place.top, safe='')}/replies", {"fields": _COMMENT, "limit": "50"})
        if not isinstance(found.get("data"), list):
            raise Unreachable("Meta does not answer as it should: {words}", words="no list")
        name = words(self._me, "username")
        ours = [
            c
            for c in objects(found["data"])
            if name_of(inner(c, "from")) in own or (name and words(c, "username") == name)
        ]
        return [(name_of(c), words(c, "text"), at(c)) for c in ours]

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._renewing.aclose()
        await super().aclose()


def _newest(comment: Found) -> datetime:
    return max([at(comment), *(at(reply) for reply in objects(inner(comment, "replies").get("data")))])


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
