"""Mastodon and what speaks like it: streams and lists in, one status out, delivery class A (a repeated key changes nothing).

https://docs.joinmastodon.org/client/intro/. Streams ring, lists tell (`adapters.mastodon.feed`); a server without streams
is asked now and then.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlsplit

from adapters.kit.found import name_of, words
from adapters.kit.http import Paused, checked_base
from adapters.mastodon.checks import rows
from adapters.mastodon.content import called, handle
from adapters.mastodon.feed import ALL, BELLS, Feed
from adapters.mastodon.measure import LONGEST, addressed, used
from adapters.mastodon.parse import parse
from adapters.mastodon.seen import Seen
from adapters.mastodon.sending import Sending, receiver
from adapters.mastodon.server import Server
from adapters.mastodon.stream import Streams
from inbox.errors import BadInput
from inbox.ports.adapter import (
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
    Sent,
    Setting,
    Trial,
    Visibility,
    Way,
)

AGAIN = 300.0
"""Seconds after which lists are read although no stream rang: edits and deletions by strangers ring nowhere."""
PATIENCE = 60.0
"""Seconds we wait at most where the server asks for patience; then the channel says so."""


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "mastodon"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.IDEMPOTENT
    can: ClassVar[Capabilities] = Capabilities(
        ways=frozenset({Way.STREAM, Way.POLL}),
        tells=frozenset(
            {
                Kind.MESSAGE,
                Kind.ECHO,
                Kind.EDIT,
                Kind.DELETE,
                Kind.REACTION,
                Kind.CONTACT,
                Kind.CONVERSATION,
                Kind.ACCOUNT,
                Kind.UNKNOWN,
            }
        ),
        sends=frozenset({Visibility.PUBLIC, Visibility.PRIVATE}),
        files_out=True,
        splits=True,
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("server", "the address of the account's server, like https://mastodon.social: where you log in"),
        Setting(
            "token",
            "the access token: on your server under Preferences, Development, New application, with the scopes read and"
            " write; open the application and copy “Your access token”",
            secret=True,
        ),
        Setting(
            "max_characters",
            "how many characters a status may have on your server; it says so beside the field for a new post",
            required=False,
            default=str(LONGEST),
        ),
        Setting(
            "language",
            "in which language you answer, like de; empty: in that of what is answered",
            required=False,
        ),
        Setting("since_days", "how many days back are read when the channel is new", required=False, default="7"),
        Setting(
            "poll_seconds",
            "after how many seconds a server without streams is asked again",
            required=False,
            default="30",
        ),
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        token = context.secrets.get("token", "").strip()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise BadInput("The token is no access token; your server shows it under Preferences, Development.")
        self._since = timedelta(days=_above_zero(context, "since_days", 7.0))
        self._poll = _above_zero(context, "poll_seconds", 30.0)
        _above_zero(context, "max_characters", float(LONGEST))
        self._server = Server(checked_base("server", context.settings.get("server") or ""), token)
        self._sending = Sending(self._server, context)

    async def open(self) -> Account:
        """Ask who we are."""
        me = await self._server.me()
        return Account(called(me), f"@{handle(me)}")

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what is new in the lists, then listen, and read them again whenever a stream rings."""
        streams: Streams | None = None
        try:
            me = name_of(await self._server.me())
            since = self._context.now() - self._since
            feed = Feed(self._server, me, Seen.of(cursor), since, self._sending.token_of)
            rang = ALL
            while True:
                async with aclosing(feed.catch_up(rang)) as batches:
                    async for batch in batches:
                        yield batch
                if streams is None:
                    streams = Streams(await self._server.streams_from(), self._context)
                    streams.start()
                rang = frozenset()
                while not rang:
                    news = await streams.news(AGAIN if streams.live else self._poll)
                    rang = rang.union(*(BELLS.get(words(event, "event"), ()) for event in news)) if news else ALL
                    for event in news:
                        if heard := await feed.heard(event):
                            yield Batch(tuple(heard), feed.seen.cursor)
        except Paused as cause:
            await self._context.sleep(min(PATIENCE, cause.seconds or 0))
            raise
        finally:
            if streams is not None:
                await streams.aclose()

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure a reply as Mastodon counts it, with its receiver in front."""
        given = settings.get("max_characters") or ""
        most = int(given) if given.isascii() and given.isdigit() and int(given) else LONGEST
        try:
            host = urlsplit(settings.get("server") or "").netloc.lower()
        except ValueError:
            host = ""
        length = used(addressed(text, receiver(to, frozenset({host}))))
        return Measure(length, most, "characters", length <= most)

    async def send(self, out: Outgoing) -> Sent:
        """Send once: with a key, and not again before our own statuses were looked through."""
        return await self._sending.send(out)

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a file's bytes from the server, or from where it was sent."""
        async for part in self._server.http.fetch(attachment.url, limit):
            yield part

    async def check(self) -> list[tuple[str, str, str]]:
        """Ask who we are, what the token may do, how long a status may be, whether streams ring, how much rate is left."""
        return await rows(self._server, self._context)

    @staticmethod
    def trial(base: str) -> Trial:
        """Say how to try it without a server."""
        from adapters.mastodon.trial import trial  # nobody needs it to answer customers

        return trial(base)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._server.http.aclose()


def _above_zero(context: Context, key: str, usual: float) -> float:
    try:
        found = float(context.settings.get(key) or usual)
    except ValueError:
        found = math.nan
    if not 0 < found < 10_000_000:
        raise BadInput("{key} is a number above 0.", key=key)
    return found
