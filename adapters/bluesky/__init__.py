"""Bluesky (AT Protocol): notifications and the chat's log are polled, replies leave as posts or chat messages; class B.

A post could be repeated under its key, a chat message has none and can only be looked for: one class for both, so the
adapter looks first. Only the account's own server is spoken to, which hands calls on to the AppView and to the chat.
https://docs.bsky.app/docs/advanced-guides/api-directory · https://docs.bsky.app/docs/advanced-guides/rate-limits
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import ClassVar

from adapters.bluesky.checks import looked_at
from adapters.bluesky.files import Files
from adapters.bluesky.incoming import Inbox
from adapters.bluesky.letters import measured
from adapters.bluesky.outgoing import Outbox
from adapters.bluesky.parse import parse
from adapters.bluesky.posts import parts_of
from adapters.bluesky.session import Session, failure
from adapters.kit.found import words
from adapters.kit.http import Call
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
    Sent,
    Setting,
    Standing,
    Trial,
    Visibility,
    Way,
    Window,
)

SHORTEST = 1.0
"""Seconds between two rounds, at least: 3,000 calls in five minutes are allowed."""


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "bluesky"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("handle", "the account's handle, as it stands below its name in the profile (acme.bsky.social)"),
        Setting(
            "app_password",
            "an app password: Bluesky, Settings → Privacy and security → App passwords → Add, with “Allow access to your direct messages”",
            secret=True,
        ),
        Setting("service", "where the account signs in", required=False, default="https://bsky.social"),
        Setting("chat", "whether direct messages are read: yes or no", required=False, default="yes"),
        Setting("poll_seconds", "seconds between two rounds of asking", required=False, default="15"),
        Setting("history_days", "how many days back the first round reads", required=False, default="7"),
        Setting("plc", "where DIDs are looked up, to find files", required=False, default="https://plc.directory"),
    )
    can: ClassVar[Capabilities] = Capabilities(
        ways=frozenset({Way.POLL}),
        tells=frozenset(
            # No edits: a post is never changed where people write, and a repository's stream is not listened to.
            {Kind.MESSAGE, Kind.ECHO, Kind.DELETE, Kind.REACTION, Kind.RECEIPT}
            | {Kind.CONTACT, Kind.CONVERSATION, Kind.ACCOUNT, Kind.UNKNOWN}
        ),
        sends=frozenset({Visibility.PUBLIC, Visibility.PRIVATE}),
        files_out=True,
        splits=True,
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        settings = context.settings
        self._session = Session(context)
        self._files = Files(settings.get("service", ""), settings.get("plc", ""))
        self._outbox = Outbox(self._session, context)
        self._chat = settings.get("chat") or "yes"
        if self._chat not in ("yes", "no"):
            raise BadInput("{key} is yes or no.", key="chat")
        poll = max(SHORTEST, _positive("poll_seconds", settings.get("poll_seconds") or "15"))
        days = _positive("history_days", settings.get("history_days") or "7")
        self._inbox = Inbox(self._session, self._outbox, context, poll, min(days, 3650.0))

    async def open(self) -> Account:
        """Say who we are; sign in only where no session is kept."""
        answer = await self._session.read(Call("GET", "xrpc/com.atproto.server.getSession"))
        said = self._session.said(answer)
        if answer.status in (400, 401, 403):
            raise Refused("Bluesky does not let us read ({words}); enter a new app password.", words=said)
        if failure(answer):
            raise Unreachable("Bluesky does not answer as it should: {words}", words=said)
        if answer.found.get("active") is False:
            raise Refused("Bluesky has closed this account: {words}", words=words(answer.found, "status"))
        state = await self._session.opened()
        return Account(words(answer.found, "handle") or state.handle or state.did, state.did)

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield notifications and what the chat's log says."""
        async for batch in self._inbox.batches(cursor, chats=self._chat == "yes"):
            yield batch

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure in graphemes; nothing is put before a reply, whoever it goes to."""
        return measured(text, kind)

    @staticmethod
    def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
        """Say whether a reply may leave: always, except where somebody blocked, or a chat is locked."""
        if standing.hint == Window.BLOCKED:
            return ReplyWindow(
                Window.BLOCKED,
                why="one of you has blocked the other on Bluesky; only the app can take our own block back.",
            )
        if standing.hint == Window.CLOSED and not parts_of(standing.conversation_key)[0]:
            return ReplyWindow(
                Window.CLOSED,
                why="this conversation is locked on Bluesky, or one of us has left it.",
            )
        return OPEN

    async def send(self, out: Outgoing) -> Sent:
        """Post below what is answered, or write into the chat."""
        return await self._outbox.send(out)

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Look for the post under its key, or for the words among the chat's latest messages."""
        return await self._outbox.reconcile(out)

    def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a picture's or a video's bytes."""
        return self._files.fetch(attachment, limit)

    async def check(self) -> list[tuple[str, str, str]]:
        """Ask who we are, whether direct messages are allowed, and how much may still be asked."""
        return await looked_at(self._session, self._context.channel, chat=self._chat == "yes")

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it."""
        from adapters.bluesky.trial import trial  # nobody needs it to answer customers

        return trial(base)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._session.aclose()
        await self._files.aclose()


def _positive(key: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise BadInput("{key} is a number above 0.", key=key)
    return number
