"""X (API v2, 2026): mentions, replies and direct messages in, by asking, by the activity stream or by webhook; delivery class C.

https://docs.x.com/x-api: since 23 February 2026 an app may answer only posts that mention its account or quote a post of it, and
every call costs money. Why class C stands in `adapters.x.send`.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import ClassVar

from adapters.kit.found import Found, inner, number, words
from adapters.kit.http import Call, checked_base
from adapters.x.access import Access
from adapters.x.checks import rows
from adapters.x.hook import crc_asked, signed
from adapters.x.news import News, Source
from adapters.x.parse import parse
from adapters.x.prices import cost, prices_of
from adapters.x.send import LONGEST_DIRECT, sent
from adapters.x.stream import Stream, subscribed
from adapters.x.weighted import MAX, weighed
from inbox.errors import BadInput, Refused, Unreachable
from inbox.ports.adapter import (
    OPEN,
    Account,
    Attachment,
    Batch,
    Capabilities,
    Context,
    DeliveryClass,
    Identity,
    Incoming,
    Kind,
    Measure,
    Outgoing,
    ReplyWindow,
    Request,
    Response,
    Sent,
    Setting,
    Standing,
    Trial,
    Visibility,
    Way,
    Window,
)

OWN_EVERY = timedelta(minutes=5)
"""What colleagues answer in the X app is looked for seldom: it is ours, and hurries nobody."""
DIRECT_EVERY = timedelta(seconds=61)
"""Direct messages may be asked for 15 times in 15 minutes."""


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "x"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.BLIND
    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.POLL, Way.STREAM, Way.WEBHOOK}),
        frozenset(
            {
                Kind.MESSAGE,
                Kind.ECHO,
                Kind.EDIT,
                Kind.DELETE,
                Kind.REACTION,
                Kind.RECEIPT,
                Kind.CONTACT,
                Kind.CONVERSATION,
                Kind.ACCOUNT,
            }
        ),
        frozenset({Visibility.PUBLIC, Visibility.PRIVATE}),
        files_out=True,
        splits=True,
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "client_id", "the app's Client ID: console.x.com, your app, Keys and tokens, OAuth 2.0", required=False
        ),
        Setting(
            "access_token",
            "the account's OAuth 2.0 token with tweet.read tweet.write users.read dm.read dm.write media.write like.read "
            "offline.access: console.x.com, your app, Keys and tokens, Generate",
            secret=True,
        ),
        Setting("refresh_token", "what renews it every two hours; it comes with it (offline.access)", True, False),
        Setting("client_secret", "the app's Client Secret, where it is a confidential client", True, False),
        Setting("bearer_token", "the app's Bearer Token, for stream=yes: console.x.com, Keys and tokens", True, False),
        Setting(
            "consumer_secret", "the app's API Key Secret, for a webhook: console.x.com, Keys and tokens", True, False
        ),
        Setting(
            "stream", "yes: listen to the activity stream instead of asking every minute", required=False, default="no"
        ),
        Setting("dms", "no: leave direct messages alone (each one read costs $0.010)", required=False, default="yes"),
        Setting("poll_seconds", "how long to wait before asking for mentions again", required=False, default="60"),
        Setting("self_serve", "no: an Enterprise app, which may answer everybody", required=False, default="yes"),
        Setting("prices", "what X charges, as reply=0.010 link=0.20 dm=0.015 in dollars", required=False),
        Setting("api_base", "where the API is", required=False, default="https://api.x.com"),
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        settings = context.settings
        if not context.secrets.get("access_token", "").strip():
            raise BadInput(
                "The access_token is missing: console.x.com shows it (your app, Keys and tokens, OAuth 2.0)."
            )
        prices_of(settings)
        base = checked_base("api_base", settings.get("api_base") or "https://api.x.com")
        try:
            seconds = float(settings.get("poll_seconds") or 60)
        except ValueError:
            seconds = math.nan
        if not seconds > 0:
            raise BadInput("{key} is a number of seconds above 0.", key="poll_seconds")
        self._every = timedelta(seconds=min(86_400.0, max(5.0, seconds)))
        self._direct = _yes(settings, "dms", default=True)
        bearer = context.secrets.get("bearer_token", "").strip()
        if _yes(settings, "stream", default=False) and not bearer:
            raise BadInput(
                "To listen (stream=yes), the app's bearer_token is needed: console.x.com, your app, Keys and tokens."
            )
        self._stream = Stream(context, base, bearer) if bearer else None
        self._streams = _yes(settings, "stream", default=False)
        self._access = Access(context, base)
        self._secret = context.secrets.get("consumer_secret", "").strip()

    # --- in

    async def open(self) -> Account:
        """Ask who we are."""
        me = await self._me()
        return Account(words(me, "name"), f"@{words(me, 'username')}" if words(me, "username") else "")

    async def _me(self) -> Found:
        answer = await self._access.ask(Call("GET", "2/users/me", query={"user.fields": "id,name,username"}))
        me = inner(answer.found, "data")
        if answer.status == 403:
            raise Refused("X does not let the app in: {words}", words=self._access.said(answer))
        if answer.status >= 400 or not number(me, "id"):
            raise Unreachable("X does not answer as it should: {words}", words=self._access.said(answer))
        return me

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what is new. The cursor names the last mention and the last direct message."""
        me = await self._me()
        sources = [Source("mentions", self._every), Source("posts", max(self._every, OWN_EVERY))]
        if self._direct:
            sources.append(Source("dms", max(self._every, DIRECT_EVERY)))
        news = News(self._context, self._access, me, tuple(sources), cursor)
        if self._streams and self._stream is not None:
            missing = await subscribed(self._access, me, self._direct)
            if missing:
                raise Refused("X gives no events of {kinds}: look at console.x.com.", kinds=", ".join(missing))
            async with aclosing(self._stream.heard(news)) as heard:  # type: ignore[type-var]  # it is a generator
                async for batch in heard:
                    yield batch
            return
        while True:
            news.miss()
            async for batch in news.fetched():
                yield batch
            yield Batch((), news.cursor, caught_up=True)
            await self._context.sleep(max(1.0, news.wait()))

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    def handshake(self, request: Request) -> Response | None:
        """Answer X's challenge, which it repeats every hour."""
        return crc_asked(self._secret, request)

    def verify(self, request: Request, now: datetime) -> bool:
        """Tell whether X sent it."""
        return signed(self._secret, request)

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a file's bytes from X's servers for pictures and films."""
        if not attachment.url:
            raise Refused("This file can only be seen in the X app.")
        bytes_ = self._access.http.fetch(attachment.url, limit)
        async with aclosing(bytes_) as parts:  # type: ignore[type-var]  # it is a generator
            async for part in parts:
                yield part

    # --- out

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure a reply; the handle that X itself puts before it is free."""
        weight = weighed(text)
        price = cost(settings, kind, weight.links)
        if kind == "dm":
            return Measure(len(text), LONGEST_DIRECT, "characters", len(text) <= LONGEST_DIRECT, price)
        # An empty post is none; but whoever only begins to write one, or sends a picture, need not be told.
        fits = weight.valid or not text
        if weight.weight <= MAX and not fits:
            return Measure(
                weight.weight,
                MAX,
                "x-weighted",
                fits=False,
                cost=price,
                why="It holds a character that stands for none (U+FFFE, U+FEFF or U+FFFF).",
            )
        return Measure(weight.weight, MAX, "x-weighted", fits, price)

    @staticmethod
    def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
        """Say whether X lets us answer: as far as the last post told."""
        if standing.hint == Window.BLOCKED:
            return ReplyWindow(Window.BLOCKED, None, "One of the two accounts blocks the other on X.")
        if standing.hint == Window.CLOSED:
            return ReplyWindow(
                Window.CLOSED, None, "The customer writes encrypted (XChat): read and answer it in the X app."
            )
        if standing.hint == Window.UNSUMMONED and _yes(settings, "self_serve", default=True):
            return ReplyWindow(
                Window.UNSUMMONED, None, "X lets an app answer only who mentions or quotes us: answer in the X app."
            )
        return OPEN

    async def send(self, out: Outgoing) -> Sent:
        """Send once, below the post that is answered or as a direct message."""
        return await sent(self._access, out)

    # --- set-up

    async def check(self) -> list[tuple[str, str, str]]:
        """Ask who we are, what we may, what is subscribed to, and how often we may still ask."""
        return await rows(self._context, self._access, self._stream if self._streams else None, direct=self._direct)

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it."""
        from adapters.x.trial import trial  # nobody needs it to answer customers

        return trial(base)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._access.aclose()
        if self._stream is not None:
            await self._stream.aclose()


def _yes(settings: Mapping[str, str], key: str, *, default: bool) -> bool:
    """Return a setting that is yes or no. Raises: BadInput where it is neither."""
    said = settings.get(key, "").strip().lower()
    if said not in ("", "yes", "no", "1", "0", "true", "false"):
        raise BadInput("{key} is yes or no.", key=key)
    return said in ("yes", "1", "true") if said else default
