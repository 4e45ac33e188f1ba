"""Matrix (client-server API v1.19): /sync in, PUT with a transaction id out, delivery class A; without encryption.

https://spec.matrix.org/v1.19/client-server-api/: what an encrypted room says can be read only with keys of a device
that was verified, which this adapter does not have: such messages are shown as what they are, and answered elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import ClassVar

from adapters.kit.found import words
from adapters.kit.http import Call, checked_base
from adapters.matrix.check import look
from adapters.matrix.invites import ACCEPT, Invites
from adapters.matrix.listening import Listening
from adapters.matrix.media import Media
from adapters.matrix.parse import parse
from adapters.matrix.rooms import Rooms
from adapters.matrix.sending import LONGEST, Sending, used
from adapters.matrix.session import Session, path
from inbox.errors import BadInput, InboxError, NotSent
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
    Sent,
    Setting,
    Standing,
    Trial,
    Visibility,
    Way,
    Window,
)

POLL = 30.0
"""Seconds an answer may wait for news."""
MOST_HISTORY = 100


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "matrix"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.IDEMPOTENT
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "homeserver",
            "the homeserver's address, like https://matrix.example.org; in Element: Settings, Help & About, Homeserver is",
        ),
        Setting(
            "token",
            "the account's access token; in Element: Settings, Help & About, Advanced, Access Token (or enter a password)",
            secret=True,
            required=False,
        ),
        Setting("user", "the account's name, like @support:example.org; only to log in by password", required=False),
        Setting("password", "the account's password, where there is no access token", secret=True, required=False),
        Setting("refresh_token", "what renews the access token, if it came with one", secret=True, required=False),
        Setting(
            "accept",
            "which invitations are accepted: direct (of one person), all, or never",
            required=False,
            default="direct",
        ),
        Setting(
            "history",
            "how many of each room's latest messages are fetched at the very first time, at most 100",
            required=False,
            default="0",
        ),
        Setting("poll_seconds", "how long one request waits for news", required=False, default="30"),
    )
    can: ClassVar[Capabilities] = Capabilities(
        ways=frozenset({Way.POLL}),
        tells=frozenset(Kind) - {Kind.DELIVERY},
        sends=frozenset(Visibility),
        files_out=True,
        splits=True,
    )

    def __init__(self, context: Context) -> None:
        given = context.settings
        base = checked_base("homeserver", given.get("homeserver", "").strip())
        accept = given.get("accept") or "direct"
        if accept not in ACCEPT:
            raise BadInput("{key} is one of: {known}.", key="accept", known=", ".join(ACCEPT))
        history = given.get("history") or "0"
        if not (history.isascii() and history.isdigit() and int(history[:9]) <= MOST_HISTORY):
            raise BadInput("{key} is a number from 0 to {max}.", key="history", max=MOST_HISTORY)
        self._session = Session(context, base)
        self._rooms = Rooms(self._session)
        invites = Invites(self._session, self._rooms, accept)
        self._listening = Listening(self._session, self._rooms, invites, _seconds(given), int(history))
        self._sending = Sending(self._session, self._rooms)
        self._media = Media(self._session)
        self._channel = context.channel

    async def open(self) -> Account:
        """Ask who we are."""
        await self._session.enter()
        profile = await self._session.ask(Call("GET", path("profile", self._session.us)))
        return Account(words(profile.found, "displayname"), self._session.us)

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what happened behind a place of the server's. Asking on is safe: a place can be asked for again."""
        await self._entered()
        async for batch in self._listening.receive(cursor):
            yield batch

    async def _entered(self) -> None:
        if not self._session.us:
            await self._session.enter()

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure a text as an event holds it. Who is mentioned stands beside it, in room that is kept free."""
        length = used(text)
        return Measure(length, LONGEST, "bytes", length <= LONGEST)

    @staticmethod
    def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
        """Say whether a reply may leave: not where nobody reads it, not where it would betray what is encrypted."""
        if standing.hint == Window.BLOCKED:
            return ReplyWindow(Window.BLOCKED, why="Nobody is left in this room to read a reply, or we were put out.")
        if standing.hint == Window.CLOSED:
            return ReplyWindow(
                Window.CLOSED,
                why="This room is encrypted: answer it in a Matrix app, or ask the customer into a room without encryption.",
            )
        return OPEN

    async def send(self, out: Outgoing) -> Sent:
        """Send once, however often it is tried."""
        try:
            await self._entered()
        except InboxError as cause:
            # Nothing was handed over yet.
            raise NotSent(cause.template, retry_after=None, **cause.values) from cause
        return await self._sending.send(out)

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a file's bytes."""
        async for part in self._media.fetch(attachment, limit):
            yield part

    async def check(self) -> list[tuple[str, str, str]]:
        """Ask who we are, what the server speaks, and which rooms cannot be answered here."""
        return await look(self._session, self._channel)

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it."""
        from adapters.matrix.trial import trial  # nobody needs it to answer customers

        return trial(base)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._session.http.aclose()


def _seconds(given: Mapping[str, str]) -> float:
    try:
        seconds = float(given.get("poll_seconds") or POLL)
    except ValueError:
        seconds = math.nan
    if not seconds > 0:
        raise BadInput("{key} is a number of seconds above 0.", key="poll_seconds")
    return min(POLL, seconds)
