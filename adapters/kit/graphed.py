"""What the adapters of Facebook and Instagram share: settings, the cursor, listening by asking, webhooks, files, checks.

Asking needs no public address and is the way without further set-up. With webhooks it only catches up: when it begins,
and every now and then, because Meta ends a subscription after an hour of failed calls and gives up after 36 hours.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from adapters.kit.direct import PACE, Direct, window
from adapters.kit.envelope import POLLED, time_of
from adapters.kit.found import Found, inner, name_of, objects, words
from adapters.kit.graph import Graph
from adapters.kit.graph_settings import ASK, CATCH_UP, HISTORY, HOOK, POLL, Marks, choice, marks, number
from adapters.kit.http import Paused, checked_base
from adapters.kit.places import Place, place_of
from adapters.kit.signed import hub_asked, hub_signed
from inbox.errors import BadInput, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Account,
    Attachment,
    Batch,
    Context,
    DeliveryClass,
    Entry,
    Identity,
    Incoming,
    Measure,
    Outgoing,
    ReplyWindow,
    Request,
    Response,
    Sent,
    Standing,
)

PATIENCE = 60.0
"""Seconds we wait at most where Meta asks for patience; then the channel says so."""


class Graphed(ABC):
    """One account on Meta's platforms: what does not depend on which."""

    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE
    object: ClassVar[str]
    """What its webhooks are called."""
    kind: ClassVar[str]
    """What its conversations are called."""
    fields: ClassVar[str]
    """What is asked of a message."""
    platform: ClassVar[str]
    hooks: ClassVar[tuple[str, ...]]
    """What Meta must send where webhooks are used."""
    needs: ClassVar[tuple[str, ...]]
    """The rights that the token must have."""

    def __init__(self, context: Context, base: str, secret: str) -> None:
        settings = context.settings
        self._context = context
        self._token = context.secrets.get("token", "").strip()
        self._secret = context.secrets.get("app_secret", "").strip()
        self._ways = choice(settings, "ways", (ASK, HOOK))
        self._pause = number(settings, "poll_seconds", CATCH_UP if self._ways == HOOK else POLL)
        self._history = timedelta(days=min(3650.0, number(settings, "history_days", HISTORY)))
        self._human = choice(settings, "human_agent", ("yes", "no")) == "yes"
        self._comments = choice(settings, "comments", ("yes", "no")) == "yes"
        self._graph = Graph(checked_base("api_base", base), lambda: self._token, secret)
        self._direct = Direct(self._graph, self.kind, self.fields, context.sleep, context.now)
        self._me: Found = {}
        self._seen: frozenset[str] = frozenset()

    # --- who we are

    async def open(self) -> Account:
        """Ask whose token it is."""
        me = await self._who()
        return Account(words(me, "name") or words(me, "username"), words(me, "username") or name_of(me))

    async def _who(self) -> Found:
        if not self._token:
            raise BadInput("The access token is missing; set it with inbox channel set.")
        if not self._me:
            me = await self._ask_who()
            if not name_of(me):
                raise Unreachable("Meta does not answer as it should: {words}", words="no account")
            self._me = me
        return self._me

    @abstractmethod
    async def _ask_who(self) -> Found:
        """Return our account: `id` as webhooks have it, `name` or `username`, and `also`, ids that mean it as well."""

    async def _own(self) -> frozenset[str]:
        me = await self._who()
        also = me.get("also")
        return frozenset({name_of(me), *(str(id) for id in (also if isinstance(also, list) else []))})

    # --- in

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what is new, round by round. A round's batches carry the old cursor until all of it is there."""
        mark = marks(cursor, self._context.now() - self._history)
        while True:
            try:
                await self._renewed()
                own = await self._own()
                newest, seen = mark, set[str]()
                async for at, public, items in self._round(mark):
                    newest = self._later(newest, at, public=public)
                    entries = [e for item in items if (e := self._entry(item, own, seen)) is not None]
                    if entries:
                        yield Batch(tuple(entries), mark.text)
            except Paused as cause:
                await self._context.sleep(min(PATIENCE, cause.seconds if cause.seconds is not None else POLL))
                raise
            self._seen, mark = frozenset(seen), newest
            yield Batch((), mark.text, caught_up=True)
            await self._context.sleep(self._pause)

    async def _round(self, mark: Marks) -> AsyncIterator[tuple[datetime | None, bool, list[Found]]]:
        async for at, items in self._direct.since(mark.direct):
            yield at, False, items
        if self._comments:
            await self._context.sleep(PACE)
            async for at, items in self._public(mark.public):
                yield at, True, items

    def _later(self, mark: Marks, at: datetime | None, *, public: bool) -> Marks:
        # A time in the future would hide what comes until then.
        if at is None or at > self._context.now() + timedelta(minutes=5):
            return mark
        return Marks(mark.direct, max(mark.public, at)) if public else Marks(max(mark.direct, at), mark.public)

    @abstractmethod
    def _public(self, since: datetime) -> AsyncIterator[tuple[datetime | None, list[Found]]]:
        """Yield what was said in public since then, with the newest time in it."""

    @abstractmethod
    async def _renewed(self) -> None:
        """See that the token holds."""

    def _entry(self, item: Found, own: frozenset[str], seen: set[str]) -> Entry | None:
        """Return what was asked for as a webhook would bring it; None where the last round had all of it."""
        item = self._ours(item, own)
        body = {"object": self.object, "entry": [{"id": name_of(self._me), POLLED: [item]}]}
        try:
            raw = json.dumps(body).encode()
        except RecursionError:
            raw = b"null"
        says = self.parse(raw, {})
        seen |= {said.dedupe_key for said in says}
        fresh = tuple(said for said in says if said.dedupe_key not in self._seen)
        return Entry(raw, fresh) if fresh else None

    def _ours(self, item: Found, own: frozenset[str]) -> Found:
        """Return an item in which we have one id only, the one that webhooks have."""
        by, me = inner(item, "from"), name_of(self._me)
        if name_of(by) in own or (words(by, "username") and words(by, "username") == words(self._me, "username")):
            return {**item, "from": {**by, "id": me}}
        return item

    @staticmethod
    @abstractmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""

    # --- webhooks

    def handshake(self, request: Request) -> Response | None:
        """Answer Meta's question whether this address is ours."""
        return hub_asked(self._context.secrets.get("verify_token", ""), request)

    def verify(self, request: Request, now: datetime) -> bool:
        """Tell whether the raw bytes were signed with the app's secret."""
        return hub_signed(self._secret, request)

    # --- out

    async def send(self, out: Outgoing) -> Sent:
        """Send once: a direct message, or a comment below the customer's."""
        place = await self._place(out)
        public = bool(place.top or place.media)
        length = self.measure(out.text, "comment" if public else "dm", self._context.settings, out.to)
        if not length.fits:
            raise Rejected(
                "It is too long for {platform}: {used} of {max} {unit}.",
                platform=self.platform.title(),
                used=length.used,
                max=length.max,
                unit=length.unit,
            )
        if public:
            if out.files:
                raise Rejected("A comment carries no files here; send the text without them.")
            self._direct.begin(out.token)
            return await self._comment(out, place)
        return await self._direct.send(out, place, human=self._human, token=self.kind == "messenger")

    @staticmethod
    @abstractmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure a reply; `comment` and `reply` are public, anything else is a direct message."""

    async def _place(self, out: Outgoing) -> Place:
        place = place_of(out.conversation_key)
        if place is None or not (place.person or place.top):
            raise Rejected("This conversation is none that can be answered here.")
        try:
            own = await self._own()
        except (Refused, BadInput, Unreachable) as cause:
            seconds = cause.seconds if isinstance(cause, Paused) else None
            raise NotSent(cause.template, retry_after=seconds, **cause.values) from cause
        if place.account and place.account not in own:
            raise Rejected("This conversation belongs to another account of yours; answer it on that one's channel.")
        return place

    @abstractmethod
    async def _comment(self, out: Outgoing, place: Place) -> Sent:
        """Write below a comment. Raises: NotSent, Rejected, Ambiguous."""

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Look whether an unclear message went out; again where it may not be listed yet."""
        place, own = await self._place(out), await self._own()
        found = await self._look(out, place, own)
        if found is None and (rest := self._direct.rest(out.token)):
            await self._context.sleep(rest)
            found = await self._look(out, place, own)
        return found

    async def _look(self, out: Outgoing, place: Place, own: frozenset[str]) -> Sent | None:
        if place.top or place.media:
            return self._direct.settle(out, await self._listed(place, own))
        return await self._direct.look(out, place, own)

    @abstractmethod
    async def _listed(self, place: Place, own: frozenset[str]) -> list[tuple[str, str, datetime]]:
        """Return our comments below a comment: id, text, time. Raises: Ambiguous where they cannot be listed."""

    @staticmethod
    def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
        """Say until when a conversation may be answered: comments always, direct messages 24 hours or 7 days."""
        return window(standing, (settings.get("human_agent") or "yes").strip().lower() != "no", now)

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a file's bytes; what Meta gives without an address can be seen in its app only."""
        if not attachment.url.startswith(("https://", "http://")):
            raise Refused("This can be seen in {platform}'s own app only.", platform=self.platform.title())
        try:
            async for part in self._graph.http.fetch(attachment.url, limit):
                yield part
        except BadInput as cause:
            raise Refused("The file lies where we do not go.") from cause

    # --- is all well

    async def check(self) -> list[tuple[str, str, str]]:
        """Say who we are, which rights are missing, what Meta sends here, and how much of the rate is used."""
        fix = f"inbox channel set {self._context.channel} --secret token=-"
        rows: list[tuple[str, str, str]] = []
        try:
            account = await self.open()
        except InboxError as cause:
            return [("fail", str(cause), fix)]
        rows.append(("ok", f"{account.name} ({account.address})", ""))
        for looks in (self._check_rights, self._check_hooks):
            try:
                rows += await looks()
            except InboxError as cause:
                rows.append(("warn", str(cause), ""))
        rows.append(("warn" if self._graph.used >= 80 else "ok", f"rate used: {self._graph.used} %", ""))
        return rows

    async def _check_rights(self) -> list[tuple[str, str, str]]:
        """Look what the token may do (https://developers.facebook.com/docs/graph-api/reference/debug_token)."""
        found = inner(await self._graph.read("debug_token", {"input_token": self._token}), "data")
        scopes = found.get("scopes")
        if found.get("is_valid") is False:
            return [("fail", "the access token does not hold any more", "developers.facebook.com, Tools, Access Token")]
        if not isinstance(scopes, list):
            return [
                ("warn", "rights: Meta does not tell them", "developers.facebook.com, Tools, Access Token Debugger")
            ]
        missing = [right for right in self.needs if right not in scopes]
        where = "developers.facebook.com, your app, App Review, Permissions and Features; then make a new token"
        if missing:
            return [("fail", f"rights that are missing: {', '.join(missing)}", where)]
        until = time_of(found.get("expires_at"))
        soon = until is not None and until - self._context.now() < timedelta(days=10)
        rows = [("ok", f"rights: {', '.join(self.needs)}", "")]
        return rows + ([("warn", f"the token ends on {until:%Y-%m-%d}", "make a new one before")] if soon else [])

    async def _check_hooks(self) -> list[tuple[str, str, str]]:
        if self._ways != HOOK:
            return [("ok", f"asks every {self._pause:g} s; no webhook is needed", "")]
        rows: list[tuple[str, str, str]] = []
        if not self._secret:
            fix = f"inbox channel set {self._context.channel} --secret app_secret=-"
            rows.append(("fail", "the app's secret is missing, so no webhook is believed", fix))
        apps = objects((await self._graph.read("me/subscribed_apps", {"fields": "subscribed_fields"})).get("data"))
        given = {f for app in apps for f in _texts(app.get("subscribed_fields"))}
        missing = [field for field in self.hooks if field not in given]
        where = "developers.facebook.com, your app, Webhooks: subscribe the account to these fields"
        if missing:
            return [*rows, ("fail", f"webhooks that Meta does not send: {', '.join(missing)}", where)]
        return [*rows, ("ok", f"webhooks: {', '.join(self.hooks)}", "")]

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._graph.aclose()


def _texts(value: object) -> list[str]:
    found = [words(v, "name") if isinstance(v, dict) else v for v in value] if isinstance(value, list) else []
    return [text for text in found if isinstance(text, str)]
